import { describe, expect, it } from 'vitest';
import { UNO_HERTZ, type Uno } from '../../firmware-sim/index.ts';
import { boardWith } from './board.ts';

describe('a waiting board', () => {
  it.each([
    ['asleep, waiting for a byte', 'echo', 10],
    ['asleep between timer interrupts', 'blink', 3000],
    ['polling for a byte', 'poll', 1000],
    ['polling and petting its watchdog', 'watchdog', 10_000],
    ['in an endless loop', 'edges', 1000],
  ])('%s executes next to nothing', (_, program, most) => {
    const board = boardWith(program);
    board.runCycles(UNO_HERTZ);
    const { instructions } = board.core;
    board.runCycles(UNO_HERTZ);
    expect(board.core.instructions - instructions).toBeLessThan(most);
  });

  it('with a millisecond counter and a main loop executes a fraction', () => {
    const board = boardWith('loops');
    board.runCycles(UNO_HERTZ);
    const { instructions } = board.core;
    board.runCycles(UNO_HERTZ);
    expect(board.core.instructions - instructions).toBeLessThan(0.2 * UNO_HERTZ);
  });

  it.each([
    ['loops'],
    ['echo'],
    ['poll'],
    ['blink'],
    ['mirror'],
    ['analog'],
    ['watchdog'],
    ['eeprom'],
    ['faults'],
    ['timers'],
    ['memory'],
  ])('running %s does everything at the same cycle as one that skips nothing', (program) => {
    const skipping = trace(program, true);
    const plain = trace(program, false);
    expect(skipping.log).toEqual(plain.log);
    expect(skipping.log.length).toBeGreaterThan(5);
    expect(skipping.instructions).toBeLessThanOrEqual(plain.instructions);
  });
});

/** Everything that can be seen from outside in a second, with pins driven and bytes sent at odd moments. */
function trace(program: string, skipIdle: boolean): { log: string[]; instructions: number } {
  const board = boardWith(program);
  board.core.skipIdle = skipIdle;
  const log: string[] = [];
  for (const name of ['3', '5', '6', '7', '8', '9', '11', '13']) {
    board.pin(name).onEdge((level, cycle) => log.push(`pin ${name} ${level} ${cycle}`));
  }
  board.resets.onReset = (source) => log.push(`reset ${source} ${board.cycles}`);
  board.serial.open(
    { onByte: (byte) => log.push(`byte ${byte} ${board.core.now}`), onSent: () => {}, onUnplug: () => {} },
    {},
  );
  let random = 12345;
  const next = (below: number) => {
    random = (random * 1103515245 + 12345) & 0x7fffffff;
    return (random >> 8) % below;
  };
  for (let cycle = 20_000; cycle < UNO_HERTZ; cycle += 1000 + next(200_000)) {
    board.at(cycle, () => stimulate(board, next));
  }
  board.runCycles(UNO_HERTZ);
  log.push(`end ${board.cycles} ${registers(board)}`);
  return { log, instructions: board.core.instructions };
}

/** What the programs understand, and the watchdog fears. */
const COMMANDS = Buffer.from('0f RWPE BO wh cnierp');

function stimulate(board: Uno, next: (below: number) => number): void {
  const kind = next(4);
  if (kind === 0) board.pin(next(2) === 0 ? '2' : '4').drive(next(2) as 0 | 1);
  else if (kind === 1) board.pin('A0').driveVolts(next(6));
  else board.serial.write(Uint8Array.of(COMMANDS[next(COMMANDS.length)] ?? 0, next(256)));
}

function registers(board: Uno): string {
  return Buffer.from(board.core.data.subarray(0, 32)).toString('hex');
}
