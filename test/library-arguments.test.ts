import { expect, test } from 'vitest';
import * as carrybit from '../src/index.ts';
import { proven } from './fixed/networks.ts';

const { training } = await proven();

/** What a function may be given by mistake. */
const mistakes: readonly unknown[] = [
  ...[undefined, null, true, 0, 7, -1, 1.5, Number.NaN, Number.POSITIVE_INFINITY, 1e21, 5n],
  ...['', 'adder', {}, [], [2, 0], () => 1, new Uint8Array(3), new Float64Array(28), new Date(0)],
  ...[carrybit.adder, training, training.fixed, training.float, training.proof],
];

/** The kinds of errors that JavaScript itself raises where nobody looked at an argument. */
const UNCHECKED = [TypeError, ReferenceError, SyntaxError];

const functions = Object.entries(carrybit).filter(
  (entry): entry is [string, (...given: unknown[]) => unknown] =>
    typeof entry[1] === 'function' && !(entry[1].prototype instanceof Error),
);

test.each(functions)('%s says which argument is wrong, whatever it is given', async (_, called) => {
  const isClass = /^class |^function\(\) ?\{\s*\}/.test(String(called));
  for (const mistake of mistakes) {
    for (const others of [[], mistakes.slice(0, 3), [mistake, mistake, mistake]]) {
      const error = await errorOf(() =>
        isClass ? Reflect.construct(called, [mistake, ...others]) : called(mistake, ...others),
      );
      if (UNCHECKED.some((kind) => error?.constructor === kind)) expect(error?.message).toMatch(/expected/);
    }
  }
});

/** What a call throws, at once or when somebody goes through what it gives. */
async function errorOf(call: () => unknown): Promise<Error | undefined> {
  try {
    const given = await call();
    const iterator = iteratorOf(given);
    await iterator?.next();
    await iterator?.return?.();
  } catch (error) {
    return error as Error;
  }
  return undefined;
}

function iteratorOf(given: unknown): AsyncIterator<unknown> | Iterator<unknown> | undefined {
  const isGenerator = Object.prototype.toString.call(given).includes('Generator');
  return isGenerator ? (given as AsyncIterator<unknown>) : undefined;
}
