import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { dotText, parseDot } from '../../../src/machine/formats/index.ts';
import { difference, type Machine, MachineStepper, wordOf, wordText } from '../../../src/machine/index.ts';

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

  /** Two states, two inputs, four outputs; the names are those of the words in order. */
  const named = (inputs: readonly string[], outputs: readonly string[]) => ({
    machine: {
      ...{ name: 'odd', inputs: ['a'], outputs: ['o', 'p'], states: ['x', 'y'], initial: 0 },
      ...{ next: [1, 0, 0, 1], output: [0, 1, 2, 3], care: [3, 3, 3, 3] },
    },
    symbols: {
      inputs: inputs.map((symbol, word) => [symbol, word] as const),
      outputs: outputs.map((symbol, word) => [symbol, word] as const),
    },
  });

  test('symbols with slashes and other odd characters survive', () => {
    const read = named(['km/h', 'say "x"'], ['n/a', 'a|b', 'on, off', '/']);
    const { text, lost } = dotText(read);
    expect(lost).toEqual([]);
    expect(streamResults(text, ['km/h', 'km/h', 'say "x"'])).toEqual(['n/a', 'on, off', 'a|b']);
  });

  test.each([
    [['go', 'stop'], ['a', ' pad', 'c', 'd'], 'outputs', '" pad" would not be read back from an edge'],
    [['go', 'stop'], ['a / b', 'b', 'c', 'd'], 'outputs', '"a / b" would not be read back from an edge'],
    [['x, y', 'stop'], ['a', 'b', 'c', 'd'], 'inputs', '"x, y" would not be read back from an edge'],
    [['1', '0'], ['a', 'b', 'c', 'd'], 'inputs', 'they would be read as bits'],
    [['go', 'stop'], ['a', 'b'], 'outputs', 'a word has none'],
  ])('symbols %j, %j do not, which is said with the reason', (inputs, outputs, side, reason) => {
    expect(dotText(named(inputs, outputs)).lost).toEqual([`Names of ${side} are left out: ${reason}.`]);
  });

  test.each([
    [
      `digraph {\n${'{'.repeat(20_000)} a ${'}'.repeat(20_000)} }`,
      'line 2: expected at most 64 braces within',
    ],
    [
      `digraph {\n${'subgraph {\n'.repeat(70)}a${'}'.repeat(71)}`,
      'line 65: expected at most 64 braces within',
    ],
    [
      `digraph {\n\n a${' -> a'.repeat(20_000)} [label="0/1"];\n}`,
      'line 3: expected at most 1000 edges in a row',
    ],
    [`digraph { ${'a;'.repeat(300_000)} }`, 'expected at most 400000 nodes, edges, names and values in DOT'],
  ])('what would end the parser is refused with its line: %#', (text, message) => {
    expect(() => parseDot(text, 'it')).toThrow(message);
  });

  test('braces in texts and comments are no nesting', () => {
    const braces = '{'.repeat(100);
    const text = `digraph { // ${braces}\n/* ${braces} */ a -> a [label="0/1" tooltip="${braces}" x=<<b>${braces}</b>>] }`;
    expect(parseDot(text, 'it').machine.states).toEqual(['a']);
    const commented = `/* old\n${'{\n'.repeat(101)} */ digraph { a -> a [label="0/1"] }`;
    expect(parseDot(commented, 'it').machine.states).toEqual(['a']);
  });

  test('edges on lines of their own are no chain, with or without semicolons', () => {
    const edges = Array.from({ length: 255 }, (_, at) =>
      [0, 1, 2, 3].map((input) => `"q ${at}" -> "q ${at + 1}" [label="${input}/0"]`),
    ).flat();
    const plain = edges.map((edge) => edge.replace(/ \[.*/, ''));
    expect(parseDot(`digraph {\n${edges.join('\n')}\n}`, 'it').machine.states).toHaveLength(256);
    // Without labels they are no machine, but nothing in a row either.
    expect(() => parseDot(`digraph {\n${plain.join('\n')}\n}`, 'it')).not.toThrow('in a row');
  });

  test('a text that never ends is refused at once, whatever it has in it', () => {
    expect(() => parseDot(`digraph { a [label="${'\\"'.repeat(300_000)} }`, 'it')).toThrow(
      /^line 1: expected DOT, cannot go on at column 6000\d\d of/,
    );
  });

  test('any symbols are read back, or said to be left out', () => {
    const symbol = fc
      .array(fc.constantFrom('a', 'b', '/', ' ', ',', '"', '(', ')', '|', '\\', '0', '1', '-', '<'), {
        ...{ minLength: 1, maxLength: 6 },
      })
      .map((signs) => signs.join(''));
    const list = (length: number) => fc.uniqueArray(symbol, { minLength: length, maxLength: length });
    fc.assert(
      fc.property(list(2), list(4), (inputs, outputs) => {
        const { text, lost } = dotText(named(inputs, outputs));
        if (lost.length > 0) return;
        const walk = [0, 0, 1, 0, 1].map((word) => inputs[word] as string);
        const due = [0, 2, 1, 0, 3].map((word) => outputs[word] as string);
        expect(streamResults(text, walk)).toEqual(due);
      }),
      { numRuns: 300 },
    );
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
    [
      'digraph {\n a [label=off]; b [label=on]; a -> b [label=x]; b -> a [label=x] }',
      'line 2: expected name|output in the states, got labels such as "off" and "on", which may be names of states or their outputs; write both, as "a|off"',
    ],
    [
      'digraph { a [label=no]; b [label=no shape=doublecircle];\n c [label=yes]; a -> b [label=x]; b -> c [label=x]; c -> c [label=x] }',
      'line 1: expected name|output in the states or double circles, got both: the label "no" repeats',
    ],
    [
      'digraph { a [label=N]; b [label=A]; c [label=N];\n a -> b [label="d:1"]; b -> c [label="d:0.9"]; b -> a [label="d:0.1"]; c -> c [label="d:1.0"] }',
      'line 2: expected one next state for each input, got the probability 0.9 on "d:0.9"',
    ],
    [
      'digraph { __start0 -> a; __start0 -> b;\n a -> b [label="x/1"]; b -> a [label="x/1"] }',
      'line 1: expected one initial state, got "a", "b"',
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

describe('a machine that is too large for an edge a step', () => {
  const large = (inputs: number, next: (state: number, word: number) => number): Machine => {
    const words = 2 ** inputs;
    const steps = Array.from({ length: 64 * words }, (_, at) => next(Math.floor(at / words), at % words));
    return {
      ...{
        name: 'large',
        initial: 0,
        next: steps,
        output: steps.map((to) => to & 3),
        care: steps.map(() => 3),
      },
      inputs: Array.from({ length: inputs }, (_, bit) => `in ${bit}`),
      outputs: ['p', 'q'],
      states: Array.from({ length: 64 }, (_, state) => `s${state}`),
    };
  };
  /** Few next states, each by cubes of the twelve bits. */
  const regular = large(12, (state, word) => (state + (word >> 10)) % 64);

  test('has joined steps, and is read as the same machine', () => {
    const { text, lost } = dotText({ machine: regular });
    expect([text.length < 2 ** 20, lost]).toEqual([true, [expect.stringMatching(/^An edge has all steps/)]]);
    const { machine } = parseDot(text, 'other');
    expect(difference(machine, regular)).toBeUndefined();
    expect(machine.inputs).toEqual(regular.inputs);
  });

  test('keeps its symbols', () => {
    const machine = large(9, (state, word) => (state + (word % 7)) % 64);
    const symbols = { inputs: Array.from({ length: 2 ** 9 }, (_, word) => [`go ${word}`, word] as const) };
    const { text, lost } = dotText({ machine, symbols });
    expect([lost.length, text.length < 2 ** 20]).toEqual([1, true]);
    const read = parseDot(text, 'other');
    const words = new Map(read.symbols?.inputs);
    for (const [name, word] of symbols.inputs)
      expect(read.machine.states[read.machine.next[words.get(name) as number] as number]).toBe(
        `s${word % 7}`,
      );
  });

  test('is refused where that is not enough, with the formats that take it', () => {
    let seed = 1;
    const random = () => {
      seed = Math.imul(seed, 1_103_515_245) + 12_345;
      return (seed >>> 16) % 64;
    };
    expect(() => dotText({ machine: large(12, random) })).toThrow(
      'the machine is too large for DOT: expected at most 1048576 characters, got more; take KISS2 or JSON',
    );
  });
});
