import { packText } from '../machine/index.ts';
import { requireObject } from '../machine/require.ts';
import type { Task } from '../tasks/index.ts';
import { RESET_BIT } from './adder.ts';
import { Comparison, neverText } from './comparison.ts';
import {
  areNames,
  type Columns,
  columnsOf,
  DataLines,
  delimiterOf,
  type SourceOptions,
  withPlainBlanks,
} from './data-lines.ts';
import { abridged } from './numbers.ts';
import { isPlotted, plottedStep } from './plotted-step.ts';

/**
 * Steps for an Adder from lines of bits: each line is a step and holds one bit for each input, first input first, with
 * or without a delimiter, or in columns under a line of names; or what `stream --raw --json` or `stream --plotter`
 * prints. An empty line, or a 1 in a column named reset, says that a new number begins. What follows a # is skipped.
 *
 * @throws SourceError at the first line that says something else or a step that never comes, and for a source without
 *   steps
 */
export async function* stepsFromLines(
  task: Task,
  lines: AsyncIterable<string>,
  options: SourceOptions = {},
): AsyncGenerator<Uint8Array> {
  requireObject('task', task, 'inputs');
  const data = new DataLines(lines, options);
  const defined = new Comparison(task);
  let columns: Columns | undefined;
  let isNew = true;
  let isFirst = true;
  let isEmpty = true;
  for await (const given of data) {
    const line = given.startsWith('{') ? given : withPlainBlanks(given);
    if (line === '') {
      isNew = true;
      continue;
    }
    let bits: string;
    /** Output bits that the line states. */
    let stated: string | undefined;
    const delimiter = columns?.delimiter ?? delimiterOf(line);
    if (line.startsWith('{')) {
      const step = data.at(() => jsonStep(line));
      if (step === undefined) continue;
      if (step.first) isNew = true;
      bits = step.inputs;
      stated = step.outputs;
    } else if (isPlotted(line)) {
      const step = data.at(() => plottedStep(task, line));
      if (step.first) isNew = true;
      bits = step.inputs;
      stated = step.outputs;
    } else {
      const cells = await data.cells(line, delimiter);
      if (cells.length === 0) {
        isNew = true;
        continue;
      }
      if (isFirst && areNames(cells)) {
        if (cells.some((cell) => /^(clk|clock)$/i.test(cell)))
          throw data.error(
            'expected a step a line, got a column for the clock; keep the lines of its rising edges, and leave it out',
          );
        columns = data.at(() => columnsOf(task, cells, delimiter, (note) => data.note(note)));
        isFirst = false;
        continue;
      }
      if (columns !== undefined && cells.length > columns.count)
        throw data.error(`expected ${columns.count} columns, got ${cells.length}: "${abridged(line)}"`);
      if (columns?.reset !== undefined && isReset(cells[columns.reset] ?? '', data)) isNew = true;
      bits = (columns === undefined ? cells : columns.inputs.map((column) => cells[column] ?? ''))
        .join('')
        .replace(/(?<=\d)_(?=\d)/g, '');
      if (columns?.output !== undefined) stated = cells[columns.output];
    }
    isFirst = false;
    if (bits.length !== task.inputs.length || /[^01]/.test(bits)) {
      throw data.error(
        `expected a step of the ${task.name}, ${task.inputs.length === 1 ? 'one bit' : `${task.inputs.length} bits`}, 0 or 1: ${task.inputs.join('')}, got "${abridged(line)}"`,
      );
    }
    isEmpty = false;
    const word = packText(bits);
    if (isNew) defined.reset();
    if (stated !== undefined && stated !== '' && !/^[01]+$/.test(stated))
      throw data.error(`expected 0 or 1 as the output, got "${abridged(stated)}"`);
    const never = defined.take(word, stated ? packText(stated) : undefined);
    if (never !== undefined) throw data.error(neverText(task, never));
    if (defined.verdict === 'wrong')
      throw data.error(
        `states ${task.outputs.join(' ')} = ${stated}, which is not what the ${task.name} gives there: "${abridged(line)}"`,
      );
    yield Uint8Array.of((isNew ? RESET_BIT : 0) | word);
    isNew = false;
  }
  if (isEmpty) throw data.nothing('steps, a line of bits each');
}

/** A step that `stream --raw --json` printed; undefined for what else it prints. */
function jsonStep(line: string): { inputs: string; first: boolean; outputs: string | undefined } | undefined {
  let value: { event?: unknown; inputs?: unknown; first?: unknown; outputs?: unknown };
  try {
    value = JSON.parse(line);
  } catch {
    throw new RangeError(`expected a JSON object, got "${abridged(line)}"`);
  }
  if (value.event === 'number' || value.event === 'end') return undefined;
  if (value.event !== 'step' || typeof value.inputs !== 'string' || typeof value.first !== 'boolean')
    throw new RangeError(`expected a step of stream --raw --json, got "${abridged(line)}"`);
  const outputs = typeof value.outputs === 'string' ? value.outputs : undefined;
  return { inputs: value.inputs, first: value.first, outputs };
}

function isReset(cell: string, data: DataLines): boolean {
  if (cell === '' || cell === '0' || cell === '1') return cell === '1';
  throw data.error(`reset: expected 0 or 1, got "${abridged(cell)}"`);
}
