import { describe, expect, test } from 'vitest';
import { dotText, parseDot } from '../../../src/machine/formats/index.ts';
import { difference, MachineStepper, wordOf, wordText } from '../../../src/machine/index.ts';

/** What a machine answers to symbols, as symbols. */
function streamResults(
  text: string,
  inputs: readonly string[],
  coding: 'binary' | 'one-hot' = 'binary',
): string[] {
  const { machine, symbols } = parseDot(text, 'it', coding);
  const named = { ...machine, symbols };
  const stepper = new MachineStepper(machine);
  return inputs.map((input) => {
    const word = wordOf(named, 'inputs', input);
    if (word === undefined) throw new Error(`no input ${input}`);
    return wordText(named, 'outputs', stepper.step(word), stepper.care);
  });
}

const mealy = `digraph coffee {
  __start0 [label="" shape="none"];
  s1 [label="paid"]; s0 [label="empty"];
  s0 -> s1 [label="coin / beep"];
  s0 -> s0 [label="button/none"];
  s1 -> s1 [label="coin/beep"]; s1 -> s0 [label="button / coffee"];
  __start0 -> s0;
}`;

describe('parseDot', () => {
  test.each(['binary', 'one-hot'] as const)('reads a Mealy machine with %s codes', (coding) => {
    expect(streamResults(mealy, ['button', 'coin', 'coin', 'button'], coding)).toEqual([
      'none',
      'beep',
      'beep',
      'coffee',
    ]);
    const { machine } = parseDot(mealy, 'it', coding);
    expect([machine.name, machine.states, machine.initial]).toEqual(['coffee', ['paid', 'empty'], 1]);
    expect(machine.inputs).toEqual(coding === 'binary' ? ['i0'] : ['coin', 'button']);
  });

  test('codes that no symbol has never come', () => {
    const { machine } = parseDot(mealy, 'it', 'one-hot');
    expect(machine.next).toEqual([-1, 0, 1, -1, -1, 0, 1, -1]);
  });

  test('reads a Moore machine: the output is seen after the step', () => {
    const moore = `digraph { s0 [label="{off|dark}" shape=record]; s1 [label="on|bright" shape=record];
      s0 -> s1 [label=press]; s1 -> s0 [label=press]; s0 -> s0 [label=wait]; s1 -> s1 [label=wait] }`;
    expect(streamResults(moore, ['wait', 'press', 'wait', 'press'])).toEqual([
      'dark',
      'bright',
      'bright',
      'dark',
    ]);
    expect(parseDot(moore, 'it').machine.states).toEqual(['off', 'on']);
  });

  test('reads an acceptor, with the first state as the initial one', () => {
    const tomita1 =
      'digraph { q0 [shape=doublecircle]; q1; q0 -> q0 [label=1]; q0 -> q1 [label=0]; q1 -> q1 [label="0\\n1"] }';
    expect(streamResults(tomita1, ['1', '1', '0', '1'])).toEqual(['1', '1', '0', '0']);
    expect(parseDot(tomita1, 'it').notes).toContain(
      'No initial state is marked (__start0 -> state); "q0", the first one, is taken.',
    );
  });

  test('bits in labels are bits, and - is a don’t-care', () => {
    const { machine, symbols } = parseDot(
      'digraph { a -> a [label="0- / 1-"]; a -> a [label="10 / 00"] }',
      'it',
    );
    expect(symbols).toBeUndefined();
    expect([machine.next, machine.output, machine.care]).toEqual([
      [0, 0, 0, -1],
      [1, 0, 1, 0],
      [1, 3, 1, 0],
    ]);
  });

  test('numbers keep their order, false is 0, a long symbol is cut', () => {
    const text = `digraph { a -> a [label="10/True"]; a -> a [label="2/False"]; a -> a [label="${'x'.repeat(80)}/True"] }`;
    const { symbols } = parseDot(text.replace(/a -> a \[label="x+\/True"\]/, ''), 'it');
    expect(symbols).toEqual({
      inputs: [
        ['2', 0],
        ['10', 1],
      ],
      outputs: [
        ['False', 0],
        ['True', 1],
      ],
    });
    expect(parseDot(text, 'it').symbols?.inputs?.[2]?.[0]).toBe(`${'x'.repeat(56)}…2`);
  });

  test('HTML labels have inputs above the output', () => {
    expect(
      streamResults('digraph { a -> a [label=<hello | bye<br />Alert / closed>] }', ['hello', 'bye']),
    ).toEqual(['Alert / closed', 'Alert / closed']);
  });

  test('symbols survive being written, codes may not', () => {
    const read = parseDot(mealy, 'it', 'one-hot');
    const { text, lost } = dotText(read);
    expect(lost).toEqual([]);
    const again = parseDot(text, 'it', 'one-hot');
    expect(streamResults(text, ['button', 'coin', 'button'])).toEqual(['none', 'beep', 'coffee']);
    expect([again.machine.states, difference(again.machine, again.machine)]).toEqual([
      read.machine.states,
      undefined,
    ]);
  });

  test.each([
    [
      'digraph { a -> b [label="x/1"]; a -> a [label="x/0"] }',
      'line 1: contradicts line 1: "a", input x leads to "b" there and to "a" here',
    ],
    [
      'digraph {\n a -> a [label="x/1"];\n a -> a [label="y"] }',
      'line 3: expected input/output as on line 2, got "y"',
    ],
    [
      'digraph { a -> a [label="x"] }',
      'expected input/output on the edges, name|output in the states, or accepting states',
    ],
    ['digraph { a -> a }', 'expected a label on the edge from "a" to "a"'],
    ['digraph {\n a -> \n}', 'line 3: expected DOT, cannot go on at column 1 of "}"'],
    ['graph { a -- a }', 'expected a digraph, got an undirected graph'],
    ['digraph { }', 'expected states and edges between them, got none'],
    [
      'digraph { s -> a; t -> b; a -> b [label="x/1"] ; b -> a [label="x/1"] }',
      'expected one initial state, got "a", "b"',
    ],
    [
      `digraph {\n${Array.from({ length: 300 }, (_, at) => ` s${at} -> s${at + 1} [label="x/1"];`).join('\n')}\n}`,
      'line 259: expected at most 256 states',
    ],
  ])('%# is refused', (text, message) => {
    expect(() => parseDot(text, 'it')).toThrow(message);
  });

  test('more one-hot symbols than bits are refused with what to do', () => {
    const text = `digraph { ${Array.from({ length: 13 }, (_, at) => `a -> a [label="x${at}/1"];`).join(' ')} }`;
    expect(() => parseDot(text, 'it', 'one-hot')).toThrow(
      'got 13 input symbols, 13 bits one-hot; take binary codes',
    );
  });
});
