import { instance } from '@viz-js/viz';
import { expect, test } from 'vitest';
import { automatonDot, minimalAutomaton } from '../../src/index.ts';
import { proven } from '../fixed/networks.ts';

test.each(['adder', 'subtractor', 'comparator', 'parity'])(
  'the %s remembers one bit: two classes are left',
  async (name) => {
    const { fixed, task, proof } = await proven(name, 4);
    const automaton = minimalAutomaton(fixed, task, proof);
    expect(automaton.classes.map(({ labels }) => labels.join()).sort()).toEqual([...task.states].sort());
    expect(automaton.classes.reduce((sum, { states }) => sum + states, 0)).toBe(proof.states);
    // Each class behaves as the task's state of its name.
    automaton.classes.forEach(({ labels, edges }) => {
      const state = task.states.indexOf(labels[0] ?? '');
      edges.forEach(({ to, outputs }, inputs) => {
        const step = task.step(
          state,
          task.inputs.map((_, bit) => (inputs >> bit) & 1),
        );
        expect(automaton.classes[to]?.labels).toEqual([task.states[step.state]]);
        expect(outputs).toBe(step.outputs[0]);
      });
    });
    expect(automaton.classes[automaton.initial]?.labels).toEqual([task.states[task.initial]]);
  },
);

test('it tells the class of every reachable state, and of no other', async () => {
  const { fixed, task, proof } = await proven();
  const { classes, classOf } = minimalAutomaton(fixed, task, proof);
  const { taskStates, networkStates } = proof.reachable;
  const reachable = new Set<string>();
  taskStates.forEach((taskState, pair) => {
    const state = networkStates.slice(pair * fixed.hidden, (pair + 1) * fixed.hidden);
    reachable.add(state.join());
    expect(classes[classOf(Int32Array.from(state)) ?? -1]?.labels).toContain(task.states[taskState]);
  });
  for (let value = -128; value < 128; value++)
    if (!reachable.has([value, value, value].join())) expect(classOf([value, value, value])).toBeUndefined();
});

test('its DOT is drawn by Graphviz with every class and edge labelled', async () => {
  const { fixed, task, proof } = await proven('adder', 1);
  const dot = automatonDot(minimalAutomaton(fixed, task, proof));
  const svg = (await instance()).renderString(dot, { format: 'svg' });
  for (const text of ['carry 0', 'carry 1', '11 / 0', '00 / 1']) {
    expect(dot).toContain(text);
    expect(svg.replaceAll('&#45;', '-')).toContain(text);
  }
});
