import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseSync } from 'vite';
import { describe, expect, test } from 'vitest';
import { german as lessonInGerman } from '../../src/playground/lesson-de.ts';
import { english as lesson } from '../../src/playground/lesson-en.ts';
import { text } from '../../src/playground/texts.ts';
import { german } from '../../src/playground/texts-de.ts';
import { english as about, german as aboutInGerman } from '../../src/web/about-words.ts';
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
const WORDLESS = ['.search.sizeOf', '.level', '.proofWords.count'];

describe.each([
  ['the playground', text, german],
  ['the live page’s sections', words, wordsInGerman],
  ['what the server says of the network', about, aboutInGerman],
] as const)('%s in German', (_, english, translated) => {
  test('has every text, and leaves none in English', () => {
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

const root = join(import.meta.dirname, '../..');
/** What is the same in every language: names of things and signs. */
const NAMES = /^(carrybit|live|CLK|RESET|Hz|LED|L|VCD)$/;
const SPOKEN = /\b(?:aria-label|aria-valuetext|aria-description|title|placeholder|alt)="([^"]*)"/g;
const EXPRESSION = '\u0000';

/** Words that the source of a page says itself: in its templates, in labels for screen readers, and to join others. */
function ownWords(source: string): string[] {
  const found: string[] = [];
  const look = (node: unknown): void => {
    if (typeof node !== 'object' || node === null) return;
    const { type, tag, quasi, value } = node as Node;
    if (type === 'TaggedTemplateExpression' && /^(html|svg)$/.test(tag?.name ?? '')) {
      const text = quasi?.quasis.map((part) => part.value.raw).join(EXPRESSION) ?? '';
      const said = [
        text.replace(/<[^>]*>/g, ' '),
        ...[...text.matchAll(SPOKEN)].map(([, label = '']) => label),
      ];
      found.push(...said.flatMap((each) => each.match(/\p{L}+/gu) ?? []).filter((word) => !NAMES.test(word)));
    }
    if (type === 'Literal' && /^,? ?(or|and|oder|und) $|^ (or|and|oder|und)$/.test(String(value)))
      found.push(String(value));
    Object.values(node).forEach(look);
  };
  look(parseSync('page.ts', source).program);
  return found;
}

interface Node {
  readonly type?: string;
  readonly tag?: { readonly name?: string };
  readonly quasi?: { readonly quasis: readonly { readonly value: { readonly raw: string } }[] };
  readonly value?: unknown;
}

test('words that a page says itself are found', () => {
  // biome-ignore lint/suspicious/noTemplateCurlyInString: a piece of code
  const source = "html`<p title=\"${a} Bits\">CLK ${b ? html`on` : 'off'} · Hz</p>`; x.join(' or ');";
  expect(ownWords(source)).toEqual(['Bits', 'on', ' or ']);
});

test.each(['src/web/page', 'src/playground'])(
  'the sources in %s take every word from the texts',
  (folder) => {
    const sources = readdirSync(join(root, folder)).filter(
      (name) => name.endsWith('.ts') && !/^(texts|lesson)-(en|de)\.ts$/.test(name),
    );
    const found = sources.flatMap((name) =>
      ownWords(readFileSync(join(root, folder, name), 'utf8')).map((word) => `${name}: ${word}`),
    );
    expect(found).toEqual([]);
  },
);
