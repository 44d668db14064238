// The fixed-point cell in JavaScript, a byte a step.
import { FixedCell, packSteps } from '../../dist/src/index.js';
import { serve } from '../serve.mjs';
import { CHUNK, digest, provenAdder, stream } from '../streams.mjs';
import { version } from '../versions.mjs';

await serve(async () => {
  const { fixed } = await provenAdder();
  const { steps } = stream();
  const outputs = new Uint8Array(CHUNK);
  return {
    versions: { carrybit: version(), node: process.versions.node },
    start(count, wanted) {
      const chunks = Math.ceil(count / CHUNK);
      const cell = new FixedCell(fixed);
      return () => {
        for (let chunk = 0; chunk < chunks; chunk++) cell.run(steps, outputs);
        return { done: chunks * CHUNK, check: wanted ? digest(packSteps(outputs, 1)[0]) : undefined };
      };
    },
  };
});
