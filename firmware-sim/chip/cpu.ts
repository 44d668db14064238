import { CPU } from 'avr8js';
import { Engine, FLASH_LISTENS, READS, WRITES } from './engine.ts';
import { Schedule } from './schedule.ts';
import { SREG, SREG_I } from './status.ts';

/** What a CPU is built for. */
export interface CpuDescription {
  /** First byte of SRAM: below are registers and I/O. */
  readonly sramStart: number;
  readonly sramBytes: number;
  /** Entries of the vector table, the reset's included; each has two words. */
  readonly vectors: number;
}

/**
 * What instructions act on: registers and memory, which are the engine's, clock events, and what the chip does about a
 * few instructions. To avr8js, which executes the rarest ones, it is a CPU of its own.
 */
export class Cpu extends CPU {
  /** @internal */
  readonly engine: Engine;
  override readonly data: Uint8Array;
  override readonly data16: Uint16Array;
  override readonly dataView: DataView;
  override readonly progBytes: Uint8Array;
  override readonly pc22Bits: boolean;
  readonly sramStart: number;
  /** Clock events by cycle. */
  readonly schedule = new Schedule();
  /** Instructions executed since power-on: the cost of a simulation, as opposed to the cycles it covers. */
  instructions = 0;
  /**
   * Counts everything that can make two passes through the same loop differ although registers and memory are equal:
   * events, interrupts, and accesses to I/O registers that have side effects or depend on time.
   */
  activity = 0;
  /** Counts WDR instructions, the one side effect a skipped loop may have. */
  watchdogRestarts = 0;
  /**
   * Called when a sleep begins (`true`) and ends, with clkI/O stopped in all modes but Idle and ADC Noise Reduction.
   */
  onSleep: (asleep: boolean) => void = () => {};
  /** Called for a SLEEP instruction; answers whether the chip may sleep (SMCR.SE). */
  maySleep: () => boolean = () => false;
  /** The SPM instruction. */
  onSpm: () => void = () => {};
  /** LPM from a byte address, while `asksOnLpm`; answers what is read instead of the flash, if something is. */
  onLpm: (address: number) => number | undefined = () => undefined;
  /** Called when something outside the chip has acted on it: whoever paces the board may want to run it. */
  onInput: () => void = () => {};
  /** Called after WDR instructions, with the cycle after the last of them. */
  onWatchdogRestart: (cycle: number) => void = () => {};
  /** Called when the core has skipped `cycles` in which the firmware executed WDR. */
  onWatchdogSkip: (cycles: number) => void = () => {};
  /** False executes every single pass of an idle loop; results are equal, only slower. */
  skipIdle = true;
  /** True between a SLEEP instruction and the interrupt or reset that ends it. */
  asleep = false;

  /** Number of the instruction that enabled interrupts last. */
  protected enabledBy = 0;

  /**
   * @param flash its content; a program counter of more than 16 bits (above 128 KiB) makes return addresses three bytes
   */
  constructor(flash: Uint8Array, { sramStart, sramBytes }: CpuDescription) {
    const engine = new Engine(flash, sramStart, sramStart + sramBytes);
    const { data, program } = engine;
    super(program, 0);
    this.engine = engine;
    this.data = data;
    this.data16 = new Uint16Array(data.buffer, data.byteOffset, data.length / 2);
    this.dataView = new DataView(data.buffer, data.byteOffset, data.length);
    this.progBytes = new Uint8Array(program.buffer, program.byteOffset, program.byteLength);
    this.pc22Bits = this.progBytes.length > 0x20000;
    this.sramStart = sramStart;
    this.SP = data.length - 1;
    this.onStore(SREG, (value) => this.setStatus(value));
  }

  /**
   * Cycle at which the running instruction's write to an I/O register takes effect: OUT takes one cycle, others two.
   */
  get landing(): number {
    const event = this.schedule.current;
    if (event !== undefined) return event;
    const opcode = this.progMem[this.pc] ?? 0;
    return this.cycles + ((opcode & 0xf800) === 0xb800 ? 1 : 2);
  }

  /** The exact time of what happens now: that of the event being served, else the CPU's. */
  get now(): number {
    return this.schedule.current ?? this.cycles;
  }

  /** Something outside the chip acts on it. */
  touch(): void {
    this.activity += 1;
    this.onInput();
  }

  /** Registers a read hook. Pure reads depend on nothing but state that only events and writes change. */
  onRead(address: number, pure: boolean, hook: () => number): void {
    this.listenToReads(address, true);
    this.readHooks[address] = pure
      ? hook
      : () => {
          this.activity += 1;
          return hook();
        };
  }

  /**
   * Registers a write hook that stores the register itself. `mask` has the bits the instruction touches: on these chips
   * SBI and CBI leave all others alone, even flags cleared by writing one (section 7.4 of the register summary's
   * notes).
   */
  onWrite(address: number, hook: (value: number, mask: number) => void): void {
    this.onStore(address, (value, mask) => {
      this.activity += 1;
      hook(value, mask);
    });
  }

  /** The same for a register that is like memory: what is written to it is its only effect on the firmware. */
  onStore(address: number, hook: (value: number, mask: number) => void): void {
    const { listeners } = this.engine;
    listeners[address] = (listeners[address] as number) | WRITES;
    this.writeHooks[address] = (value, _old, _address, mask) => {
      hook(value, mask);
      return true;
    };
  }

  /** Whether LPM asks `onLpm`. */
  set asksOnLpm(asks: boolean) {
    this.engine.numbers[FLASH_LISTENS] = asks ? 1 : 0;
  }

  /** Used by instructions: writes SREG. */
  setStatus(value: number): void {
    if (value & ~(this.data[SREG] as number) & SREG_I) this.enabledBy = this.instructions + 1;
    this.data[SREG] = value;
  }

  /** The SLEEP instruction. */
  sleep(): void {
    if (!this.maySleep()) return;
    this.asleep = true;
    this.onSleep(true);
  }

  /** Whether reads of a register call its hook; without one, they do not count as activity either. */
  listenToReads(address: number, listens: boolean): void {
    const others = (this.engine.listeners[address] as number) & ~READS;
    this.engine.listeners[address] = others | (listens ? READS : 0);
  }

  /** Used by `Idle`: jumps over whole passes of a loop. */
  skip(cycles: number, restartsWatchdog: boolean): void {
    this.cycles += cycles;
    if (restartsWatchdog) this.onWatchdogSkip(cycles);
  }
}
