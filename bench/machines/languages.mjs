// Detectors of words and acceptors of languages; outputs speak of the stream so far, the step included.
import { machine } from './explore.mjs';

/** Says when the last bits were these. */
const detector = (word, overlapping = true) =>
  machine(`detect ${word}${overlapping ? '' : ' without overlap'}`, ['bit'], ['found'], '', (s, x) => {
    const seen = s + x;
    if (seen.endsWith(word)) return [overlapping ? longest(seen.slice(1), word) : '', [1]];
    return [longest(seen, word), [0]];
  });

/** The longest end of `seen` that `word` begins with. */
function longest(seen, word) {
  for (let from = 0; from < seen.length; from++) {
    const end = seen.slice(from);
    if (end.length < word.length && word.startsWith(end)) return end;
  }
  return '';
}

const either = machine('detect 1101 or 0110', ['bit'], ['first', 'second'], '', (s, x) => {
  const seen = (s + x).slice(-4);
  return [seen.slice(-3), [seen === '1101', seen === '0110']];
});

const acceptor = (name, initial, step, accepts) =>
  machine(name, ['bit'], ['accepted'], initial, (s, x) => {
    const to = step(s, x);
    return [to, [accepts(to)]];
  });

// Tomita's seven grammars (1982).
const tomita = [
  acceptor(
    'tomita 1: ones only',
    1,
    (s, x) => s & x,
    (s) => s === 1,
  ),
  acceptor(
    'tomita 2: (10)*',
    0,
    (s, x) => (s === 0 && x ? 1 : s === 1 && !x ? 0 : 2),
    (s) => s === 0,
  ),
  // No odd run of ones is followed, at once, by an odd run of zeros.
  acceptor(
    'tomita 3: no odd zeros after odd ones',
    0,
    (s, x) => (x ? [1, 0, 4, 1, 4][s] : [0, 2, 3, 2, 4][s]),
    (s) => s !== 2 && s !== 4,
  ),
  acceptor(
    'tomita 4: no three zeros',
    0,
    (s, x) => (s === 3 ? 3 : x ? 0 : s + 1),
    (s) => s < 3,
  ),
  acceptor(
    'tomita 5: even zeros and even ones',
    0,
    (s, x) => s ^ (x ? 2 : 1),
    (s) => s === 0,
  ),
  acceptor(
    'tomita 6: ones less zeros a multiple of three',
    0,
    (s, x) => (s + (x ? 1 : 2)) % 3,
    (s) => s === 0,
  ),
  acceptor(
    'tomita 7: 0*1*0*1*',
    0,
    (s, x) => (s === 4 ? 4 : s % 2 === x ? s : s + 1),
    (s) => s < 4,
  ),
];

const runs = (length) =>
  machine(`${length} equal bits in a row`, ['bit'], ['found'], [2, 0], ([last, count], x) => {
    const to = x === last ? Math.min(count + 1, length) : 1;
    return [[x, to], [to === length]];
  });
const balanced = (depth) =>
  machine(`brackets to depth ${depth}`, ['open', 'close'], ['balanced', 'error'], 0, (s, open, close) => {
    if (open && close) return undefined;
    const to = s < 0 ? -1 : s + open - close;
    const kept = to > depth ? -1 : to;
    return [kept, [kept === 0, kept < 0]];
  });
const majority = machine('majority of the last three', ['bit'], ['majority'], [0, 0], ([a, b], x) => [
  [b, x],
  [a + b + x > 1],
]);
const blocks = machine('odd parity of blocks of three', ['bit'], ['odd'], [0, 0], ([count, parity], x) =>
  count === 2 ? [[0, 0], [parity ^ x]] : [[count + 1, parity ^ x], [undefined]],
);
const twoSame = machine('the same bit as two steps ago', ['bit'], ['same'], [0, 0], ([a, b], x) => [
  [b, x],
  [a === x],
]);
const evenThenOdd = acceptor(
  'ones even and zeros a multiple of three',
  [0, 0],
  ([ones, zeros], x) => [ones ^ x, (zeros + 1 - x) % 3],
  ([ones, zeros]) => !ones && !zeros,
);

export const languages = [
  detector('11'),
  detector('101'),
  detector('1011'),
  detector('1101', false),
  detector('10010'),
  detector('0110110'),
  detector('111'),
  either,
  ...tomita,
  runs(3),
  runs(4),
  balanced(3),
  balanced(6),
  majority,
  blocks,
  twoSame,
  evenThenOdd,
];
