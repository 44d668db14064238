import { readFileSync } from 'node:fs';
import { hostname } from 'node:os';

const HOST = encodeURIComponent(hostname());

/** Names this process for others, as part of a file's name: its number, its start, its computer. */
export const OWNER = `${process.pid}.${startOf(process.pid)}@${HOST}`;

/** Whether the process of this name has ended; false where that cannot be known, as of another computer's. */
export function hasEnded(owner: string): boolean {
  const [, pid, start, host] = /^(\d+)\.(\d+)@(.*)$/.exec(owner) ?? [];
  if (host !== HOST) return false;
  try {
    process.kill(Number(pid), 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ESRCH';
  }
  // Another process may have its number by now.
  return String(startOf(Number(pid))) !== start;
}

/** When a process began, in the system's own units since its boot; 0 where that cannot be known. */
function startOf(pid: number): number {
  try {
    // Linux; the name in brackets may hold anything.
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)?.split(' ');
    return Number(fields?.[19] ?? 0);
  } catch {
    return 0;
  }
}
