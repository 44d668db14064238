// Watches the decoder: it must not report a movement or an error while both contacts stay as they were.
export const inputs = ['a', 'b', 'moved', 'error'];
export const outputs = ['bad'];
export const initial = { a: 0, b: 0 };

export function step(before, [a, b, moved, error]) {
  const still = a === before.a && b === before.b;
  return { state: { a, b }, outputs: [still && (moved || error) ? 1 : 0] };
}
