import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Cell } from '../src/cells.ts';
import { resultOf, Sweep, type TallyState } from '../src/sweep.ts';
import type { Outcome, Unit } from '../src/unit.ts';
import { censusCell, smallestCell } from './cells.ts';

const cells: Cell[] = [censusCell(3000), smallestCell(12), censusCell(100)];

/** What a unit comes to, made up of its own numbers: the same whoever does it. */
function outcomeOf(unit: Unit): Outcome {
  const rest = { elapsed_ms: 1500, worker: 'here' };
  if (unit.kind === 'smallest') {
    const found = unit.bits >= 9;
    const space = { bits: unit.bits, outcome: found ? 'found' : 'none' };
    return { ...rest, value: { network: found ? { bits: unit.bits } : null, examined: [space as never] } };
  }
  const learned = unit.first % 7;
  const disproved = learned === 0 ? {} : { [1 + (unit.first % 5)]: learned };
  const pursued = { networks: learned, rounded: learned % 3, tuned: learned % 2 };
  return { ...rest, value: { learned, proven: 0, notQuantizable: 0, undecided: 0, disproved, pursued } };
}

/** Works off with several under way; each choice says which of them ends next. */
function workOff(choices: readonly number[], states?: readonly TallyState[]): Sweep {
  const sweep = new Sweep(cells, states, () => {});
  const underWay: Unit[] = [];
  const ended: Unit[] = [];
  for (let turn = 0; ; turn++) {
    for (let unit = sweep.next(); unit !== undefined; unit = sweep.next()) underWay.push(unit);
    if (underWay.length === 0) return sweep;
    const choice = choices[turn % choices.length] ?? 0;
    const [unit] = underWay.splice(choice % underWay.length, 1);
    if (unit === undefined) continue;
    sweep.take(unit, outcomeOf(unit));
    ended.push(unit);
    // A job that was done twice.
    const again = ended[choice % ended.length];
    if (again !== undefined) sweep.take(again, outcomeOf(again));
  }
}

const text = (sweep: Sweep) => JSON.stringify(resultOf(sweep, '1.0.0'));

describe('a sweep', () => {
  test('comes to the same bytes in any order, with jobs that are done twice', () => {
    const due = text(workOff([0]));
    fc.assert(
      fc.property(fc.array(fc.nat(), { minLength: 1 }), (choices) => {
        const sweep = workOff(choices);
        expect(sweep.complete).toBe(true);
        expect(text(sweep)).toBe(due);
      }),
    );
  });

  test('goes on from what was kept, at any moment', () => {
    const due = text(workOff([0]));
    fc.assert(
      fc.property(fc.nat(14), fc.array(fc.nat(), { minLength: 1 }), (turns, choices) => {
        const first = new Sweep(cells, undefined, () => {});
        for (let turn = 0; turn < turns; turn++) {
          // Some that were handed out never come back.
          const units = [first.next(), first.next()];
          const unit = units[(choices[turn % choices.length] ?? 0) % 2];
          if (unit !== undefined) first.take(unit, outcomeOf(unit));
        }
        const kept = JSON.parse(JSON.stringify(first.states()));
        expect(text(workOff(choices, kept))).toBe(due);
      }),
    );
  });

  test('a start is counted once, and all of them are', () => {
    const { tallies } = workOff([3, 1, 2]);
    expect(tallies.map(({ done }) => done)).toEqual([3000, 9, 100]);
  });

  test('tells whoever follows of each unit once', () => {
    const taken: Unit[] = [];
    const sweep = new Sweep([censusCell(100)], undefined, (unit) => taken.push(unit));
    const unit = sweep.next() as Unit;
    for (let time = 0; time < 3; time++) sweep.take(unit, outcomeOf(unit));
    expect([taken, sweep.next(), sweep.complete]).toEqual([[unit], undefined, true]);
  });

  test('jobs take about as long as is wanted, by what the first one took', () => {
    const sweep = new Sweep([censusCell(10_000)], undefined, () => {});
    const first = sweep.next() as Unit;
    expect(sweep.next()).toBeUndefined();
    sweep.take(first, { ...outcomeOf(first), elapsed_ms: 750 });
    expect(sweep.next()).toMatchObject({ first: 256, starts: 1024 });
  });
});
