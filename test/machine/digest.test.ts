import fc from 'fast-check';
import { expect, test } from 'vitest';
import { portableSha256, sha256 } from '../../src/machine/digest.ts';

test('a digest is the same whether Node or the library makes it', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string({ unit: 'binary' }), fc.uint8Array({ maxLength: 300 })), (content) => {
      expect(sha256(content)).toBe(portableSha256(content));
    }),
  );
});

test('the digests are those of FIPS 180-4', () => {
  const abc = 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad';
  expect([sha256('abc'), portableSha256('abc')]).toEqual([abc, abc]);
});
