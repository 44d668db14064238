import { spawn } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('../..', import.meta.url));

/** The built command. */
export const main = join(root, 'dist/bin/carrybit.cjs');

export interface Run {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the built command as a user would, in a folder of its own. */
export function carrybit(
  folder: string,
  args: readonly string[],
  onStart?: (kill: () => void) => void,
): Promise<Run> {
  return node(folder, [main, ...args], onStart);
}

/** Runs a program in this Node. */
export function node(
  folder: string,
  args: readonly string[],
  onStart?: (kill: () => void) => void,
): Promise<Run> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, args, { cwd: folder });
    let stdout = '';
    let stderr = '';
    child.stdout.setEncoding('utf8').on('data', (text) => {
      stdout += text;
    });
    child.stderr.setEncoding('utf8').on('data', (text) => {
      stderr += text;
    });
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, stdout, stderr }));
    onStart?.(() => child.kill('SIGINT'));
  });
}

export function emptyFolder(): string {
  return mkdtempSync(join(tmpdir(), 'carrybit-cli-'));
}
