import { requireList, requireWhole } from '../machine/require.ts';
// A plane is one input or output over time, one bit a step: step t is bit t mod 8 of byte t / 8. So the plane of a
// number is the number itself, lowest byte first.

/**
 * Steps of packed bits, one a byte, as planes.
 *
 * @param width how many planes
 * @returns width planes of ⌈steps / 8⌉ bytes
 * @throws RangeError when a step has a bit beyond the last plane
 */
export function packSteps(steps: Uint8Array, width: number): Uint8Array[] {
  requireList('steps', steps);
  requireWhole('width', width, 1, 8);
  const planes = Array.from({ length: width }, () => new Uint8Array(Math.ceil(steps.length / 8)));
  let seen = 0;
  for (let step = 0; step < steps.length; step++) seen |= steps[step] as number;
  if (seen >> width !== 0) {
    const step = steps.findIndex((bits) => bits >> width !== 0);
    throw new RangeError(`steps[${step}]: expected 0–${2 ** width - 1}, got ${steps[step]}`);
  }
  planes.forEach((plane, bit) => {
    for (let byte = 0; byte < plane.length; byte++) {
      const first = byte * 8;
      const count = Math.min(8, steps.length - first);
      let packed = 0;
      for (let at = 0; at < count; at++) packed |= (((steps[first + at] as number) >> bit) & 1) << at;
      plane[byte] = packed;
    }
  });
  return planes;
}

/**
 * The inverse of {@link packSteps}.
 *
 * @throws RangeError when there are more than 8 planes, or when one has no byte for the last step
 */
export function unpackSteps(planes: readonly Uint8Array[], count: number): Uint8Array {
  requireList('planes', planes);
  requireWhole('count', count, 0, 2 ** 31);
  if (planes.length > 8) throw new RangeError(`planes: expected at most 8, got ${planes.length}`);
  planes.forEach((plane, index) => {
    requireList(`planes[${index}]`, plane);
  });
  const short = planes.findIndex((plane) => plane.length * 8 < count);
  if (short >= 0) {
    throw new RangeError(
      `planes[${short}]: expected ${Math.ceil(count / 8)} bytes for ${count} steps, got ${planes[short]?.length}`,
    );
  }
  const steps = new Uint8Array(count);
  planes.forEach((plane, bit) => {
    for (let step = 0; step < count; step++) {
      steps[step] = (steps[step] as number) | ((((plane[step >> 3] as number) >> (step & 7)) & 1) << bit);
    }
  });
  return steps;
}
