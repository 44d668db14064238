// carrybit's whole way: draw samples, train, test, quantize, prove.
import { serve } from '../serve.mjs';
import { provenAdder } from '../streams.mjs';
import { version } from '../versions.mjs';

await serve(() => ({
  versions: { carrybit: version(), node: process.versions.node },
  start: (count) => async () => {
    for (let training = 0; training < count; training++) await provenAdder();
  },
}));
