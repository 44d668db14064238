import { instance } from '@viz-js/viz';
import { describe, expect, test } from 'vitest';
import { drawingDot, type MachineInput } from '../../src/machine/index.ts';
import { checkTask } from '../../src/tasks/index.ts';
import { machineDrawing } from '../../src/view/machine-lines.ts';

/** A ring of states: on 10 one on, on 01 one back, on 11 to the first; a step that stays has no edge. */
function ring(size: number, name: (state: number) => string = (state) => `place ${state}`): MachineInput {
  const steps = Array.from({ length: 4 * size }, (_, at) => {
    const [state, word] = [at >> 2, at & 3];
    return [state, (state + 1) % size, (state + size - 1) % size, 0][word] as number;
  });
  return {
    ...{ name: 'ring', inputs: ['a', 'b'], outputs: ['q'], initial: 0 },
    states: Array.from({ length: size }, (_, state) => name(state)),
    next: steps,
    output: steps.map((_, at) => (at === 4 * size - 3 ? 1 : 0)),
  };
}

async function drawn(machine: MachineInput) {
  const dot = machineDrawing(checkTask(machine));
  const svg = (await instance()).renderString(dot, { format: 'svg' });
  const [, width, height] = /width="(\d+)pt" height="(\d+)pt"/.exec(svg)?.map(Number) ?? [];
  const texts = [...svg.matchAll(/<text[^>]*>([^<]*)</g)].map(([, text = '']) =>
    text.replaceAll('&#45;', '-').replaceAll('&gt;', '>').replaceAll('&lt;', '<'),
  );
  return { dot, svg, texts, width: width as number, height: height as number };
}

describe('a drawing', () => {
  test('of few states has a label at each edge', async () => {
    const { texts, svg } = await drawn(ring(4));
    expect(texts).toContain('10 / 0');
    expect(svg).toContain('<ellipse');
    expect(texts.join()).not.toContain('→');
  });

  test('of 64 states fits a sheet, and each state lists its own steps', async () => {
    const { texts, width, height, svg } = await drawn(ring(64));
    expect(Math.max(width, height)).toBeLessThan(1600);
    for (const line of ['00 / 0 → place 7', '10 / 0 → place 8', '01 / 0 → place 6', '11 / 0 → place 0'])
      expect(texts).toContain(line);
    expect(texts).toContain('10 / 1 → place 0');
    // The letters keep their size, and what stays is in the list only.
    expect(svg).toMatch(/font-size="11.00"[^>]*>10 \/ 1 → place 0</);
    const edges = [...svg.matchAll(/<title>(\d+)&#45;&gt;(\d+)</g)].map(([, from, to]) => from !== to);
    expect([edges.length > 128, edges.every(Boolean)]).toEqual([true, true]);
  });

  test('shows any name as it is, a long one cut where a step leads', async () => {
    const names = ['{a|b}', '<x>', 'back\\slash', '"q"', 'n'.repeat(64)];
    const { texts } = await drawn(ring(30, (state) => names[state] ?? `s${state}`));
    for (const name of names) expect(texts.map((text) => text.replaceAll('&quot;', '"'))).toContain(name);
    expect(texts).toContain('10 / 0 → <x>');
    expect(texts).toContain(`10 / 0 → ${'n'.repeat(23)}…`);
  });

  test('of a state with many steps says how many it leaves out', () => {
    const names = Array.from({ length: 30 }, (_, state) => `s${state}`);
    const dot = drawingDot({
      title: 'wide',
      named: { inputs: ['a', 'b', 'c', 'd', 'e'], outputs: ['q'] },
      initial: 0,
      states: names,
      edges: names.map((_, to) => ({ from: 0, to, steps: [{ word: to, output: 0 }] })),
    });
    expect(dot).toContain('… 15 more\\l');
  });
});
