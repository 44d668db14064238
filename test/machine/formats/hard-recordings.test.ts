import { describe, expect, test } from 'vitest';
import { parseRecordings } from '../../../src/machine/formats/index.ts';
import { likely } from '../../../src/machine/formats/likely.ts';
import { flat } from '../../../src/machine/formats/wrong-bits.ts';
import { draws } from '../../draws.ts';

/** Recordings of a counter whose 1s are counted, and which says so at every `period`th. */
function counted(period: number, steps: number): string {
  const draw = draws(5);
  let count = 0;
  const lines = Array.from({ length: steps }, () => {
    const up = (draw() >> 5) & 1;
    count = (count + up) % period;
    return `${up},${up === 1 && count === 0 ? 1 : 0}`;
  });
  return ['up,full', ...lines].join('\n');
}

describe('recordings of a machine that mostly waits', () => {
  test.each([16, 24, 40])(
    'a counter of %i states is found, and which input is taken to do nothing',
    (period) => {
      const { machine, notes } = parseRecordings(counted(period, 4000), 'counter');
      expect(machine.states).toHaveLength(period);
      expect(notes).toContain(
        'Inputs that are taken to change no state, because nothing recorded says otherwise: 0.',
      );
    },
  );

  test('an up-down counter of 8 states is found in sequences of 100 steps', () => {
    const draw = draws(9);
    const sequences = Array.from({ length: 50 }, () => {
      let at = 0;
      return Array.from({ length: 100 }, () => {
        const [up, down] = [(draw() >> 5) & 1, (draw() >> 7) & 1];
        const next = at + up - down;
        at = (next + 8) % 8;
        return `${up},${down},${next === at ? 0 : 1}`;
      }).join('\n');
    });
    const { machine } = parseRecordings(['up,down,wrap', sequences.join('\n\n')].join('\n'), 'up-down');
    expect(machine.states).toHaveLength(8);
  });
});

describe('likely', () => {
  /** Fifty recordings of a machine with random steps, some outputs of which are wrong. */
  function recordings(states: number, words: number, wrongOfThousand: number) {
    const draw = draws(7);
    const below = (limit: number) => (draw() >> 3) % limit;
    const size = states * words;
    const next = Array.from({ length: size }, () => below(states));
    const output = Array.from({ length: size }, () => below(2));
    let wrong = 0;
    const sequences = Array.from({ length: 50 }, () => {
      let state = 0;
      return Array.from({ length: 100 }, (_, line) => {
        const word = below(words);
        const entry = state * words + word;
        state = next[entry] as number;
        const isWrong = below(1000) < wrongOfThousand ? 1 : 0;
        wrong += isWrong;
        return { word, output: (output[entry] as number) ^ isWrong, care: 1, line };
      });
    });
    const indices = new Map(Array.from({ length: words }, (_, word) => [word, word]));
    return { all: flat(sequences, indices), wrong };
  }

  test('finds a machine of 10 states with 8 inputs that does all that was recorded', () => {
    const { all } = recordings(10, 8, 0);
    expect([...likely(all, 8, 1, new Uint8Array(8))].at(-1)?.errors).toBe(0);
  });

  test('finds a machine of 12 states that does all but the wrong bits', () => {
    const { all, wrong } = recordings(12, 4, 10);
    const found = Math.min(...[...likely(all, 4, 1, new Uint8Array(4))].map(({ errors }) => errors));
    expect(wrong).toBeGreaterThan(30);
    expect(found).toBeLessThanOrEqual(wrong);
  });

  test('finds the same each time', () => {
    const { all } = recordings(6, 2, 10);
    expect([...likely(all, 2, 1, new Uint8Array(2))]).toEqual([...likely(all, 2, 1, new Uint8Array(2))]);
  });
});
