import { ID, type Message } from '../../src/board/index.ts';
import { fromPairs, toPairs } from '../../src/board/septets.ts';
import type { FixedNetwork } from '../../src/fixed/index.ts';
import { cellSuite } from '../fixed/cell-suite.ts';
import { fittingNetworks } from '../fixed/networks.ts';
import type { TestCell } from '../fixed/reference-cell.ts';
import { Chip, eepromWith, imageOf } from './chip.ts';
import { Streaming } from './streaming.ts';

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

/** The same through stream messages of one step, which are looked up where they can be; the state is that in RAM. */
function streamingCell(network: FixedNetwork): TestCell {
  const streaming = new Streaming(network);
  streaming.steps(Uint8Array.of(0));
  streaming.state = network.initialState;
  return {
    get state() {
      return streaming.state;
    },
    set state(state) {
      streaming.state = state;
    },
    step: (inputs) => streaming.steps(Uint8Array.of(inputs))[0] as number,
  };
}

const CHOICE = { networks: fittingNetworks, runs: 60 };
cellSuite('our firmware on the simulated Uno', chipCell, CHOICE);
cellSuite('a stream of our firmware on the simulated Uno', streamingCell, CHOICE);
