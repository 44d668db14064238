import { learn } from 'carrybit';

const light = {
  name: 'traffic light',
  inputs: ['car', 'tick'],
  outputs: ['green', 'yellow', 'red'],
  states: ['green', 'yellow', 'red'],
  initial: 0,
  //     none car tick both
  next: [0, 0, 0, 1, 1, 1, 2, 2, 2, 2, 0, 0],
  output: [1, 1, 1, 2, 2, 2, 4, 4, 4, 4, 1, 1],
};
const { kind, bits } = await learn(light);
console.log(kind, bits.learned, 'bits of constants'); // learned 145 bits of constants
