import { instance } from '@viz-js/viz';
import { expect, test } from 'vitest';
import { automatonDot, minimalAutomaton } from '../../src/index.ts';
import { pairsOf, proven } from '../fixed/networks.ts';

test.each(['adder', 'subtractor', 'comparator', 'parity'])(
  'the %s remembers one bit: two states are left',
  async (name) => {
    const { task, proof } = await proven(name, 4);
    const automaton = minimalAutomaton(task, proof);
    expect(automaton.states.map(({ labels }) => labels.join()).sort()).toEqual([...task.states].sort());
    expect(automaton.states.reduce((sum, { states }) => sum + states, 0)).toBe(proof.states);
    // Each class behaves as the task's state of its name.
    automaton.states.forEach(({ labels, edges }) => {
      const state = task.states.indexOf(labels[0] ?? '');
      edges.forEach((edge, word) => {
        const index = (state << task.inputs.length) | word;
        expect(automaton.states[edge?.to ?? -1]?.labels).toEqual([task.states[task.next[index] ?? -1]]);
        expect(edge?.outputs).toBe(task.output[index]);
      });
    });
    expect(automaton.states[automaton.initial]?.labels).toEqual([task.states[task.initial]]);
  },
);

test('it tells the class of every reachable state, and of no other', async () => {
  const { task, proof } = await proven();
  const { states, stateOf } = minimalAutomaton(task, proof);
  const reachable = new Set<string>();
  for (const { machine, state } of pairsOf(proof)) {
    reachable.add(state.join());
    expect(states[stateOf(Int32Array.from(state)) ?? -1]?.labels).toContain(task.states[machine]);
  }
  for (let value = -128; value < 128; value++)
    if (!reachable.has([value, value, value].join())) expect(stateOf([value, value, value])).toBeUndefined();
});

test('its DOT is drawn by Graphviz with every class and edge labelled', async () => {
  const { task, proof } = await proven('adder', 1);
  const dot = automatonDot(minimalAutomaton(task, proof));
  const svg = (await instance()).renderString(dot, { format: 'svg' });
  for (const text of ['carry 0', 'carry 1', '11 / 0', '00 / 1']) {
    expect(dot).toContain(text);
    expect(svg.replaceAll('&#45;', '-')).toContain(text);
  }
});
