// A quadrature decoder: the two contacts a and b of a rotary encoder, sampled at each step.
export const inputs = ['a', 'b'];
export const outputs = ['moved', 'forward', 'error'];

// The state is what the contacts were before.
export const initial = { a: 0, b: 0 };

// Forward, the contacts go through 00, 10, 11, 01, and again 00.
const ORDER = ['00', '10', '11', '01'];

export function step(before, [a, b]) {
  const from = ORDER.indexOf(`${before.a}${before.b}`);
  const to = ORDER.indexOf(`${a}${b}`);
  const turned = (to - from + 4) % 4;
  return {
    state: { a, b },
    // Nothing moved: the direction is of no interest. Two contacts at once: a step was missed, so it is not known.
    outputs: [turned % 2, turned === 1 ? 1 : turned === 3 ? 0 : null, turned === 2 ? 1 : 0],
  };
}
