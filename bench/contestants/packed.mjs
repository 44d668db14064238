// The proven automaton over packed bits.
import { adder, minimalAutomaton, PackedAutomaton, packSteps } from '../../dist/src/index.js';
import { serve } from '../serve.mjs';
import { digest, PIECE, provenAdder, stream } from '../streams.mjs';
import { version } from '../versions.mjs';

/** Pieces in one call: planes of two megabytes. */
const PIECES = 16;

await serve(async () => {
  const { proof } = await provenAdder();
  const planes = packSteps(stream().steps, 2).map((plane) => Buffer.concat(Array(PIECES).fill(plane)));
  return {
    versions: { carrybit: version(), node: process.versions.node },
    start(count, wanted) {
      const calls = Math.ceil(count / (PIECE * PIECES));
      const packed = new PackedAutomaton(minimalAutomaton(adder, proof));
      return () => {
        let sum;
        for (let call = 0; call < calls; call++) [sum] = packed.run(planes, PIECE * PIECES);
        return { done: calls * PIECE * PIECES, check: wanted ? digest(sum) : undefined };
      };
    },
  };
});
