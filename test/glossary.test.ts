import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { root } from './cli/carrybit.ts';

interface Refusal {
  readonly pattern: RegExp;
  readonly say: string;
}

/** The rows of a table of docs/glossary.md, by its heading. */
function refusals(heading: string): Refusal[] {
  const page = readFileSync(join(root, 'docs/glossary.md'), 'utf8');
  const section = page.split(/^## /m).find((text) => text.startsWith(heading)) ?? '';
  return [...section.matchAll(/^\| `(.+)` \| (.+) \|$/gm)].map(([, pattern = '', say = '']) => ({
    pattern: new RegExp(pattern.replaceAll('\\|', '|'), heading.startsWith('Names') ? '' : 'i'),
    say,
  }));
}

/**
 * Exceptions, each a file's own name and what is excepted in it. `kept`: deprecated names, fields of JSON output and
 * options of others. `later`: to be renamed when the module is touched; nothing is added there.
 */
const exceptions: { kept: string[]; later: string[] } = JSON.parse(
  readFileSync(join(root, 'test/glossary-exceptions.json'), 'utf8'),
);
const excepted = new Set([...exceptions.kept, ...exceptions.later]);
const needed = new Set<string>();

/** Whether a file's exception allows it. */
function isExcepted(file: string, what: string): boolean {
  const name = `${basename(file)} ${what}`;
  needed.add(name);
  return excepted.has(name);
}

const files = (folder: string, ending: RegExp) =>
  readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => ending.test(name) && !name.includes('node_modules'))
    .map((name) => `${folder}/${name}`);

const code = ['src', 'firmware-sim', 'sweep/src', 'test'].flatMap((folder) =>
  files(folder, /\.m?ts$|\.mjs$/).filter((name) => basename(name) !== 'glossary.test.ts'),
);

/** C, assembly and its headers. Their Makefile and the scripts of tests have targets and functions, but no types. */
const firmware = [
  ...files('firmware', /\.[chS]$/),
  ...files('test', /\.[ch]$/),
  ...files('bench', /\.[ch]$/),
];
const scripts = ['firmware/Makefile', ...files('test', /\.sh$/)];

const rust = ['native/avr/src', 'native/core/src', 'native/node/src', 'native/wasm/src'].flatMap((folder) =>
  files(folder, /\.rs$/),
);

/** A source without its comments, and a source's texts and comments without the rest. */
const COMMENT = /\/\*[\s\S]*?\*\/|(?<![:'"`\\])\/\/.*/g;
const TEXT = /'(?:\\.|[^'\\\n])*'|"(?:\\.|[^"\\\n])*"|`(?:\\.|[^`\\])*`/g;

/** What is declared: `const x`, `x:`, `x(`, parameters, imports. Texts and properties of others are not looked at. */
function declared(source: string): Set<string> {
  const plain = source.replace(COMMENT, '').replace(TEXT, "''");
  const declarations = plain.matchAll(
    /\b(?:const|let|function\*?|class|interface|type|enum)\s+(\w+)|\b(?:const|let)\s*[{[]([^}\]=]*)[}\]]|^\s*(?:readonly |static |#)*(\w+)[?!]?\s*[:(]|[(,]\s*(\w+)\??: /gm,
  );
  const names = [...declarations].flatMap((found) =>
    found.slice(1).flatMap((part) => part?.match(/\w+/g) ?? []),
  );
  return new Set(names);
}

/** Every name in C or assembly: those of others are few, and break no rule. */
const namesInC = (source: string) =>
  new Set(
    source
      .replace(C_COMMENT, '')
      .replace(TEXT, "''")
      .match(/\b[a-z_]\w*/gi),
  );

/** The targets of a Makefile, and the functions and variables of a script. */
const namesInScript = (source: string) =>
  new Set([...source.matchAll(/^([\w-]+)(?=:|\(\)|=)/gm)].map(([, name = '']) => name));

const C_COMMENT = /\/\*[\s\S]*?\*\/|(?<![:'"])\/\/.*|^\s*;.*/gm;
const SCRIPT_COMMENT = /(?<=^|\s)#.*/g;
const RUST_COMMENT = /\/\/.*/g;
const RUST_TEXT = /"(?:\\.|[^"\\])*"/g;

/** What is declared in Rust: `let x`, `fn x`, fields, parameters, arguments of closures. */
function declaredInRust(source: string): Set<string> {
  const plain = source.replace(RUST_TEXT, '""').replace(RUST_COMMENT, '');
  const declarations = plain.matchAll(
    /\b(?:let|fn|const|static|struct|enum|type|mod)\s+(?:mut\s+)?(\w+)|^\s*(?:pub(?:\([a-z]+\))?\s+)?(\w+):(?!:)|[|(,]\s*(?:mut\s+)?(\w+)(?=\||:(?!:)|,)/gm,
  );
  return new Set([...declarations].flatMap((found) => found.slice(1).filter((name) => name !== undefined)));
}

describe('the glossary', () => {
  const names = refusals('Names that are refused');
  const phrases = refusals('Phrases that are refused');

  test('has rules, and they refuse what they are for', () => {
    const refused = (name: string) => names.some(({ pattern }) => pattern.test(name));
    expect(
      [
        ...['MOST_ROWS', 'LONGEST', 'FIRST', 'most', 'answers', 'isRight', 'PING_PAUSE'],
        ...['Attempt', 'attempts', 'bench'],
      ].filter(refused),
    ).toHaveLength(10);
    expect(['MAX_ROWS', 'FIRST_NAME', 'outputs', 'PAUSE_MS', 'almost', 'testbench'].filter(refused)).toEqual(
      [],
    );
    expect(
      [...declaredInRust('let mut most = |least| x; fn f(a: u8) {}\npub piece: R, // let slope')].sort(),
    ).toEqual(['a', 'f', 'least', 'most', 'piece']);
    const isRefused = (text: string) => phrases.some(({ pattern }) => pattern.test(text));
    expect(
      [
        'bits is 0, allowed is 1 to 4',
        ...['Traced: s1–s8', 'flip bit 3 of state 2', 'Bit 6 of s2 flipped', 'Bit 3 von Zustand 2 kippen'],
        // biome-ignore lint/suspicious/noTemplateCurlyInString: a piece of code
        '`s${unit + 1}`',
      ].filter((text) => !isRefused(text)),
    ).toEqual([]);
    expect(['s0 -> s1 [label=x]', 'h1–h3', 's[1]'].filter(isRefused)).toEqual([]);
  });

  test('is kept by the names in the code', () => {
    const declarations = [
      ...code.map((file) => [file, declared(readFileSync(join(root, file), 'utf8'))] as const),
      ...rust.map((file) => [file, declaredInRust(readFileSync(join(root, file), 'utf8'))] as const),
      ...firmware.map((file) => [file, namesInC(readFileSync(join(root, file), 'utf8'))] as const),
      ...scripts.map((file) => [file, namesInScript(readFileSync(join(root, file), 'utf8'))] as const),
    ];
    const found = declarations.flatMap(([file, all]) =>
      [...all].flatMap((name) => {
        const rule = names.find(({ pattern }) => pattern.test(name));
        return rule === undefined || isExcepted(file, name) ? [] : [`${file} ${name}: say ${rule.say}`];
      }),
    );
    expect(found.join('\n')).toEqual('');
  });

  test('is kept by messages, comments and pages', () => {
    const pages = [
      'README.md',
      'ARCHITECTURE.md',
      'CONTRIBUTING.md',
      'SECURITY.md',
      ...files('docs', /\.md$/),
    ];
    const texts = [
      ...code.map((file) => {
        const source = readFileSync(join(root, file), 'utf8');
        return [file, [...(source.match(COMMENT) ?? []), ...(source.match(TEXT) ?? [])].join('\n')] as const;
      }),
      ...rust.map((file) => {
        const source = readFileSync(join(root, file), 'utf8');
        return [
          file,
          [...(source.match(RUST_COMMENT) ?? []), ...(source.match(RUST_TEXT) ?? [])].join('\n'),
        ] as const;
      }),
      ...firmware.map((file) => {
        const source = readFileSync(join(root, file), 'utf8');
        return [
          file,
          [...(source.match(C_COMMENT) ?? []), ...(source.match(TEXT) ?? [])].join('\n'),
        ] as const;
      }),
      ...scripts.map(
        (file) =>
          [file, (readFileSync(join(root, file), 'utf8').match(SCRIPT_COMMENT) ?? []).join('\n')] as const,
      ),
      ...pages
        .filter((page) => page !== 'docs/glossary.md')
        .map((page) => [page, readFileSync(join(root, page), 'utf8')] as const),
    ];
    const found = texts.flatMap(([file, text]) =>
      phrases.flatMap(({ pattern, say }) => {
        const phrase = pattern.exec(text)?.[0];
        return phrase === undefined || isExcepted(file, phrase) ? [] : [`${file} ${phrase}: say ${say}`];
      }),
    );
    expect(found.join('\n')).toEqual('');
  });

  test('has no exception that nothing needs any more', () => {
    expect([...excepted].filter((exception) => !needed.has(exception))).toEqual([]);
  });
});
