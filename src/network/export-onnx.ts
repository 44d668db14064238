import protobuf from 'protobufjs/light.js';
import { floatOf, type NetworkDocument } from './document.ts';

const { Root } = protobuf;

/**
 * The float network as an ONNX model (float32, opset 17): input `x` (steps, samples, inputs), output `y`
 * (steps, samples, outputs). The recurrence is ONNX's own RNN operator with tanh and the trained initial state.
 */
export function exportOnnx(document: NetworkDocument): Uint8Array {
  const { inputs, hidden, outputs, parameters: p } = floatOf(document);
  const initializers = [
    floats('W', [1, hidden, inputs], transposed(p.wInput, inputs, hidden)),
    floats('R', [1, hidden, hidden], transposed(p.wRecurrent, hidden, hidden)),
    floats('B', [1, 2 * hidden], [...p.bInput, ...p.bRecurrent]),
    floats('s0', [1, 1, hidden], [...p.s0]),
    floats('W_out', [hidden, outputs], [...p.wOutput]),
    floats('b_out', [outputs], [...p.bOutput]),
    integers('one', [1], [1]),
    integers('hidden', [1], [hidden]),
    integers('direction', [1], [1]),
  ];
  const nodes = [
    // s0 is one row; the operator wants one for every sample.
    node('Shape', ['x'], ['samples'], [integerAttribute('start', 1), integerAttribute('end', 2)]),
    node('Concat', ['one', 'samples', 'hidden'], ['s0_shape'], [integerAttribute('axis', 0)]),
    node('Expand', ['s0', 's0_shape'], ['s0_rows']),
    node('RNN', ['x', 'W', 'R', 'B', '', 's0_rows'], ['states4'], [integerAttribute('hidden_size', hidden)]),
    node('Squeeze', ['states4', 'direction'], ['states']),
    node('MatMul', ['states', 'W_out'], ['products']),
    node('Add', ['products', 'b_out'], ['z']),
    node('Sigmoid', ['z'], ['y']),
  ];
  const model = {
    irVersion: 8,
    producerName: 'carrybit',
    producerVersion: document.provenance.carrybit,
    docString: `${document.machine.name}, constants ${document.digests.fixed}`,
    opsetImport: [{ domain: '', version: 17 }],
    graph: {
      name: document.machine.name,
      node: nodes,
      initializer: initializers,
      input: [valueInfo('x', inputs)],
      output: [valueInfo('y', outputs)],
    },
  };
  const type = Root.fromJSON(ONNX).lookupType('onnx.ModelProto');
  const problem = type.verify(model);
  if (problem) throw new Error(`the ONNX model is malformed: ${problem}`);
  return type.encode(type.create(model)).finish();
}

/** (from, to) to ONNX's (to, from). */
function transposed(values: Float64Array, rows: number, columns: number): number[] {
  return Array.from(
    { length: columns * rows },
    (_, at) => values[(at % rows) * columns + Math.floor(at / rows)] ?? 0,
  );
}

function floats(name: string, dims: number[], floatData: number[]) {
  return { name, dims, dataType: DATA_TYPE.float, floatData };
}

function integers(name: string, dims: number[], int64Data: number[]) {
  return { name, dims, dataType: DATA_TYPE.int64, int64Data };
}

function node(opType: string, input: string[], output: string[], attribute: object[] = []) {
  return { opType, input, output, attribute, name: output[0] };
}

function integerAttribute(name: string, i: number) {
  return { name, type: INT_ATTRIBUTE, i };
}

function valueInfo(name: string, features: number) {
  const dim = [{ dimParam: 'steps' }, { dimParam: 'samples' }, { dimValue: features }];
  return { name, type: { tensorType: { elemType: DATA_TYPE.float, shape: { dim } } } };
}

const DATA_TYPE = { float: 1, int64: 7 };
const INT_ATTRIBUTE = 2;

const field = (id: number, type: string) => ({ id, type });
const repeated = (id: number, type: string) => ({ id, type, rule: 'repeated' });
// onnx.proto is proto2, where repeated numbers are packed only if it says so.
const packed = (id: number, type: string) => ({ ...repeated(id, type), options: { packed: true } });
const unpacked = (id: number, type: string) => ({ ...repeated(id, type), options: { packed: false } });

/** The part of onnx.proto3 that this exporter writes; numbers and names are those of the ONNX IR specification. */
const ONNX = {
  nested: {
    onnx: {
      nested: {
        ModelProto: {
          fields: {
            irVersion: field(1, 'int64'),
            producerName: field(2, 'string'),
            producerVersion: field(3, 'string'),
            docString: field(6, 'string'),
            graph: field(7, 'GraphProto'),
            opsetImport: repeated(8, 'OperatorSetIdProto'),
          },
        },
        OperatorSetIdProto: { fields: { domain: field(1, 'string'), version: field(2, 'int64') } },
        GraphProto: {
          fields: {
            node: repeated(1, 'NodeProto'),
            name: field(2, 'string'),
            initializer: repeated(5, 'TensorProto'),
            input: repeated(11, 'ValueInfoProto'),
            output: repeated(12, 'ValueInfoProto'),
          },
        },
        NodeProto: {
          fields: {
            input: repeated(1, 'string'),
            output: repeated(2, 'string'),
            name: field(3, 'string'),
            opType: field(4, 'string'),
            attribute: repeated(5, 'AttributeProto'),
          },
        },
        AttributeProto: {
          fields: { name: field(1, 'string'), i: field(3, 'int64'), type: field(20, 'int32') },
        },
        TensorProto: {
          fields: {
            dims: unpacked(1, 'int64'),
            dataType: field(2, 'int32'),
            floatData: packed(4, 'float'),
            int64Data: packed(7, 'int64'),
            name: field(8, 'string'),
          },
        },
        ValueInfoProto: { fields: { name: field(1, 'string'), type: field(2, 'TypeProto') } },
        TypeProto: { fields: { tensorType: field(1, 'TensorType') } },
        TensorType: { fields: { elemType: field(1, 'int32'), shape: field(2, 'TensorShapeProto') } },
        TensorShapeProto: { fields: { dim: repeated(1, 'Dimension') } },
        Dimension: { fields: { dimValue: field(1, 'int64'), dimParam: field(2, 'string') } },
      },
    },
  },
};
