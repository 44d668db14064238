import { expect, test } from 'vitest';
import { adder, certificate, DEFAULT_TRAINING, train, verifyCertificate } from '../src/index.ts';

test('every seed from 1 to 1000 ends proven, and the independent checker agrees', async () => {
  const starts: number[] = [];
  for (let seed = 1; seed <= 1000; seed++) {
    const { outcome, fixed, proof, dropped } = await train(adder, { ...DEFAULT_TRAINING, seed });
    if (outcome !== 'proven' || !fixed || !proof) throw new Error(`seed ${seed}: ${outcome}`);
    const { transitions } = verifyCertificate(fixed, adder, certificate(fixed, adder, proof));
    expect(transitions).toBe(proof.transitions);
    starts.push(dropped.length + 1);
  }
  expect(starts).toHaveLength(1000);
}, 300_000);
