// What a processor does without any network: JavaScript adds two whole numbers as long as the automaton's planes.
import { packSteps } from '../../dist/src/index.js';
import { serve } from '../serve.mjs';
import { digest, PIECE, stream } from '../streams.mjs';

const PIECES = 16;

await serve(() => {
  const planes = packSteps(stream().steps, 2).map((plane) => Buffer.concat(Array(PIECES).fill(plane)));
  const [a, b] = planes.map((plane) => BigInt(`0x${plane.reverse().toString('hex')}`));
  return {
    versions: { node: process.versions.node },
    start(count, wanted) {
      const calls = Math.ceil(count / (PIECE * PIECES));
      return () => {
        let sum = 0n;
        for (let call = 0; call < calls; call++) sum = a + b;
        return { done: calls * PIECE * PIECES, check: wanted ? firstDigest(sum) : undefined };
      };
    },
  };
});

function firstDigest(sum) {
  const text = BigInt.asUintN(PIECE, sum)
    .toString(16)
    .padStart(PIECE / 4, '0');
  return digest(Buffer.from(text, 'hex').reverse());
}
