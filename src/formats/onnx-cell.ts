import type { FixedNetwork } from '../fixed/fixed-network.ts';
import {
  DATA_TYPE,
  floatTensor,
  graphAttribute,
  int32Tensor,
  intAttribute,
  node,
  type OnnxNotes,
  type OnnxOptions,
  onnxModel,
  streamDimensions,
  valueInfo,
} from './onnx-model.ts';

/**
 * The fixed cell as an ONNX model, bit for bit (docs/spec.md section 2). All tensors are int32. A stream: inputs `x`
 * (steps, batch, inputs) and `h0` (batch, hidden), outputs `y` (steps, batch, outputs) and `hT` (batch, hidden), the
 * state after the last step. One step: the same without the first axis, with `h` and `h_next` for the states. The
 * metadata has the network's initial state as `initial_state`.
 *
 * @throws RangeError for an operator set out of range.
 */
export function onnxCell(
  network: FixedNetwork,
  form: 'stream' | 'step',
  options: OnnxOptions,
  notes: OnnxNotes,
): Uint8Array {
  const { inputs, hidden, outputs } = network;
  const { steps, batch } = streamDimensions(options);
  const int32 = DATA_TYPE.int32;
  const metadata = { ...notes.metadata, initial_state: network.initialState.join(',') };
  const wholeNotes = { ...notes, metadata };
  const cell = (x: string, y: string) => ({
    ...cellGraph(network, x, y),
    input: [valueInfo('h', int32, [batch, hidden]), valueInfo(x, int32, [batch, inputs])],
    output: [valueInfo('h_next', int32, [batch, hidden]), valueInfo(y, int32, [batch, outputs])],
  });
  if (form === 'step') {
    const { input, output, ...graph } = cell('x', 'y');
    return onnxModel({ ...graph, input: input.reverse(), output: output.reverse() }, options, wholeNotes);
  }
  const scan = node(
    'Scan',
    ['h0', 'x'],
    ['hT', 'y'],
    [
      graphAttribute('body', { name: 'step', ...cell('x_step', 'y_step') }),
      intAttribute('num_scan_inputs', 1),
    ],
  );
  const graph = {
    node: [scan],
    input: [valueInfo('x', int32, [steps, batch, inputs]), valueInfo('h0', int32, [batch, hidden])],
    output: [valueInfo('y', int32, [steps, batch, outputs]), valueInfo('hT', int32, [batch, hidden])],
  };
  return onnxModel(graph, options, wholeNotes);
}

/**
 * One step from `h` to `h_next`. Runtimes agree on integer products and sums but not on shifts of negative numbers. So
 * the table's address is computed in float32, which holds every accumulator exactly.
 */
function cellGraph(network: FixedNetwork, x: string, y: string) {
  const { inputs, hidden, outputs, table } = network;
  const one = 2 ** (network.stateBits - 1);
  const half = 2 ** (network.tableBits - 1);
  const scaled = (values: readonly number[]) => values.map((value) => value * one);
  return {
    node: [
      node('MatMul', [x, 'input_weights'], ['from_inputs']),
      node('MatMul', ['h', 'recurrent_weights'], ['from_state']),
      node('Add', ['from_inputs', 'from_state'], ['products']),
      node('Add', ['products', 'state_bias'], ['accumulator']),
      node('Cast', ['accumulator'], ['accumulator_float'], [intAttribute('to', DATA_TYPE.float)]),
      node('Mul', ['accumulator_float', 'scale'], ['shifted']),
      node('Floor', ['shifted'], ['floor']),
      node('Clip', ['floor', 'lowest', 'highest'], ['index']),
      node('Add', ['index', 'half'], ['address_float']),
      node('Cast', ['address_float'], ['address'], [intAttribute('to', DATA_TYPE.int64)]),
      node('Gather', ['table', 'address'], ['h_next']),
      node('MatMul', ['h_next', 'output_weights'], ['output_products']),
      node('Add', ['output_products', 'output_bias'], ['logits']),
      node('Less', ['logits', 'zero'], ['negative']),
      node('Not', ['negative'], ['bits']),
      node('Cast', ['bits'], [y], [intAttribute('to', DATA_TYPE.int32)]),
    ],
    initializer: [
      int32Tensor('input_weights', [inputs, hidden], scaled(network.inputWeights)),
      int32Tensor('recurrent_weights', [hidden, hidden], [...network.recurrentWeights]),
      int32Tensor('state_bias', [hidden], scaled(network.stateBias)),
      int32Tensor('output_weights', [hidden, outputs], [...network.outputWeights]),
      int32Tensor('output_bias', [outputs], scaled(network.outputBias)),
      // By address −half … half − 1, moved to begin at 0.
      int32Tensor('table', [2 * half], [...table.slice(half), ...table.slice(0, half)]),
      int32Tensor('zero', [], [0]),
      floatTensor('scale', [], [2 ** -network.indexShift]),
      floatTensor('lowest', [], [-half]),
      floatTensor('highest', [], [half - 1]),
      floatTensor('half', [], [half]),
    ],
  };
}
