import type { Board } from '../board/board.ts';

/** Units of 100 ps in a second. */
const UNITS = 1e10;

/** Takes the text of a file as it grows. */
export type VcdWrite = (text: string) => void;

/** Writes levels over time as a value change dump (IEEE 1364-2001, section 18), which waveform viewers read. */
export class Vcd {
  readonly #write: VcdWrite;
  readonly #levels: (0 | 1)[];
  #time = 0;

  /**
   * @param module the scope that the signals are in
   * @param signals their names, without spaces, at most 90, and their levels at time 0
   * @param unit of times, as `100ps`
   */
  constructor(
    write: VcdWrite,
    module: string,
    signals: readonly (readonly [name: string, level: 0 | 1])[],
    unit: string,
  ) {
    this.#write = write;
    this.#levels = signals.map(([, level]) => level);
    const variables = signals.map(([name], at) => `$var wire 1 ${code(at)} ${name} $end`);
    write(
      `$timescale ${unit} $end\n$scope module ${module} $end\n${variables.join('\n')}\n$upscope $end\n$enddefinitions $end\n` +
        `#0\n$dumpvars\n${signals.map(([, level], at) => `${level}${code(at)}`).join('\n')}\n$end\n`,
    );
  }

  /** From `time` on, not before the last one, the signal of this number has this level. */
  change(signal: number, level: 0 | 1, time: number): void {
    if (this.#levels[signal] === level) return;
    this.#levels[signal] = level;
    this.#moveTo(time);
    this.#write(`${level}${code(signal)}\n`);
  }

  /** The levels stayed so until `time`. */
  end(time: number): void {
    this.#moveTo(time);
  }

  #moveTo(time: number): void {
    if (time <= this.#time) return;
    this.#time = time;
    this.#write(`#${time}\n`);
  }
}

/**
 * Records every edge at every pin of a board, to the cycle.
 *
 * @returns how to stop it
 */
export function recordPins(board: Board, write: VcdWrite): () => void {
  const start = board.cycles;
  const { name, hertz } = board.description;
  const unitsPerCycle = UNITS / hertz;
  const pins = board.pinNames.map((pin) => board.pin(pin));
  const signals = pins.map(({ name, level }) => [`pin_${name}`, level] as const);
  const vcd = new Vcd(write, name.replace(/^an? /, '').toLowerCase(), signals, '100ps');
  const stops = pins.map((pin, signal) =>
    pin.onEdge((level, cycle) => vcd.change(signal, level, (cycle - start) * unitsPerCycle)),
  );
  return () => {
    for (const stop of stops) stop();
    vcd.end((board.cycles - start) * unitsPerCycle);
  };
}

/** What stands for a signal in the lines of its changes: a printable character. */
const code = (signal: number) => String.fromCharCode(33 + signal);
