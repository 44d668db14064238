import { checkMachine, MachineError, type NamedWord, type Side, UNSPECIFIED } from '../machine/index.ts';
import type { Task } from './task.ts';

/**
 * A machine in the codes of another. Words with the same name in both get the word of the other, so that two files that
 * number their symbols differently can be compared. Unless both have symbols, the machine stays as it is.
 *
 * @throws MachineError for a symbol that the other machine does not have
 */
export function inCodesOf(other: Task, task: Task): Task {
  const inputs = translation('inputs', task, other);
  const outputs = translation('outputs', task, other);
  if (inputs === undefined && outputs === undefined) return task;
  const from = 2 ** task.inputs.length;
  const to = inputs ? 2 ** other.inputs.length : from;
  const all = 2 ** (outputs ? other : task).outputs.length - 1;
  const size = task.states.length * to;
  const next = new Array<number>(size).fill(UNSPECIFIED);
  const output = new Array<number>(size).fill(0);
  const care = new Array<number>(size).fill(0);
  for (let index = 0; index < task.next.length; index++) {
    const word = inputs ? inputs.get(index % from) : index % from;
    if (word === undefined || task.next[index] === UNSPECIFIED) continue;
    const entry = Math.floor(index / from) * to + word;
    next[entry] = task.next[index] as number;
    const code = outputs?.get(task.output[index] as number);
    // An output word without a name never occurs as a whole.
    output[entry] = outputs ? (code ?? 0) : (task.output[index] as number);
    care[entry] = outputs
      ? code === undefined || task.care[index] === 0
        ? 0
        : all
      : (task.care[index] as number);
    if (care[entry] === 0) output[entry] = 0;
  }
  const { name, about, states, initial } = task;
  return {
    ...checkMachine({
      ...{ name, states, initial, next, output, care },
      inputs: inputs ? other.inputs : task.inputs,
      outputs: outputs ? other.outputs : task.outputs,
    }),
    about,
    symbols: other.symbols,
  };
}

/** Words of one machine as those that have the same names in the other. */
function translation(side: Side, task: Task, other: Task): Map<number, number> | undefined {
  const [own, wanted] = [task.symbols?.[side], other.symbols?.[side]];
  if (own === undefined || wanted === undefined) return undefined;
  const words = new Map<string, number>(wanted as NamedWord[]);
  return new Map(
    own.map(([name, word]) => {
      const to = words.get(name);
      if (to === undefined)
        throw new MachineError(
          `symbols.${side}`,
          `expected one of ${[...words.keys()].join(', ')}, got ${name}`,
        );
      return [word, to];
    }),
  );
}
