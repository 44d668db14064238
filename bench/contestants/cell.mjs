// The fixed-point cell in JavaScript, a byte a step.
import { FixedCell, packSteps } from '../../dist/src/index.js';
import { serve } from '../serve.mjs';
import { digest, PIECE, provenAdder, stream } from '../streams.mjs';
import { version } from '../versions.mjs';

await serve(async () => {
  const { fixed } = await provenAdder();
  const { steps } = stream();
  const outputs = new Uint8Array(PIECE);
  return {
    versions: { carrybit: version(), node: process.versions.node },
    start(count, wanted) {
      const pieces = Math.ceil(count / PIECE);
      const cell = new FixedCell(fixed);
      return () => {
        for (let piece = 0; piece < pieces; piece++) cell.run(steps, outputs);
        return { done: pieces * PIECE, check: wanted ? digest(packSteps(outputs, 1)[0]) : undefined };
      };
    },
  };
});
