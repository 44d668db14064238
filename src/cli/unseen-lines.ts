import type { Task } from '../tasks/index.ts';
import { unseen } from '../unseen.ts';

/** What nothing can be learned of, although the machine's file has it: probably not what was meant. */
export function unseenLines(task: Task): string[] {
  const { unreachable, ...outputs } = unseen(task);
  const lines: string[] = [];
  if (unreachable.length > 0)
    lines.push(
      `No stream leads to ${unreachable.map((state) => task.states[state]).join(', ')}: nothing is learned of it.`,
    );
  return [...lines, ...outputLines(outputs)];
}

/** The part of them that is said of outputs. */
export function outputLines({
  open,
  constant,
}: Pick<ReturnType<typeof unseen>, 'open' | 'constant'>): string[] {
  const lines: string[] = [];
  if (open.length > 0) lines.push(`No step says what ${listed(open)} should be.`);
  if (constant.length === 1) lines.push(`The output ${constant[0]} never changes.`);
  if (constant.length > 1) lines.push(`The outputs ${listed(constant)} never change.`);
  return lines;
}

/** a, b and c */
function listed(names: readonly string[]): string {
  return names.length < 2 ? names.join() : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
}
