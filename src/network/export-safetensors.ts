import { parameterShapes } from '../training/index.ts';
import { floatOf, type NetworkDocument } from './document.ts';

/**
 * The float parameters as safetensors: the header's length (u64), the header (JSON), then the numbers (F64), all
 * little-endian. Format: https://github.com/huggingface/safetensors
 */
export function exportSafetensors(document: NetworkDocument): Buffer {
  const float = floatOf(document);
  const header: Record<string, unknown> = {
    __metadata__: { task: document.machine.name, format: 'carrybit', fixed: document.digests.fixed },
  };
  const parts: Buffer[] = [];
  let offset = 0;
  for (const [name, shape] of parameterShapes(float)) {
    const values = float.parameters[name];
    const bytes = Buffer.alloc(values.length * 8);
    for (const [index, value] of values.entries()) bytes.writeDoubleLE(value, index * 8);
    header[name] = { dtype: 'F64', shape, data_offsets: [offset, offset + bytes.length] };
    offset += bytes.length;
    parts.push(bytes);
  }
  const json = JSON.stringify(header);
  // Padded with spaces so that the numbers are aligned to 8 bytes.
  const text = Buffer.from(json.padEnd(Math.ceil(json.length / 8) * 8));
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(text.length));
  return Buffer.concat([length, text, ...parts]);
}
