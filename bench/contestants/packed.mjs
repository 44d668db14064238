// The proven automaton over packed bits.
import { adder, minimalAutomaton, PackedAutomaton, packSteps } from '../../dist/src/index.js';
import { serve } from '../serve.mjs';
import { CHUNK, digest, provenAdder, stream } from '../streams.mjs';
import { version } from '../versions.mjs';

/** Pieces in one call: planes of two megabytes. */
const CHUNKS = 16;

await serve(async () => {
  const { proof } = await provenAdder();
  const planes = packSteps(stream().steps, 2).map((plane) => Buffer.concat(Array(CHUNKS).fill(plane)));
  return {
    versions: { carrybit: version(), node: process.versions.node },
    start(count, wanted) {
      const calls = Math.ceil(count / (CHUNK * CHUNKS));
      const packed = new PackedAutomaton(minimalAutomaton(adder, proof));
      return () => {
        let sum;
        for (let call = 0; call < calls; call++) [sum] = packed.run(planes, CHUNK * CHUNKS);
        return { done: calls * CHUNK * CHUNKS, check: wanted ? digest(sum) : undefined };
      };
    },
  };
});
