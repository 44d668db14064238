import { describe, expect, test } from 'vitest';
import {
  type Certificate,
  CertificateError,
  certificate,
  fixedDigest,
  parity,
  prove,
  subtractor,
  verifyCertificate,
} from '../../src/index.ts';
import { proven } from '../fixed/networks.ts';

async function certified(name = 'adder') {
  const network = await proven(name, 1);
  return { ...network, sound: certificate(network.fixed, network.task, network.proof) };
}

describe('a certificate', () => {
  test.each(['adder', 'subtractor', 'comparator', 'parity'])('of a proven %s is accepted', async (name) => {
    const { fixed, task, proof, sound } = await certified(name);
    expect(verifyCertificate(fixed, task, sound)).toEqual({
      pairs: proof.pairs.nodes,
      transitions: proof.transitions,
    });
    expect(sound.fixed).toBe(fixedDigest(fixed));
  });

  test('that lacks any of its pairs is refused', async () => {
    const { fixed, task, sound } = await certified();
    sound.pairs.forEach((_, index) => {
      const incomplete = { ...sound, pairs: sound.pairs.toSpliced(index, 1) };
      expect(() => verifyCertificate(fixed, task, incomplete), `pair ${index}`).toThrow(CertificateError);
    });
  });

  test('with a number changed anywhere is refused', async () => {
    const { fixed, task, sound } = await certified();
    sound.pairs.forEach(([name, ...state], index) => {
      state.forEach((value, unit) => {
        const changed: [string, ...number[]] = [name, ...state.with(unit, value === 127 ? 126 : value + 1)];
        const forged = { ...sound, pairs: sound.pairs.with(index, changed) };
        expect(() => verifyCertificate(fixed, task, forged), `${changed}`).toThrow(CertificateError);
      });
    });
  });

  test('does not hold for other constants, though it says it does: each one changed makes it fail, or leaves it true', async () => {
    const { fixed, task, sound } = await certified();
    let refused = 0;
    for (const field of [
      'inputWeights',
      'stateBias',
      'recurrentWeights',
      'outputWeights',
      'outputBias',
      'initialState',
    ] as const) {
      for (const [index, value] of fixed[field].entries()) {
        const changed = { ...fixed, [field]: fixed[field].with(index, value > 0 ? value - 8 : value + 8) };
        try {
          verifyCertificate(changed, task, { ...sound, fixed: fixedDigest(changed) });
          expect(prove(changed, task).verdict).toBe('proven');
        } catch (error) {
          expect(error).toBeInstanceOf(CertificateError);
          refused += 1;
        }
      }
    }
    expect(refused).toBeGreaterThan(10);
  });

  test.each<[string, (sound: Certificate) => Certificate, string]>([
    ['of another version', (sound) => ({ ...sound, version: 3 as 2 }), 'version: expected 1 or 2, got 3'],
    ['of another format', (sound) => ({ ...sound, format: 'x' as never }), 'format: expected'],
    [
      'about other constants',
      (sound) => ({ ...sound, fixed: '0'.repeat(64) }),
      'is about the constants 0000',
    ],
    ['for another machine', (sound) => ({ ...sound, machine: subtractor }), 'is about the machine'],
    [
      'with an unknown state',
      (sound) => ({ ...sound, pairs: [...sound.pairs, ['carry 2', 0, 0, 0]] }),
      '"carry 2" is not a state',
    ],
    [
      'with a short pair',
      (sound) => ({ ...sound, pairs: [...sound.pairs, ['carry 0', 0]] }),
      'expected 3 network states, got 1',
    ],
    ['without pairs', (sound) => ({ ...sound, pairs: [] }), 'the initial pair'],
  ])('%s is refused', async (_, forge, message) => {
    const { fixed, task, sound } = await certified();
    expect(() => verifyCertificate(fixed, task, forge(sound))).toThrow(message);
  });

  test('is refused for a network whose accumulator could overflow, or with too few constants', async () => {
    const { fixed, task, sound } = await certified();
    const heavy = {
      ...fixed,
      recurrentWeights: fixed.recurrentWeights.map(() => 127),
      stateBias: [127, 127, 127],
    };
    expect(() => verifyCertificate(heavy, task, sound)).toThrow('expected accumulators that fit 16 bits');
    expect(() => verifyCertificate({ ...fixed, table: fixed.table.slice(0, 100) }, task, sound)).toThrow(
      CertificateError,
    );
    expect(() => verifyCertificate(fixed, parity, sound)).toThrow(CertificateError);
  });
});
