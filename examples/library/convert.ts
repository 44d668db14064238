import { difference, minimize, parseMachine } from 'carrybit';
import { dotText } from 'carrybit/formats';

const kiss2 =
  '.i 1\n.o 1\n.r off\n0 off off 0\n1 off on 1\n0 on on 1\n1 on off2 0\n0 off2 off2 0\n1 off2 on 1\n';
const { task } = await parseMachine(kiss2, 'toggle.kiss2');
const smaller = minimize(task);
console.log(smaller.states.length); // 2
console.log(difference(task, smaller)); // undefined
console.log(dotText({ machine: smaller }).text.includes('s0 -> s1 [label="1 / 1"]')); // true
