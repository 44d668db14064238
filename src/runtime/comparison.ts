import { MachineStepper, type Named, UNSPECIFIED, type Words, wordText } from '../machine/index.ts';
import type { Task } from '../tasks/index.ts';

/** What is known of outputs: after a step that never comes there is nothing to compare them with. */
export type Verdict = 'right' | 'wrong' | 'not compared';

/** A step whose input never comes, as the machine says. */
export interface NeverComes {
  /** In its stream, from 1. */
  readonly step: number;
  readonly word: number;
  /** Name of the state in which it does not come. */
  readonly state: string;
}

/** Compares the outputs of a stream with the machine's, step by step. */
export class Comparison {
  /** Steps since the last reset. */
  steps = 0;
  /** The first step of them that never comes. */
  never: NeverComes | undefined;
  readonly #machine: MachineStepper;
  #isRight = true;

  constructor(task: Task) {
    this.#machine = new MachineStepper(task);
  }

  /** Takes a step's input. Returns it if it is the first that never comes. */
  take(word: number, output?: number): NeverComes | undefined {
    const { machine, state } = this.#machine;
    const from = state[0] as number;
    const due = this.#machine.step(word);
    this.steps += 1;
    if (output !== undefined && !this.#machine.allows(output, due)) this.#isRight = false;
    if (due !== UNSPECIFIED || this.never !== undefined) return undefined;
    this.never = { step: this.steps, word, state: machine.states[from] as string };
    return this.never;
  }

  /** A wrong output before the first step that never comes is wrong. */
  get verdict(): Verdict {
    if (!this.#isRight) return 'wrong';
    return this.never === undefined ? 'right' : 'not compared';
  }

  reset(): void {
    this.#machine.reset();
    this.steps = 0;
    this.never = undefined;
    this.#isRight = true;
  }
}

/** The first step of a stream that the machine leaves unspecified. */
export function neverComes(task: Task, words: Words): NeverComes | undefined {
  if (!task.next.includes(UNSPECIFIED)) return undefined;
  const comparison = new Comparison(task);
  for (const word of words) {
    const never = comparison.take(word);
    if (never !== undefined) return never;
  }
  return undefined;
}

/** `step 2 is a b = 00, which never comes in the state idle, as the machine says`. */
export function neverText(named: Named, { step, word, state }: NeverComes): string {
  const symbol = named.symbols?.inputs?.some(([, each]) => each === word) === true;
  const bits = symbol ? '' : `${named.inputs.join(' ')} = `;
  return `step ${step} is ${bits}${wordText(named, 'inputs', word)}, which never comes in the state ${state}, as the machine says`;
}
