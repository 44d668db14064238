import { onTestFinished } from 'vitest';
import { BoardError, digestOf } from '../../src/board/index.ts';
import { FixedCell, MachineStepper, minimalAutomaton } from '../../src/index.ts';
import {
  EngineStepper,
  GpioCell,
  NodeEngine,
  openBoardEngine,
  openGpioEngine,
  PackedAutomaton,
  PackedEngine,
  parsePins,
} from '../../src/runtime/index.ts';
import { ResumingEngine, type Session } from '../../src/runtime/resuming-engine.ts';
import { NodeCell, ProbedBoard, SimulatedUno } from '../../src/web/index.ts';
import { eepromWith, FIRMWARE, lineTo, provenDocument, runningUno } from '../board/simulated.ts';
import { proven } from '../fixed/networks.ts';
import { itSteps } from '../machine/stepper-suite.ts';
import { wiredPins } from './wired-pins.ts';

for (const name of ['adder', 'comparator', 'parity']) {
  itSteps(`the machine of the ${name}`, async () => {
    const { task } = await proven(name);
    return { stepper: new MachineStepper(task), machine: task };
  });
  itSteps(`the cell of the ${name}`, async () => {
    const { task, fixed } = await proven(name);
    return { stepper: new FixedCell(fixed), machine: task };
  });
  itSteps(`the packed automaton of the ${name}`, async () => {
    const { task, proof } = await proven(name);
    return { stepper: new PackedAutomaton(minimalAutomaton(task, proof)), machine: task };
  });
  itSteps(`the cell of the ${name} as an engine`, async () => {
    const { task, fixed } = await proven(name);
    return { stepper: new EngineStepper(new NodeEngine(fixed)), machine: task };
  });
  itSteps(`the packed automaton of the ${name} as an engine`, async () => {
    const { task, proof } = await proven(name);
    return { stepper: new EngineStepper(new PackedEngine(minimalAutomaton(task, proof))), machine: task };
  });
  itSteps(`the ${name} through sessions that are lost after some steps`, async () => {
    const { task, fixed } = await proven(name);
    const engine = await ResumingEngine.open({
      name: 'a board with a bad cable',
      network: fixed,
      sessions: { open: async () => lostAfter(3, new NodeEngine(fixed)), close: async () => {} },
    });
    onTestFinished(() => engine.close());
    return { stepper: new EngineStepper(engine), machine: task };
  });
  itSteps(`the ${name} at pins, clocked by the engine for pins`, async () => {
    const { task, fixed } = await proven(name);
    const pins = parsePins(task, '');
    const [driver, driven] = wiredPins();
    const engine = await openGpioEngine({
      ...{ path: 'wires', task, network: fixed, pins },
      connect: async () => driver,
      close: async () => {},
    });
    onTestFinished(() => engine.close());
    const wiring = { clock: 'electronic', pullUp: false } as const;
    new GpioCell(driven, { task, network: fixed, pins, wiring, waiting: false, onChange: () => {} });
    return { stepper: new EngineStepper(engine), machine: task };
  });
  itSteps(`a board with the ${name}`, async () => {
    const document = await provenDocument(name);
    const { machine, fixed, digests } = document;
    const uno = runningUno(eepromWith(document));
    const engine = await openBoardEngine({
      ...{ path: 'sim', network: fixed, digest: digestOf(digests) },
      open: () => lineTo(uno),
    });
    onTestFinished(() => engine.close());
    return { stepper: new EngineStepper(engine), machine };
  });
  itSteps(`the live page’s cell of the ${name}`, async () => {
    const { task, fixed } = await proven(name);
    return { stepper: new NodeCell(fixed, task), machine: task };
  });
  itSteps(`the live page’s simulated Uno with the ${name}`, async () => {
    const { task } = await proven(name);
    return { stepper: new SimulatedUno(FIRMWARE, await provenDocument(name), task), machine: task };
  });
  itSteps(`the live page’s board with the ${name}`, async () => {
    const { task } = await proven(name);
    const document = await provenDocument(name);
    const line = await lineTo(runningUno(eepromWith(document)));
    const board = await ProbedBoard.open(line, async () => {}, document, task);
    onTestFinished(() => board.close());
    return { stepper: board, machine: task };
  });
}

/** An engine's session that is reset after so many calls. */
function lostAfter(calls: number, engine: NodeEngine): Session {
  let left = calls;
  return {
    async step(inputs, reset) {
      if (left === 0) throw new BoardError('reset', 'the board was reset');
      left -= 1;
      return Uint8Array.from(await engine.step(inputs, reset));
    },
  };
}
