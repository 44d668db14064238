import { type FloatNetwork, floatNetwork } from '../training/float-network.ts';

/** A tensor by name, its last index fastest. */
export interface NamedTensor {
  readonly name: string;
  readonly shape: readonly number[];
  readonly values: readonly number[];
}

/** The weights are not those of such a network. The message names the tensor and what was expected. */
export class ImportError extends Error {
  override readonly name = 'ImportError';
}

/** A network's parameters under the names that PyTorch gives them; its matrices are (to, from). */
export function torchTensors({ inputs, hidden, outputs, parameters: p }: FloatNetwork): NamedTensor[] {
  return [
    { name: 'weight_ih_l0', shape: [hidden, inputs], values: transposed(p.wInput, inputs, hidden) },
    { name: 'weight_hh_l0', shape: [hidden, hidden], values: transposed(p.wRecurrent, hidden, hidden) },
    { name: 'bias_ih_l0', shape: [hidden], values: [...p.bInput] },
    { name: 'bias_hh_l0', shape: [hidden], values: [...p.bRecurrent] },
    { name: 'linear.weight', shape: [outputs, hidden], values: transposed(p.wOutput, hidden, outputs) },
    { name: 'linear.bias', shape: [outputs], values: [...p.bOutput] },
    { name: 'h0', shape: [hidden], values: [...p.s0] },
  ];
}

/**
 * The inverse of {@link torchTensors}. Names may have a module's prefix, as in `rnn.weight_ih_l0`. The only other
 * matrix `….weight`, with its `….bias`, is the output layer. Missing biases are 0, and so is a missing `h0`.
 *
 * @throws ImportError when a tensor is missing or not unique, or has a wrong shape or wrong numbers.
 */
export function fromTorchTensors(tensors: readonly NamedTensor[]): FloatNetwork {
  const deeper = tensors.find(({ name }) => /_l[1-9]\d*$|_reverse$/.test(name));
  if (deeper) throw new ImportError(`expected one layer in one direction, got ${deeper.name}`);
  const inputWeights = only(tensors, 'weight_ih_l0');
  const [hidden = 0, inputs = 0] = inputWeights.shape;
  const recurrent = only(tensors, 'weight_hh_l0');
  const [rows = 0, units = 0] = recurrent.shape;
  const kind = { [3 * units]: 'nn.GRU', [4 * units]: 'nn.LSTM' }[rows];
  if (units > 0 && kind !== undefined)
    throw new ImportError(
      `expected the weights of an nn.RNN, got those of an ${kind}: ${recurrent.name} has ${rows / units} rows for each unit; train an nn.RNN`,
    );
  const isCell = ({ name }: NamedTensor) => /(weight|bias)_[ih]h_l0$/.test(name);
  const outer = tensors.filter((tensor) => !isCell(tensor) && /(^|\.)weight$/.test(tensor.name));
  if (outer.length !== 1 || outer[0] === undefined) {
    const names = outer.map(({ name }) => name).join(', ');
    throw new ImportError(`expected one output layer, a matrix like linear.weight, got ${names || 'none'}`);
  }
  const [output] = outer;
  const outputs = output.shape[0] ?? 0;
  const bias = output.name.replace(/weight$/, 'bias');
  const values = (tensor: NamedTensor | undefined, shape: number[]): readonly number[] => {
    const size = shape.reduce((product, length) => product * length, 1);
    if (tensor === undefined) return new Array<number>(size).fill(0);
    // PyTorch's h0 is (1, 1, hidden).
    const actual =
      shape.length === 1
        ? tensor.shape.filter((length) => length !== 1 || shape[0] === 1).slice(-1)
        : tensor.shape;
    if (actual.join() !== shape.join() || tensor.values.length !== size) {
      throw new ImportError(`${tensor.name}: expected shape (${shape}), got (${tensor.shape})`);
    }
    const odd = tensor.values.find((value) => !Number.isFinite(value));
    if (odd !== undefined) throw new ImportError(`${tensor.name}: expected finite numbers, got ${odd}`);
    return tensor.values;
  };
  const flat = [
    ...values(find(tensors, 'h0'), [hidden]),
    ...transposed(values(inputWeights, [hidden, inputs]), hidden, inputs),
    ...values(find(tensors, 'bias_ih_l0'), [hidden]),
    ...transposed(values(recurrent, [hidden, hidden]), hidden, hidden),
    ...values(find(tensors, 'bias_hh_l0'), [hidden]),
    ...transposed(values(output, [outputs, hidden]), outputs, hidden),
    ...values(
      tensors.find(({ name }) => name === bias),
      [outputs],
    ),
  ];
  return floatNetwork({ inputs, hidden, outputs }, Float64Array.from(flat));
}

function find(tensors: readonly NamedTensor[], name: string): NamedTensor | undefined {
  const found = tensors.filter((tensor) => tensor.name === name || tensor.name.endsWith(`.${name}`));
  if (found.length > 1)
    throw new ImportError(`expected one ${name}, got ${found.map(({ name }) => name).join(', ')}`);
  return found[0];
}

function only(tensors: readonly NamedTensor[], name: string): NamedTensor {
  const found = find(tensors, name);
  if (found === undefined) {
    throw new ImportError(
      `expected a tensor ${name}, got ${tensors.map(({ name }) => name).join(', ') || 'none'}`,
    );
  }
  return found;
}

/** (rows, columns) to (columns, rows). */
export function transposed(values: ArrayLike<number>, rows: number, columns: number): number[] {
  return Array.from(
    { length: columns * rows },
    (_, at) => values[(at % rows) * columns + Math.floor(at / rows)] as number,
  );
}
