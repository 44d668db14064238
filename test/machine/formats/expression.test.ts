import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseExpression } from '../../../src/machine/formats/index.ts';
import { MachineStepper, minimize, wordOf } from '../../../src/machine/index.ts';

/** What the acceptor of an expression says after each symbol of a stream. */
async function said(expression: string, stream: readonly string[]): Promise<string> {
  const { machine, symbols } = await parseExpression(expression, 'it');
  const stepper = new MachineStepper(machine);
  return stream
    .map((symbol) => stepper.step(wordOf({ ...machine, symbols }, 'inputs', symbol) as number))
    .join('');
}

describe('parseExpression', () => {
  test.each([
    ['coin coin (button | cancel)*', 'coin coin button cancel coin', '01110'],
    ['(a b){2,3} # twice or three times\n', 'a b a b a b a b', '00010100'],
    ['a+ b?', 'a a b a', '1110'],
    ['symbols: up, down, left\nup . down', 'up left down', '001'],
    ['"light on" off', 'light on/off', '01'],
  ])('%s says of %s when the stream so far matches', async (expression, stream, due) => {
    expect(await said(expression, stream.split(stream.includes('/') ? '/' : ' '))).toBe(due);
  });

  test('agrees with the expressions of JavaScript on every stream', async () => {
    const leaf = fc.constantFrom('a', 'b', 'c', '.');
    const { tree } = fc.letrec<{ tree: string }>((tie) => ({
      tree: fc.oneof(
        { depthSize: 'small' },
        leaf,
        fc.tuple(tie('tree'), tie('tree')).map(([one, other]) => `${one} ${other}`),
        fc.tuple(tie('tree'), tie('tree')).map(([one, other]) => `(${one} | ${other})`),
        fc
          .tuple(tie('tree'), fc.constantFrom('*', '+', '?', '{2}', '{1,2}'))
          .map(([one, times]) => `(${one})${times}`),
      ),
    }));
    await fc.assert(
      fc.asyncProperty(
        tree,
        fc.array(fc.constantFrom('a', 'b', 'c'), { minLength: 1, maxLength: 12 }),
        async (expression, stream) => {
          const plain = new RegExp(`^(?:${expression.replaceAll(' ', '').replaceAll('.', '[abc]')})$`);
          const due = stream
            .map((_, index) => (plain.test(stream.slice(0, index + 1).join('')) ? 1 : 0))
            .join('');
          expect(await said(`symbols: a b c\n${expression}`, stream)).toBe(due);
        },
      ),
      { numRuns: 200 },
    );
  });

  test('is as small as it can be', async () => {
    const { machine } = await parseExpression('(a | b)* a (a | b)', 'it');
    expect(machine.states).toHaveLength(minimize(machine).states.length);
    expect(machine.states).toHaveLength(2);
  });

  test.each([
    ['', 'expected an expression over symbols'],
    ['a (b', 'line 1: expected a ) for this ('],
    ['a\n) b', 'line 2: expected a ( before this )'],
    ['* a', 'expected a symbol or a ) before *'],
    ['a | *', 'expected a symbol or a ) before *'],
    ['a{3,2}', 'the smaller number first, got {3,2}'],
    ['a{5000}', 'at most 1000 repetitions'],
    ['a & b', 'line 1: expected a symbol, got "&"'],
    ['symbols: a b\na c', 'line 2: expected one of the symbols a, b, got "c"'],
    ['(a | b)* a (a | b){20}', 'expected an expression of at most 256 states'],
    ['(((a{1000}){1000}){1000})', 'expected an expression of at most 256 states'],
    ['a{300}', 'expected at most 256 states'],
  ])('refuses %j', async (expression, message) => {
    await expect(parseExpression(expression, 'it')).rejects.toThrow(message);
  });
});
