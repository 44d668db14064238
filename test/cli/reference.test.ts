import { beforeAll, describe, expect, test } from 'vitest';
import { EXIT, EXIT_MEANINGS } from '../../src/cli/exit.ts';
import { programOf } from '../../src/cli/program.ts';
import { type CommandReference, referenceOf } from '../../src/cli/reference.ts';
import { carrybit, emptyFolder } from './carrybit.ts';

const folder = emptyFolder();
let commands: CommandReference[];

beforeAll(async () => {
  commands = referenceOf(await programOf());
});

describe('what is made of the definition of the commands', () => {
  test('names every command that help names', async () => {
    const { stdout } = await carrybit(folder, ['--help']);
    const [, listed = ''] = /Commands:\n(.*?)\n\n/s.exec(stdout) ?? [];
    const named = [...listed.matchAll(/^ {2}([\w-]+)/gm)].map(([, name]) => name);
    expect(named.filter((name) => name !== 'help')).toEqual(commands.map(({ name }) => name));
  });

  test.each(['bash', 'zsh', 'fish'])(
    'completion for %s has every command, option and choice',
    async (shell) => {
      const { code, stdout } = await carrybit(folder, ['completion', shell]);
      expect(code).toBe(0);
      for (const { name, options } of commands) {
        expect(stdout).toContain(name);
        for (const { long, value } of options) {
          expect(stdout).toContain(shell === 'fish' ? `-l ${long.slice(2)}` : long);
          if (value?.kind === 'words') for (const word of value.words) expect(stdout).toContain(word);
        }
      }
    },
  );

  test('the manual page has every command, option and exit code', async () => {
    const { stdout } = await carrybit(folder, ['man']);
    const plain = stdout.replaceAll('\\-', '-');
    for (const { name, options } of commands) {
      expect(plain).toContain(`.SS "carrybit ${name} `);
      for (const { flags } of options) expect(plain).toContain(`.B ${flags}\n`);
    }
    for (const code of Object.values(EXIT)) expect(plain).toContain(`.B ${code}\n`);
    // A line that begins with a dot is a request to the typesetter.
    const requests = plain.match(/^\.\S+/gm) ?? [];
    expect(requests.filter((each) => !/^\.(TH|SH|SS|TP|B|I|RS|RE)$/.test(each))).toEqual([]);
  });

  test('every exit code is said once', () => {
    expect(EXIT_MEANINGS.map(([code]) => code)).toEqual(Object.values(EXIT));
  });

  test('an option is spelled the same in all commands', () => {
    const spellings = new Map<string, Set<string>>();
    // A value may be left out in one of them.
    for (const { options } of commands)
      for (const { long, flags } of options)
        spellings.set(
          long,
          (spellings.get(long) ?? new Set()).add(
            flags.replace(/.*--/, '--').replace(/[[<](.*)[\]>]/, '<$1>'),
          ),
        );
    // Where files go: one of them, or a folder of several.
    const several = [...spellings].filter(([long, each]) => long !== '--out' && each.size > 1);
    expect(several).toEqual([]);
    expect(spellings.has('--network')).toBe(false);
  });
});

test('version says what a report needs', async () => {
  const { stdout } = await carrybit(folder, ['version', '--json']);
  expect(JSON.parse(stdout)).toEqual({
    carrybit: expect.stringMatching(/^\d+\.\d+\.\d+/),
    core: expect.stringMatching(/^addon|^WebAssembly/),
    node: process.versions.node,
    platform: `${process.platform} ${process.arch}`,
  });
});
