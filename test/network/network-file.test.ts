import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { chmod, mkdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import {
  certificate,
  type NetworkDocument,
  NetworkFileError,
  networkDocument,
  networkText,
  readCertificate,
  readNetwork,
  verifyProof,
  writeNetwork,
} from '../../src/index.ts';
import { digests } from '../../src/network/document.ts';
import { originOf, proven } from '../fixed/networks.ts';

let folder = '';
let path = '';

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'carrybit-'));
  path = join(folder, 'network.json');
});

async function written(seed = 1) {
  const network = await proven('adder', seed);
  const { task, float, fixed, proof } = network;
  const files = await writeNetwork(path, task, float, fixed, originOf(network), proof);
  return { ...network, files };
}

describe('a network file', () => {
  test('reads back as it was written, with its certificate', async () => {
    const { task, float, fixed, proof, training, trained } = await written();
    const document = await readNetwork(path);
    const sound = certificate(fixed, task, proof);
    expect(document).toEqual(
      networkDocument(task, float, fixed, originOf({ task, float, fixed, proof, training, trained }), {
        proof,
        certificate: sound,
      }),
    );
    expect(await readCertificate(path, document)).toEqual(sound);
  });

  test('may be laid out otherwise: white space is not content', async () => {
    await written();
    const document = await readNetwork(path);
    writeFileSync(path, JSON.stringify(document));
    expect(await readNetwork(path)).toEqual(document);
  });

  test('replaces an older one, whose certificate goes with it, and leaves nothing else behind', async () => {
    await written(1);
    const { files } = await written(3);
    expect(readdirSync(folder).sort()).toEqual(
      [files.certificate?.slice(folder.length + 1), 'network.json'].sort(),
    );
  });

  test('is whole or old when many are written at once', async () => {
    await Promise.all([1, 3, 1, 3, 1, 3].map((seed) => written(seed)));
    const document = await readNetwork(path);
    expect((await readCertificate(path, document)).fixed).toBe(document.digests.fixed);
    expect(readdirSync(folder).filter((name) => !name.endsWith('.json'))).toEqual([]);
  });

  test('stays the old one when the new one cannot be written', async () => {
    await written(1);
    const before = readFileSync(path, 'utf8');
    const network = await proven('adder', 3);
    const { task, float, fixed, proof } = network;
    // A folder stands where the certificate should go.
    const digest = networkDocument(task, float, fixed, originOf(network), {
      proof,
      certificate: certificate(fixed, task, proof),
    }).proof?.certificate;
    await mkdir(join(folder, `network.${digest?.slice(0, 12)}.certificate.json`, 'x'), { recursive: true });
    await expect(writeNetwork(path, task, float, fixed, originOf(network), proof)).rejects.toThrow();
    expect(readFileSync(path, 'utf8')).toBe(before);
    expect((await readNetwork(path)).provenance).toMatchObject({ seed: 1 });
  });

  test('leaves no certificate behind when the network itself cannot be written', async () => {
    await mkdir(path);
    await expect(written(1)).rejects.toMatchObject({ code: 'EISDIR' });
    expect(readdirSync(folder)).toEqual(['network.json']);
  });

  test('says that it is not proven when it is not', async () => {
    const network = await proven();
    await writeNetwork(path, network.task, network.float, network.fixed, originOf(network), undefined);
    const document = await readNetwork(path);
    expect(document.proof).toBeNull();
    await expect(readCertificate(path, document)).rejects.toThrow('not proven');
  });
});

describe('what is wrong with a file is named', () => {
  type Loose = { [key: string]: Loose } & { [index: number]: unknown };
  const change = async (edit: (document: Loose) => void, resign = false) => {
    await written();
    const document = JSON.parse(readFileSync(path, 'utf8'));
    edit(document);
    if (resign) document.digests = digests(document);
    writeFileSync(path, JSON.stringify(document));
    const error = await readNetwork(path).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(NetworkFileError);
    return (error as Error).message;
  };
  const set = (field: string, value: unknown) => (document: Loose) => {
    const names = field.split('.');
    const last = names.pop() ?? '';
    const parent = names.reduce((at, name) => at[name] as Loose, document);
    (parent as Record<string, unknown>)[last] = value;
  };

  test.each<[string, unknown, string]>([
    ['format', 'other', 'format: expected "carrybit-network", got "other"'],
    ['version', 3, 'version: expected 1 or 2, got 3'],
    ['version', '2', 'version: expected 1 or 2, got "2"'],
    ['machine', undefined, 'machine'],
    ['machine.name', '', 'machine.name'],
    ['machine.inputs', ['a'], 'machine.next: expected 4 numbers'],
    ['machine.inputs', ['a', 'a'], 'machine.inputs[1]: expected each name once'],
    ['machine.states.1', 'carry 0', 'machine.states[1]: expected each name once'],
    ['machine.initial', 2, 'machine.initial: expected the index of a state from 0 to 1, got 2'],
    ['machine.next.3', 2, 'machine.next[3]: expected a whole number from -1 to 1, got 2'],
    ['machine.next.3', 0.5, 'machine.next.3'],
    ['machine.output.1', 2, 'machine.output[1]: expected a whole number from 0 to 1, got 2'],
    ['machine.outputs', ['s', 't'], 'fixed.outputs: expected 2, as the machine has, got 1'],
    ['reading.output', 'float', 'reading.output'],
    ['surplus', 1, 'surplus'],
    ['fixed.surplus', 1, 'fixed'],
    ['fixed.table', undefined, 'fixed.table'],
    ['fixed.table.3', 128, 'fixed.table.3: expected at most 127, got 128'],
    ['fixed.table.3', null, 'fixed.table.3: expected a number, got null'],
    ['fixed.stateBits', 0, 'fixed.stateBits: expected at least 1, got 0'],
    ['fixed.hidden', '3', 'fixed.hidden: expected a number, got "3"'],
    ['fixed.recurrentWeights.4', 0.5, 'fixed.recurrentWeights.4: expected a whole number, got 0.5'],
    ['fixed.weightBits', 9, 'fixed.weightBits'],
    ['fixed.weightBits', 2, 'expected a whole number of 2 bits, -2 to 1'],
    ['fixed.hidden', 4, 'fixed.initialState: expected 4 numbers, got 3'],
    ['fixed.stateBias', [127, 127, 127], 'fixed.weights: expected accumulators of at most 32767'],
    ['fixed.initialState', [0], 'fixed.initialState: expected 3 numbers, got 1'],
    ['float.wInput.values', [1], 'float.wInput.values: expected 6 numbers, got 1'],
    ['float.wInput.values.0', 'NaN', 'float.wInput.values.0'],
    ['provenance.seed', -1, 'provenance.seed'],
    ['provenance.optimizer.kind', 'lion', 'provenance.optimizer.kind'],
    ['proof.certificate', 'abc', 'proof.certificate'],
    ['proof', undefined, 'proof'],
  ])('%s = %j, even with digests made to fit', async (field, value, message) => {
    const text = await change(set(field, value), field !== 'fixed.table' && field !== 'fixed.hidden');
    expect(text).toContain(message);
    expect(text).toContain(path);
  });

  test.each<[string, unknown, string]>([
    ['fixed.recurrentWeights.4', 1, 'digests.fixed'],
    ['fixed.table.9', 1, 'digests.fixed'],
    ['float.s0.values.0', 0.5, 'digests.float'],
    ['provenance.seed', 2, 'digests.file'],
    ['proof.margin', 1, 'digests.file'],
    ['digests.file', '0'.repeat(64), 'digests.file'],
  ])('%s = %j is seen by its digest', async (field, value, message) => {
    expect(await change(set(field, value))).toContain(`${message}: expected the SHA-256`);
  });

  test.each<[string, string | Buffer, string]>([
    ['an empty file', '', 'expected JSON'],
    ['half a file', '{"format": "carrybit-network", "vers', 'expected JSON'],
    ['NaN', '{"format": "carrybit-network", "version": NaN}', 'expected JSON'],
    ['bytes', Buffer.from([0, 255, 1, 254]), 'expected JSON'],
    ['null', 'null', 'format: expected "carrybit-network", got nothing'],
    ['a list', '[]', 'format: expected'],
    ['a text of 30 million characters', `["${'x'.repeat(3e7)}"]`, 'format: expected'],
    ['a text of 30 million escapes', `["${'\\n'.repeat(1.5e7)}"]`, 'format: expected'],
    ['100 MB', Buffer.alloc(100 * 2 ** 20, ' '), 'expected at most 67108864 bytes, got 104857600'],
  ])('%s', async (_, content, message) => {
    writeFileSync(path, content);
    await expect(readNetwork(path)).rejects.toThrow(message);
    await expect(readNetwork(path)).rejects.toBeInstanceOf(NetworkFileError);
  });

  test.each<[string, string, string]>([
    [
      'a field that stands there twice',
      '"seed": 5, "seed": 1',
      'the field "seed" appears twice in one object',
    ],
    ['a field named like the prototype', '"__proto__": 1, "seed": 1', 'provenance: Unrecognized key'],
  ])('%s', async (_, field, message) => {
    await written();
    writeFileSync(path, readFileSync(path, 'utf8').replace('"seed": 1', field));
    await expect(readNetwork(path)).rejects.toThrow(message);
  });

  test('a certificate that was changed, or is missing', async () => {
    const { files } = await written();
    const document: NetworkDocument = await readNetwork(path);
    const text = readFileSync(files.certificate ?? '', 'utf8');
    writeFileSync(files.certificate ?? '', text.replace('"carry 1"', '"carry 0"'));
    await expect(readCertificate(path, document)).rejects.toThrow('the certificate was changed');
    writeFileSync(files.certificate ?? '', JSON.stringify({ ...JSON.parse(text), version: 9 }));
    await expect(readCertificate(path, document)).rejects.toThrow('version: expected 1 or 2, got 9');
    const other = {
      ...document,
      proof: document.proof && { ...document.proof, certificate: '0'.repeat(64) },
    };
    await expect(readCertificate(path, other)).rejects.toThrow('ENOENT');
    expect(networkText(document)).toContain('"initialState": [');
    await chmod(folder, 0o700);
  });
});

describe('a file that other programs wrote anew is the same file', () => {
  /** As Python's json, jq and editors write JSON: other white space, order, digits and escapes, the same value. */
  const rewritings: [string, (text: string) => string | Buffer][] = [
    ['without white space', (text) => JSON.stringify(JSON.parse(text))],
    ['with CRLF', (text) => text.replaceAll('\n', '\r\n')],
    ['with a byte order mark', (text) => `\ufeff${text}`],
    ['in UTF-16, as Windows may', (text) => Buffer.from(`\ufeff${text}`, 'utf16le')],
    ['with its fields in reverse', (text) => JSON.stringify(reversed(JSON.parse(text)), null, 4)],
    [
      'with numbers in other forms',
      (text) => text.replace('"seed": 1', '"seed": 10e-1').replace('0.05', '5E-2'),
    ],
    ['with escapes', (text) => text.replaceAll('carry 0', '\\u0063arry 0').replaceAll('’', '\\u2019')],
  ];

  test.each(rewritings)('%s', async (_, rewrite) => {
    const { files } = await written();
    const document = await readNetwork(path);
    const certificate = await readCertificate(path, document);
    for (const file of [path, files.certificate ?? ''])
      writeFileSync(file, rewrite(readFileSync(file, 'utf8')));
    expect(await readNetwork(path)).toEqual(document);
    expect(await readCertificate(path, document)).toEqual(certificate);
  });

  function reversed(value: unknown): unknown {
    if (typeof value !== 'object' || value === null) return value;
    if (Array.isArray(value)) return value.map(reversed);
    return Object.fromEntries(
      Object.entries(value)
        .reverse()
        .map(([name, each]) => [name, reversed(each)]),
    );
  }
});

test('what the file says of its proof is compared with a proof made afresh', async () => {
  await written();
  const document = await readNetwork(path);
  expect(verifyProof(document).proof.pairs.nodes).toBe(document.proof?.pairs);
  const { outputWeights } = document.fixed;
  const changed = { ...document.fixed, outputWeights: outputWeights.map((weight) => -weight) };
  expect(() => verifyProof({ ...document, fixed: changed })).toThrow(
    'fixed: the proof of these constants ended with "disproved"',
  );
  for (const field of ['pairs', 'states', 'transitions', 'margin'] as const) {
    const said = document.proof && { ...document.proof, [field]: document.proof[field] + 1 };
    expect(() => verifyProof({ ...document, proof: said })).toThrow(`proof.${field}: expected `);
  }
});
