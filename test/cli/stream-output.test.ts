import { afterEach, expect, test, vi } from 'vitest';
import { LiveOutput } from '../../src/cli/stream-live.ts';
import { outputFor } from '../../src/cli/stream-output.ts';
import { adder } from '../../src/tasks/index.ts';
import { proven } from '../fixed/networks.ts';

afterEach(() => vi.unstubAllGlobals());

test.each([
  [true, 24, true],
  [true, 0, false],
  [false, undefined, false],
])('on a terminal (%s) of %s rows the live view is drawn: %s', async (isTTY, rows, isLive) => {
  const { fixed } = await proven();
  const stdout = Object.assign(Object.create(process.stdout), { isTTY, rows });
  vi.stubGlobal('process', Object.create(process, { stdout: { value: stdout } }));
  const output = await outputFor({ task: adder, network: fixed, name: 'Node cell' }, {});
  expect(output instanceof LiveOutput).toBe(isLive);
});
