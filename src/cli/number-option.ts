import { InvalidArgumentError } from 'commander';

/** Parses a whole number, written in digits only; the code that uses it checks its range. */
export function whole(text: string): number {
  refusePadded(text);
  if (!/^-?\d{1,15}$/.test(text))
    throw new InvalidArgumentError('Expected a whole number in digits, such as 1000.');
  return Number(text);
}

/** A parser of whole numbers from `min` to `max`. */
export function wholeWithin(min: number, max: number): (text: string) => number {
  return (text) => {
    const value = whole(text);
    if (value < min || value > max) throw new InvalidArgumentError(`Expected ${min}–${max}.`);
    return value;
  };
}

/** Parses a finite decimal number: 0.05, 1e-8. */
export function real(text: string): number {
  refusePadded(text);
  const value = Number(text);
  if (!/^[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?$/i.test(text) || !Number.isFinite(value))
    throw new InvalidArgumentError('Expected a finite number, such as 0.05 or 1e-8.');
  return value;
}

/** Refuses 017, which is 17 to people and 15 to many languages. */
function refusePadded(text: string): void {
  const [, sign = '', digits = ''] = /^([-+]?)0+(\d+)$/.exec(text) ?? [];
  if (digits === '') return;
  const octal = /^[0-7]+$/.test(digits) ? Number.parseInt(digits, 8) : Number(digits);
  const other = octal === Number(digits) ? '' : `, or ${sign}${octal} if that is octal`;
  throw new InvalidArgumentError(`Expected a number without zeros before it, ${sign}${digits}${other}.`);
}
