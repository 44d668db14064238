import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Intervals } from '../src/intervals.ts';

const interval = fc
  .tuple(fc.nat(60), fc.integer({ min: 1, max: 12 }))
  .map(([from, size]) => [from, from + size] as const);

test('a set of intervals takes each number once, whatever comes in which order', () => {
  fc.assert(
    fc.property(fc.array(interval, { maxLength: 30 }), (added) => {
      const set = new Intervals();
      const numbers = new Set<number>();
      for (const [from, to] of added) {
        const all = Array.from({ length: to - from }, (_, index) => from + index);
        const free = all.every((number) => !numbers.has(number));
        expect(set.add(from, to)).toBe(free);
        if (free) for (const number of all) numbers.add(number);
      }
      expect(set.size).toBe(numbers.size);
      const listed = set.intervals.flatMap(([from, to]) =>
        Array.from({ length: to - from }, (_, index) => from + index),
      );
      expect(listed).toEqual([...numbers].sort((a, b) => a - b));
      // Neighbours are one interval.
      expect(set.intervals.every(([, to], index) => to < (set.intervals[index + 1]?.[0] ?? Infinity))).toBe(
        true,
      );
    }),
  );
});

test('a gap is the first run of numbers that are not there', () => {
  const set = new Intervals([
    [0, 4],
    [6, 8],
  ]);
  expect([set.gap(0, 20), set.gap(5, 20), set.gap(7, 20), set.gap(0, 5), set.gap(0, 4)]).toEqual([
    [4, 6],
    [5, 6],
    [8, 20],
    [4, 5],
    undefined,
  ]);
});
