import type { Language } from '../web/frame.ts';

/** A share as text, rounded down: only all of it is 100 %. */
export function percent(share: number, language: Language): string {
  const digits = { minimumFractionDigits: 1, maximumFractionDigits: 1 };
  return `${(Math.floor(share * 1000) / 10).toLocaleString(language, digits)} %`;
}
