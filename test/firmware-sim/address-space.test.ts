import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { root } from '../cli/carrybit.ts';

const SIMULATOR = JSON.stringify(join(root, 'dist/firmware-sim/index.js'));
const PROGRAM = `import { Uno } from ${SIMULATOR};
try {
  new Uno({ firmware: new Uint8Array(0) });
} catch ({ message }) {
  console.log(message);
}`;

// Node 24 makes do with what there is.
test.runIf(process.platform === 'linux')(
  'a board without address space for it is refused in a sentence',
  () => {
    const made = spawnSync(
      'sh',
      ['-c', 'ulimit -v 4194304; exec "$0" "$@"', process.execPath, '--input-type=module', '-e', PROGRAM],
      {
        encoding: 'utf8',
      },
    );
    const remedy = 'raise the limit of the process (ulimit -v), or take Node 24 or newer';
    const sentence = `too little address space for a simulated board: expected 10 GiB beside what Node uses; ${remedy}\n`;
    const isLimited = Number(process.versions.node.split('.')[0]) < 24;
    expect([made.stdout, made.stderr, made.status]).toEqual([isLimited ? sentence : '', '', 0]);
  },
);
