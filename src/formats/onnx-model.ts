import protobuf from '#protobuf';
import { OPSETS } from './opsets.ts';

const { Root } = protobuf;

/** Sizes and operator set of a model; sizes that are not given are left open. */
export interface OnnxOptions {
  readonly opset?: number | undefined;
  /** Fixes the number of steps and of streams side by side. */
  readonly static?: { readonly steps: number; readonly batch: number } | undefined;
}

/** What a model says about itself. */
export interface OnnxNotes {
  readonly name: string;
  readonly version: string;
  readonly text: string;
  readonly metadata: Readonly<Record<string, string>>;
}

export const DATA_TYPE = { float: 1, int32: 6, int64: 7, bool: 9, double: 11 } as const;
const ATTRIBUTE = { int: 2, graph: 5, ints: 7 } as const;

/** A model in bytes. */
export function onnxModel(
  graph: object,
  { opset = OPSETS.default }: OnnxOptions,
  notes: OnnxNotes,
): Uint8Array {
  if (!Number.isInteger(opset) || opset < OPSETS.min || opset > OPSETS.max) {
    throw new RangeError(`expected an operator set of ${OPSETS.min}–${OPSETS.max}, got ${opset}`);
  }
  const model = {
    irVersion: opset < 15 ? 7 : opset < 19 ? 8 : opset < 21 ? 9 : opset < 23 ? 10 : 11,
    producerName: 'carrybit',
    producerVersion: notes.version,
    docString: notes.text,
    opsetImport: [{ domain: '', version: opset }],
    metadataProps: Object.entries(notes.metadata).map(([key, value]) => ({ key, value })),
    graph: { name: notes.name, ...graph },
  };
  const problem = MODEL.verify(model);
  if (problem) throw new Error(`the ONNX model is malformed: ${problem}`);
  return MODEL.encode(MODEL.create(model)).finish();
}

/** The numbers of steps and streams as dimensions: fixed, or open with these names. */
export function streamDimensions({ static: sizes }: OnnxOptions): {
  steps: number | string;
  batch: number | string;
} {
  return sizes ?? { steps: 'steps', batch: 'batch' };
}

export function floatTensor(name: string, dims: number[], floatData: number[]) {
  return { name, dims, dataType: DATA_TYPE.float, floatData };
}

export function int32Tensor(name: string, dims: number[], int32Data: number[]) {
  return { name, dims, dataType: DATA_TYPE.int32, int32Data };
}

export function int64Tensor(name: string, dims: number[], int64Data: number[]) {
  return { name, dims, dataType: DATA_TYPE.int64, int64Data };
}

export function node(opType: string, input: string[], output: string[], attribute: object[] = []) {
  return { opType, input, output, attribute, name: output[0] };
}

export function intAttribute(name: string, i: number) {
  return { name, type: ATTRIBUTE.int, i };
}

export function graphAttribute(name: string, g: object) {
  return { name, type: ATTRIBUTE.graph, g };
}

export function intsAttribute(name: string, ints: number[]) {
  return { name, type: ATTRIBUTE.ints, ints };
}

/** An input or output tensor; a named dimension is open. */
export function valueInfo(name: string, elemType: number, dims: (number | string)[]) {
  const dim = dims.map((size) => (typeof size === 'number' ? { dimValue: size } : { dimParam: size }));
  return { name, type: { tensorType: { elemType, shape: { dim } } } };
}

const field = (id: number, type: string) => ({ id, type });
const repeated = (id: number, type: string) => ({ id, type, rule: 'repeated' });
// onnx.proto is proto2, where repeated numbers are packed only if it says so.
const packed = (id: number, type: string) => ({ ...repeated(id, type), options: { packed: true } });
const unpacked = (id: number, type: string) => ({ ...repeated(id, type), options: { packed: false } });

/** The part of onnx.proto that we write and read; numbers and names are those of the ONNX IR specification. */
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
            metadataProps: repeated(14, 'StringStringEntryProto'),
          },
        },
        StringStringEntryProto: { fields: { key: field(1, 'string'), value: field(2, 'string') } },
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
          fields: {
            name: field(1, 'string'),
            i: field(3, 'int64'),
            s: field(4, 'bytes'),
            t: field(5, 'TensorProto'),
            g: field(6, 'GraphProto'),
            ints: unpacked(8, 'int64'),
            strings: repeated(9, 'bytes'),
            type: field(20, 'int32'),
          },
        },
        TensorProto: {
          fields: {
            dims: unpacked(1, 'int64'),
            dataType: field(2, 'int32'),
            floatData: packed(4, 'float'),
            int32Data: packed(5, 'int32'),
            int64Data: packed(7, 'int64'),
            name: field(8, 'string'),
            rawData: field(9, 'bytes'),
            doubleData: packed(10, 'double'),
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

/** The message that a model file is. */
/** Of protobufjs, as far as it is needed here. */
interface MessageType {
  verify(message: object): string | null;
  create(message: object): object;
  encode(message: object): { finish(): Uint8Array };
  decode(file: Uint8Array): object;
  toObject(message: object, options: object): unknown;
}

export const MODEL: MessageType = Root.fromJSON(ONNX).lookupType('onnx.ModelProto');
