import { describe, expect, test } from 'vitest';
import { parseDot } from '../../../src/machine/formats/index.ts';
import { mealy, streamResults } from './dot-machines.ts';

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

  describe('commas in labels', () => {
    const acceptor = (edges: string) =>
      `digraph { node [shape=doublecircle]; q1; node [shape=circle]; __start0 -> q0; ${edges} }`;

    test.each([
      ['of an acceptor', acceptor('q0 -> q1 [label="0, 1"]; q1 -> q0 [label=0]; q1 -> q1 [label=1];')],
      ['alone', acceptor('q0 -> q1 [label="0,1"]; q1 -> q0 [label="0"]; q1 -> q1 [label="1"];')],
      [
        'of a Mealy machine',
        'digraph { __start0 -> q0; q0 -> q1 [label="0,1/1"]; q1 -> q0 [label="0/0"]; q1 -> q1 [label="1/1"] }',
      ],
      [
        'with outputs',
        'digraph { __start0 -> q0; q0 -> q1 [label="0/1, 1/1"]; q1 -> q0 [label="0/0"]; q1 -> q1 [label="1/1"] }',
      ],
    ])('make lists of inputs %s', (_, text) => {
      expect(streamResults(text, ['0', '1', '0', '1'])).toEqual(['1', '1', '0', '1']);
      expect(parseDot(text, 'it').machine.inputs).toHaveLength(1);
    });

    test('are part of an output where not every part is a pair of the same form', () => {
      const text =
        'digraph { __start0 -> q0; q0 -> q0 [label="data / ack, fin/ack"]; q0 -> q0 [label="end / none"] }';
      const { symbols, notes } = parseDot(text, 'it');
      expect(symbols?.outputs?.map(([symbol]) => symbol)).toEqual(['ack, fin/ack', 'none']);
      expect(notes.join()).not.toContain('commas');
      const several = parseDot(text.replace('data / ack, fin/ack', 'data / ack, fin / ack'), 'it');
      expect(several.symbols?.inputs?.map(([symbol]) => symbol)).toEqual(['data', 'fin', 'end']);
      expect(several.notes).toContain(
        'A label with commas is read as several of input/output: "data / ack, fin / ack".',
      );
    });

    test('are said to', () => {
      const text = acceptor('q0 -> q1 [label="a, b, c"]; q1 -> q0 [label=a];');
      expect(parseDot(text, 'it').notes).toContain(
        'A label with commas is read as a list of inputs: "a, b, c" is a and b and so on.',
      );
    });

    test.each([
      ['tuples', 'q0 -> q0 [label="0,0"]; q0 -> q1 [label="0,1"];', '"0,1": not all of these are lists'],
      [
        'both orders',
        'q0 -> q0 [label="0,1"]; q0 -> q1 [label="1,0"];',
        '"0,1": lists of inputs would contradict',
      ],
    ])('are part of a symbol in %s', (_, edges, note) => {
      const { symbols, notes } = parseDot(acceptor(edges), 'it');
      expect(symbols?.inputs).toHaveLength(2);
      expect(notes).toContainEqual(
        expect.stringContaining(`A label with commas is read as one symbol, as ${note}`),
      );
    });

    test('in brackets are part of a symbol, without a word', () => {
      const { symbols, notes } = parseDot(
        acceptor('q0 -> q1 [label="push(1,2)"]; q1 -> q0 [label="pop()"];'),
        'it',
      );
      expect(symbols?.inputs?.map(([symbol]) => symbol)).toEqual(['push(1,2)', 'pop()']);
      expect(notes.join()).not.toContain('commas');
    });

    test('that may be either are refused with both lines', () => {
      expect(() => parseDot(acceptor('q0 -> q0 [label="0, 1"];\nq0 -> q1 [label="1"];'), 'it')).toThrow(
        'line 2: contradicts line 1: "q0", input 1, if "0, 1" is a list of inputs',
      );
    });
  });

  test('ends of lines in quoted texts are read, and lines keep their numbers', () => {
    const text = (last: string) => `digraph { __start0 -> a; // "
      a -> b [label="0
1"]; /* " */
      # "
      a [label=<"x>]; b [shape=doublecircle]; b -> a [label="0\\n1"]; b -> c [label="\\
2"]; ${last}
      }`;
    const { machine } = parseDot(text(''), 'it');
    expect(machine.states).toEqual(['"x', 'b', 'c']);
    expect(machine.inputs).toHaveLength(2);
    expect(() => parseDot(text('\n\n-> c'), 'it')).toThrow('line 8: expected DOT, cannot go on at column 1');
  });

  test.each([
    '__start0 -> off [label="Heartbeat/Empty"]; __start0 [shape=none label=""];',
    '__start1 -> off [label="begin"];',
    'from [shape=point]; from -> off [label="begin"];',
    'from [shape=plaintext]; from -> off [label="one"]; from -> off [label="two"];',
  ])('a labelled edge from a mark makes no state of it: %s', (mark) => {
    const { machine, notes } = parseDot(
      `digraph {\non -> off [label="x/0"]; off -> on [label="x/1"];\n${mark} }`,
      'it',
    );
    expect([machine.states, machine.inputs, machine.initial]).toEqual([['on', 'off'], ['i0'], 1]);
    expect(notes.join()).toMatch(
      /Line 3: "(__start\d|from)" only marks the initial state; the label ".*" on its edge is ignored\./,
    );
  });

  test.each([
    // The first state is drawn as the others are.
    'node [shape=plaintext]; a -> b [label="x/1"]; b -> b [label="x/0"]',
    // It leads to two states.
    'a [shape=none]; a -> b [label="x/1"]; a -> c [label="y/1"]; b -> c [label="x/0"]; c -> b [label="x/1"]',
    // It can be entered.
    '__start0 -> a [label="x/1"]; a -> __start0 [label="x/0"]',
  ])('a state is no mark: %s', (edges) => {
    const { machine } = parseDot(`digraph { ${edges} }`, 'it');
    expect(machine.states).toHaveLength(edges.includes('c ->') ? 3 : 2);
    expect(machine.initial).toBe(0);
  });

  test('outputs alone in the labels make a Moore machine, for they repeat', () => {
    const alarm = `digraph { q1 [label=N]; q2 [label=A]; q3 [label=N];
      q1 -> q2 [label=d]; q1 -> q3 [label=l]; q2 -> q1 [label=d]; q2 -> q2 [label=l]; q3 -> q3 [label="d\\nl"];
      __start0 -> q1 }`;
    expect(streamResults(alarm, ['d', 'l', 'd', 'l'])).toEqual(['A', 'A', 'N', 'N']);
    const { machine, notes } = parseDot(alarm, 'it');
    expect(machine.states).toEqual(['q1', 'q2', 'q3']);
    expect(notes).toContain(
      'The labels of states repeat, so they are outputs; states are named by their ids.',
    );
  });

  test('an output below the id makes a Moore machine', () => {
    const text = 'digraph { a [label="a\\n0"]; b [label="b\\n1"]; a -> b [label=x]; b -> a [label=x] }';
    expect(
      streamResults(
        text,
        ['0', '0'].map(() => 'x'),
      ),
    ).toEqual(['1', '0']);
    expect(parseDot(text, 'it').machine.states).toEqual(['a', 'b']);
  });

  test('labels that repeat as the double circles do leave an acceptor', () => {
    const text = `digraph { a [label=no]; b [label=yes shape=doublecircle]; c [label=no];
      a -> b [label=x]; b -> c [label=x]; c -> c [label=x] }`;
    expect(parseDot(text, 'it').notes).toContain('Read as an acceptor: accepting states are double circles.');
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
});
