/**
 * How fast a board runs by itself. In real time it keeps to the clock on the wall, or falls behind if the host is too
 * slow. Flat out it runs as fast as it can while there is work (bytes on the line, EEPROM programming, a busy CPU), and
 * in real time while it only waits: time-outs in the firmware then still mean seconds.
 */
export type Pace = 'real-time' | 'flat-out';

/** Cycles between two looks at the clock on the wall, and the longest time in ms before others get their turn. */
const CHUNK = 20_000;
const TURN_MS = 5;
/** Pauses in ms between turns: with traffic on the line, without, and of a sleeping chip. */
const BUSY_PAUSE_MS = 1;
const QUIET_PAUSE_MS = 8;
const SLEEP_PAUSE_MS = 100;
/** Ms after the last byte until the line counts as quiet. */
const QUIET_AFTER_MS = 50;
/** A board more than so many ms late gives up catching up. */
const MAX_LAG_MS = 100;
/** Instructions per cycle above which a CPU is busy rather than waiting. */
const BUSY_SHARE = 0.25;

/** Does something when all else that waits has had its turn; a browser has only its timers for that. */
const soon: (work: () => void) => NodeJS.Immediate | NodeJS.Timeout = globalThis.setImmediate ?? setTimeout;
const notSoon = (due: NodeJS.Immediate | NodeJS.Timeout | undefined): void =>
  (globalThis.clearImmediate ?? clearTimeout)(due as NodeJS.Immediate & NodeJS.Timeout);

/** What is asked of a board that runs by itself. */
export interface Paced {
  readonly core: {
    readonly instructions: number;
    readonly asleep: boolean;
    readonly cycles: number;
    readonly schedule: { readonly next: number };
  };
  readonly clock: { readonly frequency: number };
  readonly serial: { readonly queued: number; readonly bytesToBoard: number; readonly bytesToHost: number };
  readonly eeprom: { readonly busy: boolean };
  readonly cycles: number;
  readonly powered: boolean;
  advance(cycles: number): void;
  keepEeprom(): void;
}

/** Runs a board by itself, in turns on the event loop. */
export class Pacer {
  private readonly board: Paced;
  private pace: Pace | undefined;
  private timer: NodeJS.Timeout | undefined;
  private immediate: NodeJS.Immediate | NodeJS.Timeout | undefined;
  /** A moment on the wall clock (ms), and the cycle that belongs to it. */
  private originTime = 0;
  private originCycle = 0;
  private bytes = 0;
  private lastTraffic = 0;
  private turning = false;
  /** The latest run had bytes on the line or kept the CPU busy, or there was input since. */
  private active = false;

  constructor(board: Paced) {
    this.board = board;
  }

  start(pace: Pace): void {
    this.stop();
    this.pace = pace;
    this.rebase(performance.now());
    this.soon();
  }

  stop(): void {
    this.pace = undefined;
    clearTimeout(this.timer);
    notSoon(this.immediate);
    this.timer = undefined;
    this.immediate = undefined;
  }

  /** Something has happened to the board: give it its turn now instead of after the pause. */
  wake(): void {
    if (this.pace === undefined || this.turning || this.immediate !== undefined) return;
    this.lastTraffic = performance.now();
    this.active = true;
    this.soon();
  }

  private soon(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    this.immediate = soon(() => {
      this.immediate = undefined;
      this.turn();
    });
  }

  private turn(): void {
    const start = performance.now();
    this.turning = true;
    let more: boolean;
    try {
      more = this.catchUp(start);
      if (!more && this.pace === 'flat-out') more = this.work(start);
    } finally {
      this.turning = false;
      this.board.keepEeprom();
    }
    if (this.pace === undefined || !this.board.powered) return;
    if (more) this.soon();
    else this.timer = setTimeout(() => this.turn(), this.pause());
  }

  /** Runs up to what the clock on the wall says. Returns whether the turn was too short for that. */
  private catchUp(start: number): boolean {
    const cyclesPerMs = this.board.clock.frequency / 1000;
    const target = this.originCycle + (start - this.originTime) * cyclesPerMs;
    if (target - this.board.cycles > MAX_LAG_MS * cyclesPerMs) this.rebase(start);
    while (this.board.cycles < target && this.board.powered && this.pace !== undefined) {
      this.run(Math.min(CHUNK, target - this.board.cycles));
      if (performance.now() - start > TURN_MS) return this.board.cycles < target;
    }
    return false;
  }

  /** Runs ahead of the clock on the wall while there is work. Returns whether some is left. */
  private work(start: number): boolean {
    if (!this.isWorking()) return false;
    do {
      this.run(CHUNK);
    } while (this.isWorking() && performance.now() - start < TURN_MS);
    this.rebase(performance.now());
    return this.isWorking();
  }

  private isWorking(): boolean {
    const { powered, serial, eeprom } = this.board;
    return powered && this.pace !== undefined && (this.active || serial.queued > 0 || eeprom.busy);
  }

  private run(cycles: number): void {
    const { core, serial } = this.board;
    const { cycles: start, instructions: before } = core;
    this.board.advance(cycles);
    const ran = core.cycles - start;
    const bytes = serial.bytesToBoard + serial.bytesToHost;
    const traffic = bytes !== this.bytes;
    if (traffic) this.lastTraffic = performance.now();
    this.bytes = bytes;
    this.active = traffic || core.instructions - before > ran * BUSY_SHARE;
  }

  private pause(): number {
    const { core, clock } = this.board;
    if (performance.now() - this.lastTraffic < QUIET_AFTER_MS) return BUSY_PAUSE_MS;
    if (!core.asleep) return QUIET_PAUSE_MS;
    const untilEvent = ((core.schedule.next - core.cycles) / clock.frequency) * 1000;
    return Math.max(QUIET_PAUSE_MS, Math.min(SLEEP_PAUSE_MS, untilEvent));
  }

  private rebase(time: number): void {
    this.originTime = time;
    this.originCycle = this.board.cycles;
  }
}
