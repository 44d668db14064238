import type { Language } from '../web/frame.ts';

/** A number in digits, with the decimal sign of a language. */
export const decimal = (digits: string, language: Language): string =>
  language === 'de' ? digits.replace('.', ',') : digits;

/** A share as text, rounded down: only all of it is 100 %. */
export function percent(share: number, language: Language): string {
  const digits = { minimumFractionDigits: 1, maximumFractionDigits: 1 };
  return `${(Math.floor(share * 1000) / 10).toLocaleString(language, digits)} %`;
}
