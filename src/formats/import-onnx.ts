import type { FloatNetwork } from '../training/float-network.ts';
import { DATA_TYPE, MODEL } from './onnx-model.ts';
import { fromTorchTensors, ImportError, type NamedTensor, transposed } from './torch-tensors.ts';

interface Tensor {
  name: string;
  dims: number[];
  dataType: number;
  floatData: number[];
  doubleData: number[];
  rawData: Uint8Array;
}

interface Node {
  opType: string;
  input: string[];
  output: string[];
  attribute: { name: string; i: number; s: Uint8Array; t: Tensor | null; strings: Uint8Array[] }[];
}

/**
 * Reads a tanh RNN with a linear layer from an ONNX model: one node RNN, one direction, and the MatMul and Add, or
 * the Gemm, that its states lead to. The initial state is read if it is a constant, and is 0 if it is an input of the
 * model.
 *
 * @throws ImportError for another model.
 */
export function importOnnx(file: Uint8Array): FloatNetwork {
  const { nodes, constants } = read(file);
  const cells = nodes.filter(({ opType }) => ['RNN', 'LSTM', 'GRU'].includes(opType));
  const [cell] = cells;
  if (cell === undefined || cells.length > 1 || cell.opType !== 'RNN') {
    throw new ImportError(
      `expected one node RNN, got ${cells.map(({ opType }) => opType).join(', ') || 'none'}`,
    );
  }
  const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
  for (const { name, s, strings } of cell.attribute) {
    if (name === 'direction' && text(s) !== 'forward')
      throw new ImportError(`expected direction forward, got ${text(s)}`);
    const other =
      name === 'activations'
        ? strings.map(text).find((activation) => activation.toLowerCase() !== 'tanh')
        : undefined;
    if (other !== undefined) throw new ImportError(`expected activations Tanh, got ${other}`);
    if (name === 'clip')
      throw new ImportError('expected an RNN without clip, got one with it; export it without');
  }
  const constant = (name: string | undefined, role: string): NamedTensor => {
    const found = constants.get(name ?? '');
    if (found === undefined)
      throw new ImportError(`expected the ${role} of the RNN as a constant, got ${name || 'none'}`);
    return found;
  };
  const [, w, r, b, , h0] = cell.input;
  const first = ({ shape, values }: NamedTensor, name: string): NamedTensor => ({
    name,
    shape: shape.slice(1),
    values,
  });
  const inputWeights = first(constant(w, 'input weights'), 'weight_ih_l0');
  const hidden = inputWeights.shape[0] ?? 0;
  const biases = b ? constant(b, 'biases').values : new Array<number>(2 * hidden).fill(0);
  const initial = h0 ? source(h0, nodes, constants) : undefined;
  return fromTorchTensors([
    inputWeights,
    first(constant(r, 'recurrent weights'), 'weight_hh_l0'),
    { name: 'bias_ih_l0', shape: [hidden], values: biases.slice(0, hidden) },
    { name: 'bias_hh_l0', shape: [hidden], values: biases.slice(hidden) },
    ...(initial === undefined
      ? []
      : [{ name: 'h0', shape: [hidden], values: initial.values.slice(0, hidden) }]),
    ...outputLayer(cell.output[0] as string, nodes, constants),
  ]);
}

/** The layer after the states: a MatMul and an Add, or a Gemm; nodes that only reshape may come before it. */
function outputLayer(
  states: string,
  nodes: readonly Node[],
  constants: ReadonlyMap<string, NamedTensor>,
): NamedTensor[] {
  let value = states;
  let weight: NamedTensor | undefined;
  let bias: NamedTensor | undefined;
  for (;;) {
    const node = nodes.find(({ input }) => input.includes(value));
    const operand = node?.input.map((name) => constants.get(name)).find((found) => found !== undefined);
    if (
      node === undefined ||
      !['Squeeze', 'Transpose', 'Reshape', 'Identity', 'MatMul', 'Gemm', 'Add'].includes(node.opType)
    )
      break;
    if (node.opType === 'MatMul' && operand) weight = turned(operand);
    if (node.opType === 'Add' && weight && operand) bias = operand;
    if (node.opType === 'Gemm') {
      const [, b, c] = node.input.map((name) => constants.get(name));
      if (b) weight = node.attribute.some(({ name, i }) => name === 'transB' && i === 1) ? b : turned(b);
      bias = c;
    }
    if (bias) break;
    value = node.output[0] as string;
  }
  if (weight === undefined)
    throw new ImportError('expected a MatMul or Gemm with constant weights after the RNN, got none');
  return [{ ...weight, name: 'linear.weight' }, ...(bias ? [{ ...bias, name: 'linear.bias' }] : [])];
}

function turned({ name, shape, values }: NamedTensor): NamedTensor {
  const [rows = 0, columns = 0] = shape;
  return { name, shape: [columns, rows], values: transposed(values, rows, columns) };
}

/** The constant that a value was expanded from, if it was. */
function source(
  name: string,
  nodes: readonly Node[],
  constants: ReadonlyMap<string, NamedTensor>,
): NamedTensor | undefined {
  for (let value = name; ; ) {
    const found = constants.get(value);
    if (found !== undefined) return found;
    const node = nodes.find(({ output }) => output.includes(value));
    if (node === undefined || !['Expand', 'Unsqueeze', 'Reshape', 'Identity'].includes(node.opType))
      return undefined;
    value = node.input[0] as string;
  }
}

function read(file: Uint8Array): { nodes: Node[]; constants: Map<string, NamedTensor> } {
  let graph: { node: Node[]; initializer: Tensor[] } | null;
  try {
    const model = MODEL.toObject(MODEL.decode(file), { longs: Number, arrays: true, defaults: true });
    ({ graph } = model as { graph: typeof graph });
  } catch {
    // What the reader of protobuf says of bytes that are something else helps nobody.
    throw new ImportError('expected an ONNX model, got other bytes');
  }
  if (!graph) throw new ImportError('expected an ONNX model, got one without a graph');
  const tensors = new Map(graph.initializer.map((tensor) => [tensor.name, tensor]));
  for (const { opType, output, attribute } of graph.node) {
    const value = attribute.find(({ name }) => name === 'value')?.t;
    if (opType === 'Constant' && value) tensors.set(output[0] as string, value);
  }
  const constants = new Map<string, NamedTensor>();
  for (const [name, tensor] of tensors) {
    const values = numbers(tensor);
    if (values) constants.set(name, { name, shape: tensor.dims, values });
  }
  return { nodes: graph.node, constants };
}

/** A tensor's floats; undefined for one of another type. */
function numbers({ dataType, rawData, floatData, doubleData }: Tensor): number[] | undefined {
  const bytes = dataType === DATA_TYPE.float ? 4 : dataType === DATA_TYPE.double ? 8 : 0;
  if (bytes === 0) return undefined;
  if (rawData.length === 0) return bytes === 4 ? floatData : doubleData;
  const view = new DataView(rawData.buffer, rawData.byteOffset, rawData.byteLength);
  return Array.from({ length: Math.floor(rawData.length / bytes) }, (_, at) =>
    bytes === 4 ? view.getFloat32(at * 4, true) : view.getFloat64(at * 8, true),
  );
}
