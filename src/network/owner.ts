import { readFileSync } from 'node:fs';
import { hostname } from 'node:os';

const HOST = encodeURIComponent(hostname());

/** Identifies this process to others, in a file's name: by its number, its start and its computer. */
export const OWNER = `${process.pid}.${startOf(process.pid)}@${HOST}`;

/** Whether the process of this name has ended; false if that cannot be known, for instance on another computer. */
export function hasEnded(owner: string): boolean {
  const [, pid, start, host] = /^(\d+)\.(\d+)@(.*)$/.exec(owner) ?? [];
  if (host !== HOST) return false;
  try {
    process.kill(Number(pid), 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ESRCH';
  }
  // Another process may have the same number now.
  return String(startOf(Number(pid))) !== start;
}

/** When a process began, in the system's own units since its boot; 0 if unknown. */
function startOf(pid: number): number {
  try {
    // Linux; the name in brackets may contain anything.
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)?.split(' ');
    return Number(fields?.[19] ?? 0);
  } catch {
    return 0;
  }
}
