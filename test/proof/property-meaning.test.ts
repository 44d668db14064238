import { describe, expect, test } from 'vitest';
import { parseProperties } from '../../src/machine/formats/index.ts';
import { MachineStepper, pack } from '../../src/machine/index.ts';
import { monitor } from './monitor.ts';

/** Whether a monitor calls the last step of a stream bad, and none before it. */
function breaks(line: string, steps: readonly (readonly number[])[]): boolean {
  const stepper = new MachineStepper(monitor(line));
  return steps.map((bits) => stepper.step(pack(bits))).indexOf(1) === steps.length - 1;
}

describe('what a simple property means', () => {
  test.each<[string, number[][], boolean]>([
    [
      'never a b',
      [
        [1, 0],
        [0, 1],
        [1, 1],
      ],
      true,
    ],
    [
      'never a b',
      [
        [1, 0],
        [0, 1],
      ],
      false,
    ],
    [
      'at most one of a b c',
      [
        [1, 0, 0],
        [0, 1, 1],
      ],
      true,
    ],
    [
      'at most one of a b c',
      [
        [1, 0, 0],
        [0, 0, 0],
      ],
      false,
    ],
    [
      'a implies b',
      [
        [0, 1],
        [1, 0],
      ],
      true,
    ],
    [
      'a implies b',
      [
        [0, 1],
        [1, 1],
      ],
      false,
    ],
    // Inputs, then the output.
    [
      'o changes only after 3 equal i',
      [
        [1, 0],
        [1, 0],
        [1, 1],
      ],
      false,
    ],
    [
      'o changes only after 3 equal i',
      [
        [0, 0],
        [1, 0],
        [1, 1],
      ],
      true,
    ],
    [
      'o changes only after 3 equal i',
      [
        [1, 0],
        [1, 0],
        [1, 0],
        [1, 1],
      ],
      false,
    ],
    [
      'b within 2 steps after a',
      [
        [1, 0],
        [0, 0],
        [0, 1],
      ],
      false,
    ],
    [
      'b within 2 steps after a',
      [
        [1, 0],
        [0, 0],
        [0, 0],
      ],
      true,
    ],
    [
      'b within 2 steps after a',
      [
        [1, 1],
        [0, 0],
        [0, 0],
      ],
      false,
    ],
  ])('%s: %j broken: %j', (line, steps, broken) => {
    expect(breaks(line, steps)).toBe(broken);
  });

  test.each([
    ['# nothing', 'expected properties, one a line'],
    ['never a b\nsometimes a', 'line 2: expected a property'],
    ['b within 0 steps after a', 'line 1: expected 1–60 steps, got 0'],
    ['never a a', 'line 1: expected each name once, got "a" twice'],
  ])('%j is refused', (text, message) => {
    expect(() => parseProperties(text)).toThrow(message);
  });
});
