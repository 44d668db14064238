import { adder, BYTE_WIDTHS, census, parity, smallest } from 'carrybit';
import { completeTraining } from 'carrybit/sweep-parts';
import { expect, test } from 'vitest';
import { runHere } from '../src/run-here.ts';
import { runUnit } from '../src/run-unit.ts';
import { resultOf, Sweep } from '../src/sweep.ts';
import { checkOutcome, checkUnit, type Unit } from '../src/unit.ts';
import { censusCell, smallestCell } from './cells.ts';

const never = new AbortController().signal;

test('a sweep counts what a census counts, and finds what a search finds', async () => {
  const sweep = new Sweep([censusCell(700), smallestCell(20)], undefined, () => {});
  await runHere(sweep, 'here', never);
  let due: object = {};
  for await (due of census(adder, completeTraining({ maxStarts: 700 }), undefined, {}, BYTE_WIDTHS));
  const found = await smallest(parity, 'any', { minBits: 1, maxBits: 20 });
  const { cells } = resultOf(sweep, '1.0.0') as { cells: object[] };
  expect(cells[0]).toMatchObject({ machine: 'adder', ...due });
  expect(cells[1]).toMatchObject({ machine: 'parity', network: found.network, examined: found.examined });
});

test('a unit that is told to end gives nothing', async () => {
  const ended = AbortSignal.abort();
  const unit = new Sweep([censusCell(300)], undefined, () => {}).next() as Unit;
  expect(await runUnit(unit, 'here', ended)).toBeUndefined();
});

test('a unit and its outcome travel as JSON', async () => {
  const unit = new Sweep([censusCell(64)], undefined, () => {}).next() as Unit;
  const travelled = checkUnit(JSON.parse(JSON.stringify(unit)));
  expect(travelled).toEqual(unit);
  const outcome = await runUnit(travelled, 'here', never);
  expect(checkOutcome(unit, JSON.parse(JSON.stringify(outcome)))).toEqual(outcome);
});

test.each([
  ['more learned than were started', { learned: 65, proven: 65 }],
  ['some were not judged', { learned: 5, proven: 4 }],
  [
    'more were pursued than there are',
    { learned: 1, proven: 1, pursued: { networks: 1, rounded: 1, tuned: 0 } },
  ],
  ['a count below nothing', { learned: 0, proven: -1, undecided: 1 }],
])('an outcome that cannot be is refused: %s', (_, counts: object) => {
  const unit = new Sweep([censusCell(64)], undefined, () => {}).next() as Unit;
  const value = {
    notQuantizable: 0,
    undecided: 0,
    disproved: {},
    pursued: { networks: 0, rounded: 0, tuned: 0 },
    ...counts,
  };
  expect(() => checkOutcome(unit, { value, elapsed_ms: 1, worker: 'there' })).toThrow();
});

test('what is no unit is refused', () => {
  const unit = new Sweep([censusCell(64)], undefined, () => {}).next();
  expect(() => checkUnit({ ...unit, task: { name: 'x' } })).toThrow('machine');
  expect(() => checkUnit({ ...unit, code: 'process.exit()' })).toThrow('code');
});
