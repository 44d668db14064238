import type { Gates } from './gates.ts';

/**
 * Gates in the binary AIGER format, with a reset value for every latch and a symbol table. Outputs are what a model
 * checker proves to stay 0.
 *
 * @param comment lines for the end of the file.
 */
export function aiger({ inputs, latches, ands, outputs }: Gates, comment: readonly string[]): Uint8Array {
  const variables = inputs.length + latches.length + ands.length;
  const head = [
    `aig ${variables} ${inputs.length} ${latches.length} ${outputs.length} ${ands.length}`,
    ...latches.map(({ next, initial }) => `${next} ${initial}`),
    ...outputs.map(({ literal }) => `${literal}`),
  ];
  const tail = [
    ...inputs.map((name, at) => `i${at} ${name}`),
    ...latches.map(({ name }, at) => `l${at} ${name}`),
    ...outputs.map(({ name }, at) => `o${at} ${name}`),
    'c',
    ...comment,
  ];
  const bytes: number[] = [];
  const number = (value: number): void => {
    let rest = value;
    for (; rest >= 128; rest >>>= 7) bytes.push((rest & 127) | 128);
    bytes.push(rest);
  };
  ands.forEach(([high, low], at) => {
    const gate = 2 * (1 + inputs.length + latches.length + at);
    number(gate - high);
    number(high - low);
  });
  const text = new TextEncoder();
  return concatenated([
    text.encode(`${head.join('\n')}\n`),
    Uint8Array.from(bytes),
    text.encode(`${tail.join('\n')}\n`),
  ]);
}

function concatenated(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let offset = 0;
  for (const part of parts) {
    whole.set(part, offset);
    offset += part.length;
  }
  return whole;
}
