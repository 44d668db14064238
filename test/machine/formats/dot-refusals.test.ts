import { describe, expect, test } from 'vitest';
import { parseDot } from '../../../src/machine/formats/index.ts';

describe('parseDot', () => {
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
