import type { Language } from '../frame.ts';

/** The language that the address asks for with `?lang=de`, else the browser's; English if it is neither. */
export function languageOf(search: string, preferred: readonly string[]): Language {
  const asked = new URLSearchParams(search).get('lang');
  const [first] = [asked, ...preferred].flatMap((tag) => /^(en|de)\b/i.exec(tag ?? '')?.[1] ?? []);
  return first?.toLowerCase() === 'de' ? 'de' : 'en';
}

/** The language of this page; tests in Node have none. */
export const language: Language = globalThis.location
  ? languageOf(globalThis.location.search, globalThis.navigator.languages)
  : 'en';
