// What a processor does without any network: JavaScript adds two whole numbers as long as the automaton's planes.
import { packSteps } from '../../dist/src/index.js';
import { serve } from '../serve.mjs';
import { CHUNK, digest, stream } from '../streams.mjs';

const CHUNKS = 16;

await serve(() => {
  const planes = packSteps(stream().steps, 2).map((plane) => Buffer.concat(Array(CHUNKS).fill(plane)));
  const [a, b] = planes.map((plane) => BigInt(`0x${plane.reverse().toString('hex')}`));
  return {
    versions: { node: process.versions.node },
    start(count, wanted) {
      const calls = Math.ceil(count / (CHUNK * CHUNKS));
      return () => {
        let sum = 0n;
        for (let call = 0; call < calls; call++) sum = a + b;
        return { done: calls * CHUNK * CHUNKS, check: wanted ? firstDigest(sum) : undefined };
      };
    },
  };
});

function firstDigest(sum) {
  const text = BigInt.asUintN(CHUNK, sum)
    .toString(16)
    .padStart(CHUNK / 4, '0');
  return digest(Buffer.from(text, 'hex').reverse());
}
