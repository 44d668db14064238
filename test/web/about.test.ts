import { expect, test } from 'vitest';
import { networkDocument } from '../../src/network/index.ts';
import { certificate, minimalAutomaton, prove } from '../../src/proof/index.ts';
import { adder } from '../../src/tasks/index.ts';
import { lossCurve } from '../../src/web/about.ts';
import { aboutNetwork, NodeCell, SimulatedUno } from '../../src/web/index.ts';
import { FIRMWARE } from '../board/simulated.ts';
import { adder34, adder38 } from '../formats/networks.ts';

test.each([
  ['any', adder34],
  ['tanh', adder38],
] as const)(
  'a network that was not trained, with %s tables, is told of and steps like any other',
  async (tables, fixed) => {
    const proof = prove(fixed, adder);
    if (proof.verdict !== 'proven') throw new Error('not proven');
    const origin = { method: 'smallest', carrybit: '0.0.0', tables, work: 1 } as const;
    const document = networkDocument(adder, undefined, fixed, origin, {
      proof,
      certificate: certificate(fixed, adder, proof),
    });
    const about = await aboutNetwork(
      'n.json',
      document,
      adder,
      proof,
      minimalAutomaton(adder, proof),
      [],
      false,
    );
    expect(about.texts.en.origin).toBe('the fewest bits, found by searching all constants');
    expect(about.texts.de.origin).toBe(
      'so wenige Bits wie möglich, gefunden durch Suche über alle Konstanten',
    );
    expect(await lossCurve(document, adder)).toBeUndefined();
    const engines = [new NodeCell(fixed, adder), new SimulatedUno(FIRMWARE, document, adder)];
    for (const engine of engines) {
      await engine.reset();
      const sums: number[] = [];
      // 3 + 1 = 4, least significant bit first.
      for (const word of [0b11, 0b01, 0b00]) sums.push(await engine.step(word));
      expect(sums).toEqual([0, 0, 1]);
      await engine.close();
    }
  },
);
