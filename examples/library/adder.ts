import { adder, FixedCell, train } from 'carrybit';

const { fixed, proof, outcome } = await train(adder, { seed: 7 });
if (outcome === 'proven') {
  console.log(proof.states); // 12
  const cell = new FixedCell(fixed);
  // 1 + 1: the first bit of the sum is 0, and the network remembers the carry.
  console.log(cell.step(0b11)); // 0
  console.log(cell.step(0b00)); // 1
}
