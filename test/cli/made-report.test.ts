import { expect, test } from 'vitest';
import { madeLines, progressLine, proofOf } from '../../src/cli/made-report.ts';
import { learn } from '../../src/learn.ts';
import { parity } from '../../src/tasks/index.ts';

const progress = { start: { stage: 1, size: 4, start: 2 }, tried: 27, updates: 9000, bestBits: 0 };

test.each([
  [progress, 284, '27 starts; stage 1, 4 units: constructed 284 bits, proven; none learned yet'],
  [
    { ...progress, tried: 1, bestBits: 145 },
    284,
    '1 start; stage 1, 4 units: constructed 284 bits, proven; learned 145 bits, proven',
  ],
  [progress, null, '27 starts; stage 1, 4 units: no construction; none learned yet'],
])('how far a search has come', (each, constructedBits, line) => {
  expect(progressLine(each, constructedBits)).toBe(line);
});

test('a learned network that is larger is named beside the constructed one', async () => {
  const learned = await learn(parity);
  if (learned.kind !== 'learned') throw new Error(learned.kind);
  const constructed = await learn(parity, {}, { signal: AbortSignal.abort() });
  if (constructed.kind !== 'constructed') throw new Error(constructed.kind);
  const made = { ...constructed, larger: learned };
  const [first] = madeLines(parity, made, proofOf(made, parity), { network: 'n', certificate: 'c' }).split(
    '\n',
  );
  const { size, start, stage } = learned.from;
  expect(first).toBe(
    `Constructed: ${constructed.fixed.hidden} units. A network was learned and proven, too ` +
      `(${learned.fixed.hidden} units, start ${start} of those with ${size}, stage ${stage}), but it is larger.`,
  );
});
