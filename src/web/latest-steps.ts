import type { Frame } from './frame.ts';

/** A frame as it goes over the line to a viewer who has got all steps before `nextStep`. */
export function withoutKnown(frame: Frame, nextStep: number): Frame {
  return { ...frame, steps: frame.steps.filter(({ index }) => index >= nextStep) };
}

/** The index of the first step that a frame does not hold yet. */
export function nextStepOf({ firstStep, steps }: Frame): number {
  return (steps.at(-1)?.index ?? firstStep - 1) + 1;
}

/** A frame with all of its latest steps again. @param before the viewer's frame before, of the same connection */
export function withKnown(frame: Frame, before: Frame | undefined): Frame {
  const from = frame.steps[0]?.index ?? Number.POSITIVE_INFINITY;
  const known = before?.steps.filter(({ index }) => index >= frame.firstStep && index < from) ?? [];
  return { ...frame, steps: [...known, ...frame.steps] };
}
