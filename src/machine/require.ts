/** An argument of a wrong kind; the message names it, what was expected and what was given. */
export class ArgumentError extends TypeError {
  override readonly name = 'ArgumentError';

  constructor(argument: string, expected: string, value: unknown) {
    super(`${argument}: expected ${expected}, got ${kindOf(value)}`);
  }
}

/** @throws ArgumentError for a value that is not an object, or lacks one of these fields */
export function requireObject(argument: string, value: unknown, ...fields: readonly string[]): void {
  if (typeof value !== 'object' || value === null) throw new ArgumentError(argument, 'an object', value);
  for (const field of fields) {
    if ((value as Record<string, unknown>)[field] === undefined)
      throw new ArgumentError(`${argument}.${field}`, 'a value', undefined);
  }
}

/** @throws ArgumentError for a value that is not a list of numbers */
export function requireList(argument: string, value: unknown): void {
  const isList = Array.isArray(value) || (ArrayBuffer.isView(value) && !(value instanceof DataView));
  if (!isList) throw new ArgumentError(argument, 'a list', value);
}

/** @throws ArgumentError for a value that is not a text */
export function requireText(argument: string, value: unknown): void {
  if (typeof value !== 'string') throw new ArgumentError(argument, 'text', value);
}

/** @throws ArgumentError for a value that is not a function */
export function requireFunction(argument: string, value: unknown): void {
  if (typeof value !== 'function') throw new ArgumentError(argument, 'a function', value);
}

/** @throws ArgumentError for a value that `for await` cannot iterate */
export function requireIterable(argument: string, value: unknown): void {
  const items = value as Partial<AsyncIterable<unknown> & Iterable<unknown>> | null | undefined;
  if (typeof (items?.[Symbol.asyncIterator] ?? items?.[Symbol.iterator]) !== 'function')
    throw new ArgumentError(argument, 'what can be iterated', value);
}

/** @throws RangeError for a value that is not a whole number from `min` to `max` */
export function requireWhole(argument: string, value: unknown, min: number, max: number): void {
  if (!Number.isInteger(value) || (value as number) < min || (value as number) > max)
    throw new RangeError(`${argument}: expected ${min}–${max}, got ${kindOf(value)}`);
}

function kindOf(value: unknown): string {
  if (value === undefined || value === null || typeof value === 'number') return String(value);
  if (Array.isArray(value)) return 'a list';
  return typeof value === 'object' ? 'an object' : `a ${typeof value}`;
}
