import { parse } from 'csv-parse/sync';
import { describe, expect, test } from 'vitest';
import { censusCsv, smallestCsv } from '../src/report-csv.ts';
import { reportHtml } from '../src/report-html.ts';
import { rowsOf, startsNeeded } from '../src/report-rows.ts';
import { Sweep } from '../src/sweep.ts';
import type { Outcome, Unit } from '../src/unit.ts';
import { censusCell, smallestCell } from './cells.ts';

/** 100 starts of a machine of this name, a quarter of them proven; and a search that finds 7 bits. */
function finished(name: string): Sweep {
  const cell = censusCell(100);
  const training = { ...cell.training, optimizer: { ...cell.training.optimizer, learningRate: 0.5 } };
  const cells = [
    { ...cell, task: { ...cell.task, name }, training },
    { ...smallestCell(8), minBits: 7 },
  ];
  const sweep = new Sweep(cells, undefined, () => {});
  const take = (unit: Unit | undefined, value: object) =>
    sweep.take(unit as Unit, { value, elapsed_ms: 1, worker: 'here' } as Outcome);
  take(sweep.next(), {
    learned: 30,
    proven: 22,
    notQuantizable: 1,
    undecided: 0,
    disproved: { 3: 7 },
    pursued: { networks: 8, rounded: 2, tuned: 1 },
  });
  take(sweep.next(), { network: { hidden: 1 }, examined: [{ bits: 7, outcome: 'found' }] });
  return sweep;
}

describe('the report', () => {
  test('has a row for each combination', () => {
    const { census, smallest } = rowsOf(finished('adder'));
    expect(census).toEqual([
      {
        machine: 'adder',
        hidden: 3,
        widths: '8/8/8',
        optimizer: 'rmsprop, learningRate 0.5',
        seed: 1,
        bits: 2248,
        starts: 100,
        learned: 30,
        proven: 25,
        firstRounding: 22,
        shareProven: 0.25,
        startsNeeded: 17,
      },
    ]);
    expect(smallest).toEqual([{ machine: 'parity', tables: 'any', bits: 7, lowerBound: 7 }]);
  });

  test.each([
    [0, undefined],
    [1, 1],
    [0.5, 7],
    [0.995, 1],
    [1e-9, 4605170184],
  ])('of a share of %f it takes %s starts to have a proven one in 99 of 100 cases', (share, due) => {
    expect(startsNeeded(share)).toBe(due);
  });

  test('as CSV is what spreadsheets read, and no formula', () => {
    const { census, smallest } = rowsOf(finished('=1+1,"x"'));
    const [row] = parse(censusCsv(census), { columns: true }) as Record<string, string>[];
    expect(row).toMatchObject({
      machine: `'=1+1,"x"`,
      proven: '25',
      shareProven: '0.25',
      startsNeeded: '17',
    });
    expect(parse(smallestCsv(smallest), { columns: true })).toEqual([
      { machine: 'parity', tables: 'any', bits: '7', lowerBound: '7' },
    ]);
  });

  test('as HTML has three plots and both tables, runs nothing, and takes names as text', () => {
    const html = reportHtml(rowsOf(finished('<script>alert(1)</script>')), 'plan & more');
    expect(html.match(/<svg /g)).toHaveLength(3);
    expect(html.match(/<table>/g)).toHaveLength(2);
    expect(html).not.toMatch(/<script|https?:\/\/(?!www\.w3\.org)/);
    expect(html).toContain('&lt;script&gt;alert(1)');
    expect(html).toContain('<h1>plan &amp; more</h1>');
  });
});
