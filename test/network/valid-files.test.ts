import { expect, test } from 'vitest';
import { networkDocument } from '../../src/network/document.ts';
import { parseCertificate, parseNetwork } from '../../src/network/parse-network.ts';
import { validCertificate, validNetwork } from '../../src/network/valid-files.ts';
import { certificate as certificateOf, certificateText } from '../../src/proof/index.ts';
import { originOf, proven } from '../fixed/networks.ts';

const made = await proven();
const { task, float, fixed, proof } = made;
const certificate = certificateOf(fixed, task, proof);
const document = networkDocument(task, float, fixed, originOf(made), { proof, certificate });
const network = JSON.stringify(document);
const pairs = certificateText(certificate);

test('carrybit’s own files are read without the schema’s library', () => {
  expect(validNetwork(network, 'file')).toEqual(parseNetwork(network, 'file'));
  expect(validCertificate(pairs, 'file', document)).toEqual(parseCertificate(pairs, 'file', document));
});

/** What a reader throws; undefined if it leaves the text to another. */
function said(read: () => unknown): string | undefined {
  try {
    expect(read()).toBeUndefined();
    return undefined;
  } catch (error) {
    return (error as Error).message;
  }
}

test.each([
  ['a field out of range', network.replace('"weightBits":8', '"weightBits":9')],
  ['a number that its digest sees', network.replace(/"seed":\d+/, '"seed":2')],
  ['sizes that differ', network.replace('"hidden":3', '"hidden":4')],
  ['a field that appears twice', network.replace('"version":2', '"version":2,"version":2')],
  ['more than JSON', `${network} x`],
  ['a file of version 1', network.replace('"version":2', '"version":1')],
])('a network file with %s is refused as the library does, or left to it', (_, text) => {
  expect(text).not.toBe(network);
  expect(said(() => validNetwork(text, 'file'))).toBeOneOf([
    undefined,
    said(() => parseNetwork(text, 'file')),
  ]);
  expect(() => parseNetwork(text, 'file')).toThrow(/^file: /);
});

test.each([
  ['a state out of range', pairs.replace(/,\s*-?\d+\]/, ', 200]')],
  ['a pair that its digest sees', pairs.replace(/,\s*-?\d+\]/, ', 11]')],
])('a certificate with %s is refused as the library does, or left to it', (_, text) => {
  expect(text).not.toBe(pairs);
  expect(said(() => validCertificate(text, 'file', document))).toBeOneOf([
    undefined,
    said(() => parseCertificate(text, 'file', document)),
  ]);
  expect(() => parseCertificate(text, 'file', document)).toThrow(/^file: /);
});
