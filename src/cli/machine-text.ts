import type { Task } from '../tasks/task.ts';
import { CommandError, EXIT } from './exit.ts';

/** Formats in which machines are written; svg is a drawing. */
export const MACHINE_FORMATS = ['kiss2', 'dot', 'json', 'svg'] as const;
export type MachineFormat = (typeof MACHINE_FORMATS)[number];

/** The format that a file's extension names. @throws CommandError for another extension */
export function formatOf(path: string): MachineFormat {
  const extension = /\.(\w+)$/.exec(path)?.[1]?.toLowerCase();
  const format = MACHINE_FORMATS.find((each) => each === extension);
  if (format !== undefined) return format;
  const extensions = MACHINE_FORMATS.map((each) => `.${each}`).join(', ');
  throw new CommandError(`expected a file that ends in one of ${extensions}, got ${path}`, EXIT.usage);
}

/** Maximum of states that are drawn; more make no picture for people. */
export const MAX_DRAWN_STATES = 64;

/**
 * The text of a machine in a format, and what the format could not express.
 *
 * @param path of the file that holds it, for messages
 * @throws CommandError if it is too large
 */
export async function machineText(
  task: Task,
  to: MachineFormat,
  path: string,
): Promise<{ text: string; lost: string[] }> {
  if (to === 'json') return { text: (await import('../tasks/task-text.ts')).taskText(task), lost: [] };
  if (to === 'svg') {
    const { nodes } = (await import('../machine/index.ts')).reachable(task);
    if (nodes > MAX_DRAWN_STATES)
      throw new CommandError(
        `${path}: expected at most ${MAX_DRAWN_STATES} states in a drawing, got ${nodes}; write the machine as KISS2 or JSON`,
        EXIT.usage,
      );
    const [{ instance }, { machineDrawing }] = await Promise.all([
      import('@viz-js/viz'),
      import('../view/machine-lines.ts'),
    ]);
    return { text: (await instance()).renderString(machineDrawing(task), { format: 'svg' }), lost: [] };
  }
  const [{ dotText }, { kiss2Text }] = await Promise.all([
    import('../machine/formats/dot-text.ts'),
    import('../machine/formats/kiss2-text.ts'),
  ]);
  try {
    return (to === 'dot' ? dotText : kiss2Text)({ machine: task, symbols: task.symbols });
  } catch (error) {
    if ((error as Error).name !== 'FormatError') throw error;
    throw new CommandError(`${path}: ${(error as Error).message}`, EXIT.usage);
  }
}
