import { describe, expect, test } from 'vitest';
import { german as lessonInGerman } from '../../src/playground/lesson-de.ts';
import { english as lesson } from '../../src/playground/lesson-en.ts';
import { text } from '../../src/playground/texts.ts';
import { german } from '../../src/playground/texts-de.ts';
import { languageOf } from '../../src/web/page/language.ts';
import { words } from '../../src/web/page/texts.ts';
import { german as wordsInGerman } from '../../src/web/page/texts-de.ts';

test.each([
  ['?lang=de', ['en-US'], 'de'],
  ['?lang=en', ['de-DE', 'en'], 'en'],
  ['', ['de-AT', 'en'], 'de'],
  ['', ['en-GB', 'de'], 'en'],
  ['', ['fr', 'de'], 'de'],
  ['', ['fr'], 'en'],
  ['', [], 'en'],
  ['?lang=xx', ['de'], 'de'],
  ['?lang=%3Cscript%3E', [], 'en'],
  ['?lang=DE', [], 'de'],
] as const)('the address %s and the languages %j give %s', (search, preferred, due) => {
  expect(languageOf(search, preferred)).toBe(due);
});

/** Every text with its place; functions as they are written. */
function textsOf(part: object, place = ''): [place: string, text: string][] {
  return Object.entries(part).flatMap(([name, value]): [string, string][] => {
    const at = `${place}.${name}`;
    return typeof value === 'object' ? textsOf(value, at) : [[at, String(value)]];
  });
}

/** What is the same in both languages, and places of what is made of numbers and names alone. */
const SAME = /^(Update|Minibatch|Pause|Momentum|ε|β₁|β₂|Board|Training|Uno)$/;
const WORDLESS = ['.search.sizeOf', '.level'];

describe.each([
  ['the playground', text, german],
  ['the live page’s sections', words, wordsInGerman],
] as const)('%s in German', (_, english, translated) => {
  test('leaves no text in English', () => {
    const own = new Map(textsOf(english));
    const left = textsOf(translated).filter(
      ([at, german]) => own.get(at) === german && !SAME.test(german) && !WORDLESS.includes(at),
    );
    expect(left).toEqual([]);
    expect([...own.keys()].filter((at) => !new Map(textsOf(translated)).has(at))).toEqual([]);
  });
});

test('the lesson has as many steps in German, with the same formulas', () => {
  expect(lessonInGerman).toHaveLength(lesson.length);
  const formulas = (steps: typeof lesson) =>
    steps.map(({ body }) => body.strings.join('').match(/<p class="formula">.*?<\/p>/g));
  expect(formulas(lessonInGerman)).toEqual(formulas(lesson));
});
