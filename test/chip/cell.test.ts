import { ID, type Message } from '../../src/board/index.ts';
import { fromPairs, toPairs } from '../../src/board/septets.ts';
import type { FixedNetwork } from '../../src/fixed/index.ts';
import { cellSuite } from '../fixed/cell-suite.ts';
import { fittingNetworks } from '../fixed/networks.ts';
import type { TestCell } from '../fixed/reference-cell.ts';
import { Chip, eepromWith, imageOf } from './chip.ts';

/** The cell of our firmware on the simulated Uno, reached through probe messages. */
function chipCell(network: FixedNetwork): TestCell {
  const chip = new Chip(eepromWith([imageOf(network), 1])).boot();
  return {
    state: network.initialState,
    step(inputs) {
      const { id, payload }: Message = chip.ask(ID.probe, [0, ...toPairs(this.state), inputs]);
      if (id !== ID.probe) throw new Error(`the board refused a probe with error ${payload}`);
      this.state = [...Int8Array.from(fromPairs(payload, 1, network.hidden))];
      return payload.at(-1) as number;
    },
  };
}

cellSuite('our firmware on the simulated Uno', chipCell, { networks: fittingNetworks, runs: 60 });
