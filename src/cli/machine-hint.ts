import type { TaskFlags } from './chosen-task.ts';
import { say } from './terminal.ts';

/** Says that a command trains a user's machine as the tutorial's tasks are trained, and what suits machines better. */
export function hintAtSearch(command: string, { machine, json }: TaskFlags & { readonly json?: true }): void {
  if (machine === undefined || json) return;
  say(
    `${command} trains as the tutorial does; carrybit train --machine ${machine} searches for a proven network of this machine, without settings.`,
    process.stderr,
  );
}
