import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Frame, Step } from '../../src/web/frame.ts';
import { nextStepOf, withKnown, withoutKnown } from '../../src/web/latest-steps.ts';

/** Steps that a frame keeps. */
const KEPT = 5;

test('whichever frames a viewer misses, what it has after one is the whole frame', () => {
  const event = fc.record({
    steps: fc.integer({ min: 0, max: 2 * KEPT }),
    /** Another engine: the steps before are forgotten. */
    isForgotten: fc.boolean(),
    isMissed: fc.boolean(),
  });
  fc.assert(
    fc.property(fc.array(event, { minLength: 1 }), (events) => {
      let taken = 0;
      let steps: Step[] = [];
      let nextStep = 0;
      let seen: Frame | undefined;
      for (const { steps: more, isForgotten, isMissed } of events) {
        if (isForgotten) steps = [];
        for (let step = 0; step < more; step++) steps = [...steps, { index: taken++ } as Step].slice(-KEPT);
        const frame = { firstStep: steps[0]?.index ?? taken, steps } as unknown as Frame;
        if (isMissed) continue;
        const sent = JSON.parse(JSON.stringify(withoutKnown(frame, nextStep))) as Frame;
        expect(sent.steps.every(({ index }) => index >= nextStep)).toBe(true);
        nextStep = nextStepOf(frame);
        seen = withKnown(sent, seen);
        expect(seen).toEqual(frame);
        // Where nothing was left out nothing is doubled.
        expect(withKnown(frame, seen)).toEqual(frame);
      }
    }),
  );
});
