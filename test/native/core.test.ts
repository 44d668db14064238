import { expect, test } from 'vitest';
import { lazily } from '../../src/native/core.ts';
import { moduleCore } from './cores.ts';

test('a core is loaded once, when something of it is first used', () => {
  let loads = 0;
  const core = lazily(() => {
    loads++;
    return moduleCore('exact');
  });
  expect(loads).toBe(0);
  const shape = { inputs: 1, hidden: 2, outputs: 1 };
  const trainer = new core.Trainer(
    shape,
    core.initialParameters(shape, 1, 0),
    { kind: 'sgd', learningRate: 1, momentum: 0 },
    'float64',
  );
  expect(trainer.parameters).toHaveLength(15);
  expect(trainer).toBeInstanceOf(core.Trainer);
  expect(trainer).not.toBeInstanceOf(core.Restarts);
  expect(loads).toBe(1);
});

test('a core that cannot be loaded says so at each use', () => {
  const core = lazily(() => {
    throw new Error('there is none');
  });
  for (let use = 0; use < 2; use++) {
    expect(() => core.initialParameters({ inputs: 1, hidden: 1, outputs: 1 }, 1, 0)).toThrow('there is none');
  }
});
