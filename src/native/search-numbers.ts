import type { FixedConstants, MachineTables } from '#addon';
import type { Numbers } from './search-job.ts';

/** Reads the numbers that the module has left, one after the other. */
export class Left {
  readonly #numbers: Float64Array;
  #at = 0;

  constructor(numbers: Float64Array) {
    this.#numbers = numbers;
  }

  get isOver(): boolean {
    return this.#at >= this.#numbers.length;
  }

  next(): number {
    const number = this.#numbers[this.#at];
    if (number === undefined) throw new Error('the module has left fewer numbers than expected');
    this.#at += 1;
    return number;
  }

  /** A count, then as many numbers. */
  array(): Float64Array {
    const count = this.next();
    this.#at += count;
    return this.#numbers.slice(this.#at - count, this.#at);
  }

  network(): FixedConstants {
    const list = () => [...this.array()];
    // In the order in which they were left.
    return {
      inputs: this.next(),
      hidden: this.next(),
      outputs: this.next(),
      weightBits: this.next(),
      stateBits: this.next(),
      tableBits: this.next(),
      fractionBits: this.next(),
      indexShift: this.next(),
      initialState: list(),
      inputWeights: list(),
      stateBias: list(),
      recurrentWeights: list(),
      outputWeights: list(),
      outputBias: list(),
      table: list(),
    };
  }
}

/** A machine as numbers for the module. */
export function machineNumbers({ inputs, outputs, initial, next, output, care }: MachineTables): Numbers {
  return [[inputs, outputs, initial], ...[next, output, care].flatMap(counted)];
}

/** A network as numbers for and from the module. */
export function networkNumbers(network: FixedConstants): Numbers {
  const { inputs, hidden, outputs, weightBits, stateBits, tableBits, fractionBits, indexShift } = network;
  const { initialState, inputWeights, stateBias, recurrentWeights, outputWeights, outputBias, table } =
    network;
  const lists = [
    ...[initialState, inputWeights, stateBias, recurrentWeights, outputWeights],
    ...[outputBias, table],
  ];
  return [
    [inputs, hidden, outputs, weightBits, stateBits, tableBits, fractionBits, indexShift],
    ...lists.flatMap(counted),
  ];
}

/** An array as numbers for the module: the count, then the elements. */
export function counted(array: ArrayLike<number>): Numbers {
  return [array.length, array];
}
