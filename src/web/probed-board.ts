import { type Board, connect, digestOf, type Line, type StandAlonePins } from '../board/index.ts';
import type { FixedNetwork } from '../fixed/index.ts';
import { unpack } from '../machine/index.ts';
import type { NetworkDocument } from '../network/index.ts';
import type { Task } from '../tasks/index.ts';
import { flipBit, type LiveEngine, NO_STEP, type Taken } from './live-engine.ts';
import { StepEdges } from './step-edges.ts';

/** Firmata: pin mode, single digital write, system reset. */
const PIN_MODE = 0xf4;
const DIGITAL_WRITE = 0xf5;
const SYSTEM_RESET = 0xff;
const OUTPUT = 1;
const LED = 13;

/**
 * A board over its link. Each step is a probe: the board computes it from a state that is sent with the request and
 * comes back with the reply. So the state can be seen and flipped in between. The board's LED shows the first output.
 */
export class ProbedBoard implements LiveEngine {
  readonly #board: Board;
  readonly #line: Line;
  readonly #close: () => Promise<void>;
  readonly #network: FixedNetwork;
  readonly #outputs: number;
  readonly #edges: StepEdges;
  readonly pins: StandAlonePins | undefined;
  taken: Taken = NO_STEP;
  #state: number[];
  #lit = false;
  #traffic = 0;

  private constructor(
    board: Board,
    line: Line,
    close: () => Promise<void>,
    network: FixedNetwork,
    task: Task,
    pins: StandAlonePins | undefined,
  ) {
    this.#board = board;
    this.pins = pins;
    this.#line = line;
    this.#close = close;
    this.#network = network;
    this.#outputs = task.outputs.length;
    this.#edges = new StepEdges(task);
    this.#state = [...network.initialState];
    line.write(Uint8Array.of(PIN_MODE, LED, OUTPUT, DIGITAL_WRITE, LED, 0));
  }

  /**
   * @param close closes the line and everything that was opened for it
   * @throws BoardError when no carrybit board replies; Error when the board runs another network
   */
  static async open(
    line: Line,
    close: () => Promise<void>,
    document: NetworkDocument,
    task: Task,
  ): Promise<ProbedBoard> {
    try {
      const { board, description } = await connect(line);
      const due = digestOf(document.digests);
      if (description.network?.digest !== due) {
        const has = description.network
          ? `it runs the ${description.network.task} ${description.network.digest}`
          : 'it has no network';
        throw new Error(
          `the board does not run the ${document.machine.name} ${due}, ${has}; carrybit flash-weights changes that`,
        );
      }
      return new ProbedBoard(board, line, close, document.fixed, task, description.network.wiring.pins);
    } catch (error) {
      await close();
      throw error;
    }
  }

  get state(): readonly number[] {
    return this.#state;
  }

  get leds() {
    return { l: this.#lit, traffic: this.#traffic };
  }

  async reset(): Promise<void> {
    this.#state = [...this.#network.initialState];
  }

  async step(inputs: number): Promise<number> {
    const [reply] = await this.#board.probe('running', [{ state: this.#state, inputs }]);
    if (reply === undefined) throw new Error('the board did not answer the step');
    this.#state = Array.from(reply.next);
    this.#traffic += 1;
    this.#lit = unpack(reply.outputs, this.#outputs)[0] === 1;
    this.#line.write(Uint8Array.of(DIGITAL_WRITE, LED, this.#lit ? 1 : 0));
    this.taken = { edges: this.#edges.of(inputs, reply.outputs), delay: null };
    return reply.outputs;
  }

  async flip(unit: number, bit: number): Promise<void> {
    this.#state[unit] = flipBit(this.#state[unit] as number, bit, this.#network.stateBits);
  }

  /** Gives the pins back to the stand-alone adder, if the board is still connected. */
  async close(): Promise<void> {
    const line = this.#line;
    const open = 'isOpen' in line ? line.isOpen : line.writable;
    if (open) await new Promise((resolve) => line.write(Uint8Array.of(SYSTEM_RESET), resolve));
    this.#board.link.close();
    await this.#close();
  }
}
