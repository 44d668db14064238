import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeEach, describe, expect, test } from 'vitest';
import {
  adder,
  BYTE_WIDTHS,
  certificatePath,
  checkMachine,
  DEFAULT_TRAINING,
  networkText,
  readNetwork,
  shrink,
  type TrainingOptions,
  train,
  verifyNetwork,
  type Widths,
  writeNetwork,
} from '../src/index.ts';
import { valueDigest } from '../src/machine/index.ts';
import { digests } from '../src/network/document.ts';
import { countDropped } from '../src/train.ts';

const VERSION = '9.9.9';
let path = '';

beforeEach(() => {
  path = join(mkdtempSync(join(tmpdir(), 'carrybit-check-')), 'network.json');
});

/** Seed 15 drops a start before one is proven, in another rounding than the first. */
async function trained(changes: Partial<TrainingOptions> = {}, widths: Widths = BYTE_WIDTHS) {
  const options = { ...DEFAULT_TRAINING, seed: 15, ...changes };
  const training = await train(adder, options, widths);
  if (training.outcome !== 'proven') throw new Error('not proven');
  const { trained, rounding, rounds, float, fixed, proof, dropped } = training;
  const { start, accuracy: exact } = trained;
  const origin = {
    options,
    start,
    exact,
    rounding,
    rounds,
    dropped: countDropped(dropped),
    version: VERSION,
  };
  await writeNetwork(path, adder, float, fixed, origin, proof);
  return JSON.parse(readFileSync(path, 'utf8'));
}

/** Writes what was changed with every digest made to fit, the certificate's name and its digest too. */
function forge(document: ReturnType<typeof JSON.parse>, certificate?: object): void {
  if (certificate !== undefined) {
    document.proof.certificate = valueDigest(certificate);
    writeFileSync(certificatePath(path, document.proof.certificate), JSON.stringify(certificate));
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
  expect(provenance).toMatchObject({
    start: 1,
    starts: 2,
    rounds: 0,
    dropped: { notLearned: 1, disproved: 0 },
  });
  expect(provenance.rounding).toBeGreaterThan(1);
  expect(await verifyNetwork(path, VERSION)).toMatchObject({ pairs: 17, transitions: 68 });
});

test('a file in which another program wrote -0 for 0 passes', async () => {
  await trained();
  const text = readFileSync(path, 'utf8');
  const rewritten = text.replaceAll(/([[,]\s*)0(?=\s*[,\]])/g, '$1-0');
  expect(rewritten).not.toBe(text);
  writeFileSync(path, rewritten);
  expect(await verifyNetwork(path, VERSION)).toMatchObject({ pairs: 17 });
});

test('a network that was fine-tuned passes, and not with another rounding or number of rounds', async () => {
  const widths = { weightBits: 3, stateBits: 8, tableBits: 8 };
  const document = await trained({ seed: 5 }, widths);
  expect(document.provenance).toMatchObject({ rounding: 3, rounds: 1, dropped: { disproved: 1 } });
  await verifyNetwork(path, VERSION);
  for (const change of [{ rounding: 1 }, { rounds: 0 }, { rounds: 2 }]) {
    forge({ ...document, provenance: { ...document.provenance, ...change } });
    await expect(verifyNetwork(path, VERSION)).rejects.toThrow(/^provenance\.round(ing|s): is /);
  }
});

test('a network that shrink found passes, and not when its counts are left out or a better one exists', async () => {
  const options = { ...DEFAULT_TRAINING, maxStarts: 20 };
  const [smallest, second] = await shrink(adder, options);
  for (const found of [smallest, second]) {
    if (!found) throw new Error('none proven');
    const { trained, float, fixed, proof } = found;
    const origin = { options, start: trained.start, exact: 1, dropped: undefined, version: VERSION };
    await writeNetwork(path, adder, float, fixed, origin, proof);
    const verdict = verifyNetwork(path, VERSION);
    if (found === smallest) expect((await verdict).pairs).toBe(proof.pairs.nodes);
    else await expect(verdict).rejects.toThrow('made again from its provenance');
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
      await verifyNetwork(path, VERSION).then(
        () => passed.push(field.join('.')),
        (error: Error) => expect(error.name).toMatch(/^(NetworkFile|Certificate|Reproduce)Error$|^Error$/),
      );
    }
    // What people read is theirs to write, and any version may train to these bits. One sample more makes no whole
    // minibatch more, and no start fails on one test sample more: asked for either, carrybit writes this very file,
    // so what stands in it is true.
    expect(passed).toEqual([
      'about',
      'reading.operator',
      'provenance.carrybit',
      'provenance.samples',
      'provenance.testSamples',
    ]);
    for (const name of ['samples', 'testSamples'] as const) {
      forge({ ...document, provenance: { ...document.provenance, [name]: 2001 } });
      const forged = JSON.parse(readFileSync(path, 'utf8'));
      expect(await trained({ [name]: 2001 })).toEqual(forged);
    }
  });

  test.each<[string, (certificate: { pairs: unknown[][]; machine: { name: string } }) => void]>([
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
      'another machine',
      (certificate) => {
        certificate.machine.name = 'subtractor';
      },
    ],
  ])('in its certificate: %s', async (_, edit) => {
    const document = await trained();
    const certificate = readCertificateFile();
    edit(certificate);
    forge(document, certificate);
    await expect(verifyNetwork(path, VERSION)).rejects.toThrow();
  });

  test('and if another version wrote it, that is said', async () => {
    const document = await trained();
    forge({ ...document, provenance: { ...document.provenance, carrybit: '9.9.8', starts: 4 } });
    await expect(verifyNetwork(path, VERSION)).rejects.toThrow(
      'carrybit 9.9.8 wrote the file, this is 9.9.9, which may train otherwise',
    );
  });

  test('by taking its proof or its certificate away', async () => {
    const document = await trained();
    rmSync(certificatePath(path, document.proof.certificate));
    await expect(verifyNetwork(path, VERSION)).rejects.toThrow('ENOENT');
    forge({ ...document, proof: null });
    await expect(verifyNetwork(path, VERSION)).rejects.toThrow('the network is not proven');
  });

  test('by a training that the options do not allow', async () => {
    const document = await trained();
    for (const [name, value] of [
      ['samples', 1e9],
      ['epochs', 0],
    ] as const) {
      forge({ ...document, provenance: { ...document.provenance, [name]: value } });
      await expect(verifyNetwork(path, VERSION)).rejects.toThrow(`provenance: ${name}: expected 1–`);
    }
  });
});

test('a check can be interrupted', async () => {
  await trained();
  const signal = AbortSignal.abort();
  await expect(verifyNetwork(path, VERSION, { signal })).rejects.toThrow('aborted');
});

describe('files that carrybit 0.1.0 wrote', () => {
  const old = (name: string) => fileURLToPath(new URL(`network/v1/${name}`, import.meta.url));

  test.each(['network.json', 'smallest.json'])('%s is read, verified and trained again', async (name) => {
    const { document, pairs } = await verifyNetwork(old(name), VERSION);
    expect(document).toMatchObject({ version: 1, provenance: { carrybit: '0.1.0' } });
    expect(document.machine).toEqual(checkMachine(adder));
    expect(pairs).toBe(document.proof?.pairs);
    expect(networkText(document)).toBe(readFileSync(old(name), 'utf8'));
  });

  test('keep the digests by which a board knows them', async () => {
    const { digests: said, fixed, float } = await readNetwork(old('network.json'));
    const again = await trained({ seed: 1 });
    expect(again.digests.fixed).toBe(said.fixed);
    expect(again.digests.float).toBe(said.float);
    expect([valueDigest(fixed), valueDigest(float)]).toEqual([said.fixed, said.float]);
  });

  test('are refused when they were changed', async () => {
    for (const [from, to, message] of [
      ['"margin": 4688', '"margin": 4689', 'digests.file'],
      ['"task": "adder"', '"task": "parity"', 'fixed.inputs: expected 1, as the machine has, got 2'],
      [
        '"task": "adder"',
        '"task": "multiplier"',
        'task: expected one of adder, subtractor, comparator, parity',
      ],
    ] as const) {
      writeFileSync(path, readFileSync(old('network.json'), 'utf8').replace(from, to));
      await expect(readNetwork(path)).rejects.toThrow(message);
    }
  });
});
