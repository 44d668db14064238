import { Adder, adder, NodeEngine, RESET_BIT, train } from 'carrybit';

const { fixed, outcome } = await train(adder);
if (outcome !== 'proven') throw new Error(outcome);

const sums = new Adder(new NodeEngine(fixed), adder);
sums.end(Uint8Array.of(RESET_BIT | 0b11, 0b00)); // 1 + 1; RESET_BIT says that a number begins
for await (const bits of sums) console.log(bits); // <Buffer 00 01>
