import { MAX_READ_STATES } from '../machine/formats/parsed.ts';
import { JsonError, MachineError, parseJson, placeInJson } from '../machine/index.ts';
import { checkTask, type Task, type TaskInput } from './task.ts';

const FIELDS = [
  'name',
  'about',
  'inputs',
  'outputs',
  'states',
  'initial',
  'next',
  'output',
  'care',
  'reading',
  'symbols',
];

/**
 * A file that does not hold a machine; the message names the file, the place in it, the value and what was expected.
 */
export class MachineFileError extends Error {
  override readonly name = 'MachineFileError';
}

/**
 * Reads a machine, and how people read it, from JSON: the fields of a Task.
 *
 * @param name of the file, for messages
 * @throws MachineFileError
 */
export function parseTask(text: string, name: string): Task {
  try {
    const value = parseJson(text) as TaskInput;
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
      if ('format' in value && 'machine' in value)
        throw new MachineFileError(
          `${name}: format: expected a machine, got a network file; carrybit explain ${name} --save learned.kiss2 writes its machine`,
        );
      const stray = Object.keys(value).find((field) => !FIELDS.includes(field));
      if (stray !== undefined) throw new MachineError(stray, `expected one of ${FIELDS.join(', ')}`);
      const { states } = value;
      if (Array.isArray(states) && (states.length < 1 || states.length > MAX_READ_STATES))
        throw new MachineError(
          'states',
          states.length < 1
            ? `expected 1–${MAX_READ_STATES} names, got none`
            : `expected at most ${MAX_READ_STATES}, got ${states.length}; minimize the machine`,
        );
    }
    return checkTask(value);
  } catch (error) {
    if (error instanceof JsonError) throw new MachineFileError(`${name}: ${error.message}`);
    if (error instanceof MachineError) {
      const place = placeInJson(text, error.place);
      const where = place === undefined ? '' : `line ${place.line}, column ${place.column}: `;
      throw new MachineFileError(`${name}: ${where}${error.message}`);
    }
    throw error;
  }
}
