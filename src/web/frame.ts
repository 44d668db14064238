import type { StandAlonePins } from '../board/stand-alone.ts';
import type { Task } from '../tasks/task.ts';

/** What viewers get: first what does not change (`About`), then what does (`Frame`), and refusals. */
export type Telling = About | Frame | Refusal;

/** What does not change while the page is served. */
export interface About {
  readonly type: 'about';
  readonly version: string;
  /** Whether only this computer gets the page, or others too; then this page may give commands, or only watch. */
  readonly access: 'local' | 'presenter' | 'viewer';
  /** The network's task, as far as the page shows it. */
  readonly task: ShownTask;
  readonly network: {
    readonly path: string;
    readonly hidden: number;
    readonly stateBits: number;
    readonly weightBits: number;
    /** SHA-256 of the fixed constants. */
    readonly digest: string;
  };
  /** The texts about the network, in each language. */
  readonly texts: Readonly<Record<Language, AboutTexts>>;
  /**
   * The reachable states of the network, with the index of the automaton's state of each; none if there are too many to
   * show.
   */
  readonly reachable: readonly { readonly state: readonly number[]; readonly stateClass: number }[];
  /** The minimal automaton: its drawing, and for each of its states the machine's states that it stands for. */
  readonly automaton: { readonly svg: string; readonly states: readonly (readonly string[])[] };
  /** Whether there is a `loss.svg`. */
  readonly loss: boolean;
  readonly engines: readonly EngineOffer[];
}

/** Languages of the pages. */
export type Language = 'en' | 'de';

/** What is said of a network in one language. */
export interface AboutTexts {
  /** One line: seed and start, or how else it was made. */
  readonly origin: string;
  /** As `carrybit prove` prints it. */
  readonly proof: string;
  /** What a flipped bit does, as `carrybit prove` prints it. */
  readonly recovery: string;
}

/** A task without its tables. */
export type ShownTask = Pick<Task, 'name' | 'about' | 'inputs' | 'outputs' | 'reading' | 'symbols'>;

/** An engine that the page offers. */
export interface EngineOffer {
  readonly id: string;
  readonly name: string;
  /** What computes, and where, in a sentence. */
  readonly about: string;
  /** Whether a board takes the steps, not this computer. */
  readonly board: boolean;
}

/** Everything that changes, at one moment. */
export interface Frame {
  readonly type: 'frame';
  /** Id of its `EngineOffer`. */
  readonly engine: string;
  /** Steps a second. */
  readonly hertz: number;
  readonly viewers: number;
  /** Whether random numbers are fed continuously. */
  readonly busy: boolean;
  /** Additions that wait. */
  readonly waiting: number;
  /** Index of the first of the latest steps. */
  readonly firstStep: number;
  /** The latest steps, oldest first. */
  readonly steps: readonly Step[];
  /** The state now, after resets and flips, (hidden). */
  readonly state: readonly number[];
  /** The index of the automaton’s state that it belongs to; null for an unreachable state. */
  readonly stateClass: number | null;
  readonly sum: Sum | null;
  /** The latest sums that are complete, latest first. */
  readonly sums: readonly Sum[];
  readonly fault: Fault | null;
  readonly leds: Leds;
  /** Where the board has the task's inputs and outputs; of an engine without a board, where one would have them. */
  readonly pins: StandAlonePins;
  /** Whether buttons bounce; null if there are no buttons. */
  readonly bounces: boolean | null;
  /** Why the latest run ended early. */
  readonly trouble: string | null;
}

export interface Step {
  /** Index of the step since the page is served, from 0. */
  readonly index: number;
  /** Whether a new number begins with this step. */
  readonly begins: boolean;
  readonly inputs: readonly number[];
  readonly outputs: readonly number[];
  /** The correct outputs; null if they are unknown, after a flip. */
  readonly expected: readonly number[] | null;
  /** State of the first units after the step: those that are drawn over time. */
  readonly state: readonly number[];
  readonly stateClass: number | null;
  /** Whether a bit of the state was flipped just before. */
  readonly flipped: boolean;
  readonly edges: readonly Edge[];
  /** CPU cycles of the board from CLK to the last output that changed, if they are measured. */
  readonly delay: number | null;
}

/** A change of a line of the adder during a step. */
export interface Edge {
  /** Its name among {@link pinRoles}: `clk`, an input or an output. */
  readonly line: string;
  readonly level: 0 | 1;
  /** The time, as a share of the step's time: 0 to 1. */
  readonly at: number;
}

/** A number or addition: its bits in time, least significant first. */
export interface Sum {
  /** Index of the number since the page is served, from 0. */
  readonly index: number;
  /** Whether it was typed, so that its bits are known in advance, or is set bit by bit. */
  readonly typed: boolean;
  /** For each input its bits. */
  readonly inputs: readonly string[];
  /** For each output the correct bits; `-` for a don't-care. */
  readonly expected: readonly string[];
  /** For each output its bits so far. */
  readonly outputs: readonly string[];
  readonly complete: boolean;
  /** null: nothing is compared after an input that never comes, as the machine says. */
  readonly right: boolean | null;
}

export interface Fault {
  readonly unit: number;
  readonly bit: number;
  readonly from: number;
  readonly to: number;
  /** Steps from the flip until it was back in the reachable set. */
  readonly steps: number;
  readonly outcome: 'under way' | 'recovered' | 'reset' | 'stuck';
}

/** LEDs of the board. */
export interface Leds {
  readonly on: boolean;
  /** The one at pin 13. */
  readonly l: boolean;
  /** Number of replies of the board on its serial port: RX and TX flash at each. */
  readonly traffic: number;
}

export interface Refusal {
  readonly type: 'refused';
  readonly reason: string;
}
