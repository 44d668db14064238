// Counters, codes and registers.
import { machine } from './explore.mjs';

const bitsOf = (value, count) => Array.from({ length: count }, (_, bit) => (value >> bit) & 1);

/** Counts ones; the output says when it wraps. */
const modulo = (n) =>
  machine(`count to ${n}`, ['count'], ['wrap'], 0, (s, x) => {
    const to = (s + x) % n;
    return [to, [x && to === 0]];
  });
/** The same with its count as the output. */
const counted = (n, width) =>
  machine(
    `counter modulo ${n}`,
    ['count'],
    bitsOf(0, width).map((_, b) => `q${b}`),
    0,
    (s, x) => {
      const to = (s + x) % n;
      return [to, bitsOf(to, width)];
    },
  );
const upDown = (n, width) =>
  machine(
    `up-down counter of ${n}`,
    ['up', 'down'],
    bitsOf(0, width).map((_, b) => `q${b}`),
    0,
    (s, up, down) => {
      const to = (s + up - down + n) % n;
      return [to, bitsOf(to, width)];
    },
  );
const saturating = (n) =>
  machine(`saturating counter of ${n}`, ['up', 'down'], ['low', 'high'], 0, (s, up, down) => {
    const to = Math.min(Math.max(s + up - down, 0), n - 1);
    return [to, [to === 0, to === n - 1]];
  });
const loadable = machine('counter with load', ['load', 'd0', 'd1'], ['q0', 'q1'], 0, (s, load, d0, d1) => {
  const to = load ? d0 | (d1 << 1) : (s + 1) % 4;
  return [to, bitsOf(to, 2)];
});
const gray = (width) =>
  machine(
    `gray counter of ${width} bits`,
    ['enable'],
    bitsOf(0, width).map((_, b) => `g${b}`),
    0,
    (s, enable) => {
      const to = (s + enable) % (1 << width);
      return [to, bitsOf(to ^ (to >> 1), width)];
    },
  );
const johnson = (width) =>
  machine(
    `johnson counter of ${width}`,
    ['enable'],
    bitsOf(0, width).map((_, b) => `q${b}`),
    0,
    (s, enable) => {
      const to = enable ? ((s << 1) & ((1 << width) - 1)) | (1 - (s >> (width - 1))) : s;
      return [to, bitsOf(to, width)];
    },
  );
const shift = (width) =>
  machine(`shift register of ${width}`, ['in'], ['out'], 0, (s, x) => [
    ((s << 1) | x) & ((1 << width) - 1),
    [s >> (width - 1)],
  ]);
const lfsr = machine('feedback shift register of 4', ['enable'], ['out'], 1, (s, enable) => {
  const to = enable ? ((s << 1) & 15) | (((s >> 3) ^ (s >> 2)) & 1) : s;
  return [to, [to & 1]];
});
const delayLine = machine('two bits, one step late', ['a', 'b'], ['x', 'y'], 0, (s, a, b) => [
  a | (b << 1),
  bitsOf(s, 2),
]);
const divider = (n) =>
  machine(`divisible by ${n}, most significant bit first`, ['bit'], ['divisible'], 0, (s, x) => {
    const to = (2 * s + x) % n;
    return [to, [to === 0]];
  });
const serialAdder = machine('serial adder', ['a', 'b'], ['sum'], 0, (c, a, b) => [
  (a + b + c) >> 1,
  [(a + b + c) & 1],
]);
const threeAdder = machine('serial adder of three', ['a', 'b', 'c'], ['sum'], 0, (carry, a, b, c) => {
  const total = a + b + c + carry;
  return [total >> 1, [total & 1]];
});
const comparator = machine('serial comparator', ['a', 'b'], ['less', 'greater'], 0, (s, a, b) => {
  const to = a === b ? s : a ? 2 : 1;
  return [to, [to === 1, to === 2]];
});
const negate = machine('serial negation', ['bit'], ['out'], 0, (s, x) => [s | x, [s ? 1 - x : x]]);
const timesThree = machine('serial times three', ['bit'], ['out'], 0, (c, x) => {
  const total = 3 * x + c;
  return [total >> 1, [total & 1]];
});
const timesFive = machine('serial times five', ['bit'], ['out'], 0, (c, x) => {
  const total = 5 * x + c;
  return [total >> 1, [total & 1]];
});

export const counters = [
  ...[2, 3, 5, 7, 8, 10, 12, 16].map(modulo),
  counted(6, 3),
  counted(10, 4),
  upDown(4, 2),
  upDown(6, 3),
  upDown(8, 3),
  saturating(4),
  saturating(8),
  loadable,
  gray(2),
  gray(3),
  gray(4),
  johnson(3),
  johnson(5),
  shift(2),
  shift(3),
  shift(4),
  lfsr,
  delayLine,
  divider(3),
  divider(5),
  divider(7),
  divider(11),
  serialAdder,
  threeAdder,
  comparator,
  negate,
  timesThree,
  timesFive,
];
