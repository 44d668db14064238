import { onTestFinished } from 'vitest';
import { digestOf } from '../../src/board/index.ts';
import { FixedCell, MachineStepper, minimalAutomaton } from '../../src/index.ts';
import { EngineStepper, NodeEngine, openBoardEngine, PackedAutomaton } from '../../src/runtime/index.ts';
import { NodeCell, ProbedBoard, SimulatedUno } from '../../src/web/index.ts';
import { eepromWith, FIRMWARE, lineTo, provenDocument, runningUno } from '../board/simulated.ts';
import { proven } from '../fixed/networks.ts';
import { itSteps } from '../machine/stepper-suite.ts';

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
