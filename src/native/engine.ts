/** The part of the global object that is used here; TypeScript's types of a browser are not loaded. */
declare const WebAssembly: {
  validate(bytes: Uint8Array): boolean;
  compile(bytes: Uint8Array): Promise<object>;
  Module: new (bytes: Uint8Array) => object;
  Instance: new (module: object, imports?: object) => Instance;
};

/** An instance of a module. */
export interface Instance {
  readonly exports: unknown;
}

/** Makes instances of the module in the bytes, with its imports. */
export function instances(bytes: Uint8Array, imports?: object): () => Instance {
  const module = new WebAssembly.Module(bytes);
  return () => new WebAssembly.Instance(module, imports);
}

/** The same, compiled off this thread. */
export async function instancesLater(bytes: Uint8Array, imports?: object): Promise<() => Instance> {
  const module = await WebAssembly.compile(bytes);
  return () => new WebAssembly.Instance(module, imports);
}

/** A module of one function: the relaxed multiply-add of SIMD, on one number. */
const RELAXED_MADD = Uint8Array.of(
  ...[0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00],
  // types: (f32, f32, f32) → f32; functions: one of it; exports: "f"
  ...[0x01, 0x08, 0x01, 0x60, 0x03, 0x7d, 0x7d, 0x7d, 0x01, 0x7d],
  ...[0x03, 0x02, 0x01, 0x00],
  ...[0x07, 0x05, 0x01, 0x01, 0x66, 0x00, 0x00],
  // code: local.get and f32x4.splat three times, f32x4.relaxed_madd, f32x4.extract_lane 0
  ...[0x0a, 0x16, 0x01, 0x14, 0x00],
  ...[0x20, 0x00, 0xfd, 0x13, 0x20, 0x01, 0xfd, 0x13, 0x20, 0x02, 0xfd, 0x13],
  ...[0xfd, 0x85, 0x02, 0xfd, 0x1f, 0x00, 0x0b],
);

/**
 * Whether the relaxed multiply-add rounds once here. The standard allows two roundings, which would give other bits
 * than on other machines.
 */
export function isFused(): boolean {
  if (!WebAssembly.validate(RELAXED_MADD)) return false;
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(RELAXED_MADD));
  const { f } = exports as { f(a: number, b: number, c: number): number };
  // a² = 1 + 2⁻¹¹ + 2⁻²⁴; float32 cannot hold its last bit.
  const a = 1 + 2 ** -12;
  return f(a, a, -(1 + 2 ** -11)) === 2 ** -24;
}
