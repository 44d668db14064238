import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import {
  adder,
  certificatePath,
  checkNetwork,
  DEFAULT_TRAINING,
  sha256,
  shrink,
  type TrainingOptions,
  train,
  writeNetwork,
} from '../src/index.ts';
import { digests } from '../src/network/document.ts';
import { countDropped } from '../src/train.ts';

const VERSION = '9.9.9';
let path = '';

beforeEach(() => {
  path = join(mkdtempSync(join(tmpdir(), 'carrybit-check-')), 'network.json');
});

/** Seed 15 drops two starts before it is proven. */
async function trained(changes: Partial<TrainingOptions> = {}) {
  const options = { ...DEFAULT_TRAINING, seed: 15, ...changes };
  const { attempt, float, fixed, proof, dropped } = await train(adder, options);
  if (!attempt || !float || !fixed || !proof) throw new Error('not proven');
  const { start, exact } = attempt;
  const origin = { options, start, exact, dropped: countDropped(dropped), version: VERSION };
  await writeNetwork(path, adder, float, fixed, origin, proof);
  return JSON.parse(readFileSync(path, 'utf8'));
}

/** Writes what was changed with every digest made to fit, the certificate's name and its digest too. */
function forge(document: ReturnType<typeof JSON.parse>, certificate?: object): void {
  if (certificate !== undefined) {
    const text = JSON.stringify(certificate);
    document.proof.certificate = sha256(text);
    writeFileSync(certificatePath(path, document.proof.certificate), text);
  }
  document.digests = digests(document);
  writeFileSync(path, JSON.stringify(document));
}

function readCertificateFile() {
  const folder = join(path, '..');
  const name = readdirSync(folder).find((file) => file.includes('certificate')) ?? '';
  return JSON.parse(readFileSync(join(folder, name), 'utf8'));
}

/** Every place in a document where a number, text, boolean or null stands; of long lists, the ends. */
function leaves(value: unknown, at: string[] = []): string[][] {
  if (typeof value !== 'object' || value === null) return [at];
  const names = Object.keys(value);
  const some = Array.isArray(value) && names.length > 3 ? [...names.slice(0, 1), ...names.slice(-1)] : names;
  return some.flatMap((name) => leaves((value as Record<string, unknown>)[name], [...at, name]));
}

/** A neighbour of a value, of the same type. */
function other(value: unknown): unknown {
  if (typeof value === 'number') return Number.isInteger(value) ? value + 1 : value * 1.01;
  if (typeof value === 'boolean') return !value;
  return typeof value === 'string' ? `${value.slice(0, -1)}${value.endsWith('0') ? 1 : 0}` : {};
}

test('a network file that was written passes', async () => {
  const { provenance } = await trained();
  expect(provenance).toMatchObject({ start: 2, starts: 3, dropped: { notLearned: 1, disproved: 1 } });
  expect(await checkNetwork(path, VERSION)).toMatchObject({ pairs: 59, transitions: 236 });
});

test('a network that shrink found passes, and not when its counts are left out or a better one exists', async () => {
  const options = { ...DEFAULT_TRAINING, maxStarts: 20 };
  const [smallest, second] = await shrink(adder, options);
  for (const found of [smallest, second]) {
    if (!found) throw new Error('none proven');
    const { attempt, float, fixed, proof } = found;
    const origin = { options, start: attempt.start, exact: 1, dropped: null, version: VERSION };
    await writeNetwork(path, adder, float, fixed, origin, proof);
    const verdict = checkNetwork(path, VERSION);
    if (found === smallest) expect((await verdict).pairs).toBe(proof.reachable.taskStates.length);
    else await expect(verdict).rejects.toThrow('trained again from its provenance');
  }
});

describe('a file that was tampered with never passes, though every digest was made to fit', () => {
  test('in any one field', async () => {
    const document = await trained();
    const fields = leaves(document).filter(([first]) => first !== 'digests');
    expect(fields.length).toBeGreaterThan(50);
    const passed: string[] = [];
    for (const field of fields) {
      const forged = structuredClone(document);
      const last = field.at(-1) ?? '';
      const parent = field.slice(0, -1).reduce((inner, name) => inner[name], forged);
      parent[last] = other(parent[last]);
      forge(forged);
      await checkNetwork(path, VERSION).then(
        () => passed.push(field.join('.')),
        (error: Error) => expect(error.name).toMatch(/^(NetworkFile|Certificate|Reproduce)Error$|^Error$/),
      );
    }
    // One sample more makes no whole minibatch more, and no start fails on one test sample more: asked for either,
    // carrybit writes this very file, so what stands in it is true.
    expect(passed).toEqual(['provenance.samples', 'provenance.testSamples']);
    for (const name of ['samples', 'testSamples'] as const) {
      forge({ ...document, provenance: { ...document.provenance, [name]: 2001 } });
      const forged = JSON.parse(readFileSync(path, 'utf8'));
      expect(await trained({ [name]: 2001 })).toEqual(forged);
    }
  });

  test.each<[string, (certificate: { pairs: unknown[][]; task: string }) => void]>([
    ['a pair less', ({ pairs }) => pairs.pop()],
    ['a pair twice', ({ pairs }) => pairs.push(pairs[0] ?? [])],
    ['pairs in another order', ({ pairs }) => pairs.reverse()],
    [
      'another number in a pair',
      ({ pairs }) => {
        const [first = []] = pairs;
        first[1] = Number(first[1]) + 1;
      },
    ],
    [
      'another task',
      (certificate) => {
        certificate.task = 'subtractor';
      },
    ],
    ['white space only', () => {}],
  ])('in its certificate: %s', async (_, edit) => {
    const document = await trained();
    const certificate = readCertificateFile();
    edit(certificate);
    forge(document, certificate);
    await expect(checkNetwork(path, VERSION)).rejects.toThrow();
  });

  test('by taking its proof, its certificate or its version away', async () => {
    const document = await trained();
    await expect(checkNetwork(path, '9.9.8')).rejects.toThrow('provenance.carrybit: is "9.9.9"');
    rmSync(certificatePath(path, document.proof.certificate));
    await expect(checkNetwork(path, VERSION)).rejects.toThrow('ENOENT');
    forge({ ...document, proof: null });
    await expect(checkNetwork(path, VERSION)).rejects.toThrow('the network is not proven');
  });

  test('by a training that the options do not allow', async () => {
    const document = await trained();
    for (const [name, value] of [
      ['samples', 1e9],
      ['epochs', 0],
    ] as const) {
      forge({ ...document, provenance: { ...document.provenance, [name]: value } });
      await expect(checkNetwork(path, VERSION)).rejects.toThrow(`provenance: ${name} is ${value}`);
    }
  });
});

test('a check can be interrupted', async () => {
  await trained();
  const signal = AbortSignal.abort();
  await expect(checkNetwork(path, VERSION, { signal })).rejects.toThrow('aborted');
});
