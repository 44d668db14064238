import type { FloatNetwork } from '../training/float-network.ts';
import { torchTensors } from './torch-tensors.ts';

/**
 * The float network as safetensors in float64, under the names and in the shapes of PyTorch's `nn.RNN` with an
 * `nn.Linear` named `linear` after it, and the initial state as `h0`. Format: a header's length (u64), the header
 * (JSON), then the numbers, all little-endian.
 */
export function safetensors(network: FloatNetwork, metadata: Readonly<Record<string, string>>): Uint8Array {
  const header: Record<string, unknown> = { __metadata__: metadata };
  const tensors = torchTensors(network);
  let offset = 0;
  for (const { name, shape, values } of tensors) {
    header[name] = { dtype: 'F64', shape, data_offsets: [offset, offset + 8 * values.length] };
    offset += 8 * values.length;
  }
  const json = new TextEncoder().encode(JSON.stringify(header));
  // Padded with spaces so that the numbers are aligned to 8 bytes.
  const start = 8 + Math.ceil(json.length / 8) * 8;
  const file = new Uint8Array(start + offset).fill(0x20, 8, start);
  file.set(json, 8);
  const view = new DataView(file.buffer);
  view.setBigUint64(0, BigInt(start - 8), true);
  let at = start;
  for (const value of tensors.flatMap(({ values }) => values)) {
    view.setFloat64(at, value, true);
    at += 8;
  }
  return file;
}
