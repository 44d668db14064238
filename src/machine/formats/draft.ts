import { checkMachine } from '../check-machine.ts';
import { MAX_NAME, type Machine, UNSPECIFIED } from '../machine.ts';
import { FormatError, shown } from './format-error.ts';
import { checkStates } from './parsed.ts';

/** One step in the form in which a file states it. */
export interface Row {
  /** Name of the state after the step; undefined if it may be any state. */
  readonly next: string | undefined;
  readonly output: number;
  readonly care: number;
  readonly line: number;
}

/** Whether a text can be a name in a machine. */
export const isName = (text: string) => text.length >= 1 && text.length <= MAX_NAME && !/\p{C}/u.test(text);

/** Name of the state that {@link Draft.finish} adds if a step with outputs that matter leads to any state. */
export const ANYWHERE = '(anywhere)';

/**
 * A machine while its file is read. States are added by name in the order of appearance; rows that agree are merged.
 */
export class Draft {
  readonly #states = new Map<string, number>();
  readonly #rows: (Row | undefined)[] = [];
  readonly #words: number;

  readonly inputs: readonly string[];

  constructor(inputs: readonly string[]) {
    this.inputs = inputs;
    this.#words = 2 ** inputs.length;
  }

  get states(): readonly string[] {
    return [...this.#states.keys()];
  }

  /** Index of a state; a new one is added. @throws FormatError for too many states */
  state(name: string, line: number): number {
    const known = this.#states.get(name);
    if (known !== undefined) return known;
    if (!isName(name))
      throw new FormatError(
        line,
        `expected a state's name of 1–${MAX_NAME} characters without control characters, got ${shown(name)}`,
      );
    this.#states.set(name, this.#states.size);
    checkStates(this.#states.size, line);
    return this.#states.size - 1;
  }

  /** @throws FormatError if an earlier row contradicts this step */
  add(state: string, word: number, row: Row, wordText: string): void {
    const index = this.state(state, row.line) * this.#words + word;
    if (row.next !== undefined) this.state(row.next, row.line);
    const before = this.#rows[index];
    this.#rows[index] =
      before === undefined ? row : merged(before, row, () => `${shown(state)}, input ${wordText}`);
  }

  /** @throws FormatError, MachineError */
  finish(name: string, outputs: readonly string[], initial: string): Machine {
    const states = [...this.states];
    const size = () => states.length * this.#words;
    const anywhere = () => {
      if (!states.includes(ANYWHERE)) states.push(ANYWHERE);
      return states.length - 1;
    };
    const next: number[] = [];
    const output: number[] = [];
    const care: number[] = [];
    for (let index = 0; index < this.#states.size * this.#words; index++) {
      const row = this.#rows[index];
      const never = row === undefined || (row.next === undefined && row.care === 0);
      next.push(
        never ? UNSPECIFIED : row.next === undefined ? anywhere() : (this.#states.get(row.next) as number),
      );
      output.push(never ? 0 : row.output & row.care);
      care.push(never ? 0 : row.care);
    }
    // After a step that leads to any state, nothing is specified. So it leads to a state of its own that is never left
    // and has don't-care outputs.
    while (next.length < size()) {
      next.push(states.length - 1);
      output.push(0);
      care.push(0);
    }
    return checkMachine({
      ...{ name, inputs: this.inputs, outputs, states, initial: states.indexOf(initial) },
      ...{ next, output, care },
    });
  }
}

function merged(one: Row, other: Row, place: () => string): Row {
  const fail = (problem: string) =>
    new FormatError(other.line, `contradicts line ${one.line}: ${place()} ${problem}; keep one of the two`);
  if (one.next !== undefined && other.next !== undefined && one.next !== other.next)
    throw fail(`leads to ${shown(one.next)} there and to ${shown(other.next)} here`);
  if ((one.output ^ other.output) & one.care & other.care) throw fail('has another output there');
  return {
    next: one.next ?? other.next,
    output: (one.output & one.care) | (other.output & other.care),
    care: one.care | other.care,
    line: one.line,
  };
}
