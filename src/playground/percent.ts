import { language } from '../web/page/language.ts';

const format = new Intl.NumberFormat(language, { minimumFractionDigits: 1, maximumFractionDigits: 1 });

/** A share as text, rounded down: only all of it is 100 %. */
export function percent(share: number): string {
  return `${format.format(Math.floor(share * 1000) / 10)} %`;
}
