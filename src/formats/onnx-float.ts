import type { FloatNetwork } from '../training/float-network.ts';
import {
  DATA_TYPE,
  floatTensor,
  int64Tensor,
  intAttribute,
  node,
  type OnnxNotes,
  type OnnxOptions,
  onnxModel,
  streamDimensions,
  valueInfo,
} from './onnx-model.ts';

/**
 * The float network, before quantizing, as an ONNX model of float32 with ONNX's own RNN operator: input `x`
 * (steps, batch, inputs), output `y` (steps, batch, outputs), each the probability that the bit is 1. With `state`,
 * the state is the input `h0` and the output `hT`, both (batch, hidden); without it, every stream starts from the
 * trained state.
 *
 * @throws RangeError for an operator set out of range.
 */
export function onnxFloat(
  network: FloatNetwork,
  options: OnnxOptions & { readonly state?: boolean | undefined },
  notes: OnnxNotes,
): Uint8Array {
  const { inputs, hidden, outputs, parameters: p } = network;
  const { steps, batch } = streamDimensions(options);
  const float = DATA_TYPE.float;
  const state = options.state === true;
  const initial = state
    ? [node('Unsqueeze', ['h0', 'zero'], ['h0_rows'])]
    : [
        // The trained state is one row; the operator wants one for every stream.
        node('Shape', ['x'], ['x_shape']),
        node('Gather', ['x_shape', 'one'], ['batch']),
        node('Concat', ['one', 'batch', 'hidden'], ['h0_shape'], [intAttribute('axis', 0)]),
        node('Expand', ['s0', 'h0_shape'], ['h0_rows']),
      ];
  const graph = {
    node: [
      ...initial,
      node(
        'RNN',
        ['x', 'W', 'R', 'B', '', 'h0_rows'],
        ['states_by_direction', ...(state ? ['hT_rows'] : [])],
        [intAttribute('hidden_size', hidden)],
      ),
      node('Squeeze', ['states_by_direction', 'one'], ['states']),
      ...(state ? [node('Squeeze', ['hT_rows', 'zero'], ['hT'])] : []),
      node('MatMul', ['states', 'W_out'], ['products']),
      node('Add', ['products', 'b_out'], ['z']),
      node('Sigmoid', ['z'], ['y']),
    ],
    initializer: [
      floatTensor('W', [1, hidden, inputs], transposed(p.wInput, inputs, hidden)),
      floatTensor('R', [1, hidden, hidden], transposed(p.wRecurrent, hidden, hidden)),
      floatTensor('B', [1, 2 * hidden], [...p.bInput, ...p.bRecurrent]),
      floatTensor('W_out', [hidden, outputs], [...p.wOutput]),
      floatTensor('b_out', [outputs], [...p.bOutput]),
      int64Tensor('one', [1], [1]),
      ...(state
        ? [int64Tensor('zero', [1], [0])]
        : [floatTensor('s0', [1, 1, hidden], [...p.s0]), int64Tensor('hidden', [1], [hidden])]),
    ],
    input: [
      valueInfo('x', float, [steps, batch, inputs]),
      ...(state ? [valueInfo('h0', float, [batch, hidden])] : []),
    ],
    output: [
      valueInfo('y', float, [steps, batch, outputs]),
      ...(state ? [valueInfo('hT', float, [batch, hidden])] : []),
    ],
  };
  const metadata = { ...notes.metadata, initial_state: p.s0.join(',') };
  return onnxModel(graph, options, { ...notes, metadata });
}

/** (from, to) to ONNX's (to, from). */
function transposed(values: Float64Array, rows: number, columns: number): number[] {
  return Array.from(
    { length: columns * rows },
    (_, at) => values[(at % rows) * columns + Math.floor(at / rows)] as number,
  );
}
