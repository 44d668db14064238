// What the cell replaces: the same network in floating point, step by step in plain JavaScript.
import { packSteps } from '../../dist/src/index.js';
import { serve } from '../serve.mjs';
import { CHUNK, digest, provenAdder, stream } from '../streams.mjs';

await serve(async () => {
  const { float } = await provenAdder();
  const { steps } = stream();
  const outputs = new Uint8Array(CHUNK);
  const { s0, wInput, bInput, wRecurrent, bRecurrent, wOutput, bOutput } = float.parameters;
  const [i00, i01, i02, i10, i11, i12] = wInput;
  const [b0, b1, b2] = bInput.map((bias, unit) => bias + bRecurrent[unit]);
  const [r00, r01, r02, r10, r11, r12, r20, r21, r22] = wRecurrent;
  const [o0, o1, o2] = wOutput;
  const [o] = bOutput;

  function run([t0, t1, t2]) {
    for (let step = 0; step < CHUNK; step++) {
      const a = steps[step] & 1;
      const b = steps[step] >> 1;
      const z0 = b0 + a * i00 + b * i10 + t0 * r00 + t1 * r10 + t2 * r20;
      const z1 = b1 + a * i01 + b * i11 + t0 * r01 + t1 * r11 + t2 * r21;
      const z2 = b2 + a * i02 + b * i12 + t0 * r02 + t1 * r12 + t2 * r22;
      t0 = 1 - 2 / (Math.exp(2 * z0) + 1);
      t1 = 1 - 2 / (Math.exp(2 * z1) + 1);
      t2 = 1 - 2 / (Math.exp(2 * z2) + 1);
      outputs[step] = o + t0 * o0 + t1 * o1 + t2 * o2 >= 0 ? 1 : 0;
    }
    return [t0, t1, t2];
  }

  return {
    versions: { node: process.versions.node },
    start(count, wanted) {
      const chunks = Math.ceil(count / CHUNK);
      return () => {
        let state = [...s0];
        for (let chunk = 0; chunk < chunks; chunk++) state = run(state);
        return { done: chunks * CHUNK, check: wanted ? digest(packSteps(outputs, 1)[0]) : undefined };
      };
    },
  };
});
