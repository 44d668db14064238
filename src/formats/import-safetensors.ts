import type { FloatNetwork } from '../training/float-network.ts';
import { fromTorchTensors, ImportError, type NamedTensor } from './torch-tensors.ts';

/** Bytes of a number, and a function that reads it. */
const TYPES: Readonly<Record<string, { bytes: number; read(view: DataView, at: number): number }>> = {
  F64: { bytes: 8, read: (view, at) => view.getFloat64(at, true) },
  F32: { bytes: 4, read: (view, at) => view.getFloat32(at, true) },
  BF16: { bytes: 2, read: (view, at) => bfloat16(view.getUint16(at, true)) },
};

/**
 * Reads a tanh RNN with a linear layer from safetensors, as PyTorch names its tensors.
 *
 * @throws ImportError for another file or another network.
 */
export function importSafetensors(file: Uint8Array): FloatNetwork {
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  if (file.length < 8)
    throw new ImportError(
      `expected safetensors, which begin with 8 bytes of length, got ${file.length} bytes`,
    );
  const length = Number(view.getBigUint64(0, true));
  if (length > file.length - 8)
    throw new ImportError('expected safetensors, got a header longer than the file');
  const header = parsed(new TextDecoder().decode(file.subarray(8, 8 + length)));
  const tensors = Object.entries(header).flatMap(([name, entry]) =>
    name === '__metadata__' ? [] : [tensor(name, entry, view, 8 + length)],
  );
  return fromTorchTensors(tensors);
}

function tensor(name: string, entry: unknown, view: DataView, start: number): NamedTensor {
  const { dtype, shape, data_offsets: offsets } = (entry ?? {}) as Record<string, unknown>;
  const type = TYPES[String(dtype)];
  if (type === undefined) throw new ImportError(`${name}: expected F64, F32 or BF16, got ${dtype}`);
  if (!isSizes(shape) || !isSizes(offsets) || offsets.length !== 2) {
    throw new ImportError(`${name}: expected a shape and data_offsets of whole numbers`);
  }
  const [begin = 0, end = 0] = offsets;
  const count = shape.reduce((product, size) => product * size, 1);
  if (end - begin !== count * type.bytes || start + end > view.byteLength) {
    throw new ImportError(`${name}: expected ${count * type.bytes} bytes, got offsets ${begin} to ${end}`);
  }
  return {
    name,
    shape,
    values: Array.from({ length: count }, (_, at) => type.read(view, start + begin + at * type.bytes)),
  };
}

function parsed(text: string): object {
  try {
    const header: unknown = JSON.parse(text);
    if (typeof header === 'object' && header !== null && !Array.isArray(header)) return header;
  } catch {
    // Falls through to the same error.
  }
  throw new ImportError('expected a JSON object as the header of safetensors, got other text');
}

function isSizes(value: unknown): value is number[] {
  return Array.isArray(value) && value.every((size) => Number.isSafeInteger(size) && size >= 0);
}

/** The upper half of a float32. */
function bfloat16(bits: number): number {
  const view = new DataView(new ArrayBuffer(4));
  view.setUint16(0, bits);
  return view.getFloat32(0);
}
