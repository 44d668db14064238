import type { Dropped } from '../train.ts';

/** How many starts were dropped for each reason, as text; empty if none was. */
export function droppedCounts(dropped: readonly Dropped[]): string {
  const count = (reason: Dropped['reason']) => dropped.filter((each) => each.reason === reason).length;
  const disproved = count('disproved');
  const counts: [number, string][] = [
    [count('not learned'), 'did not learn'],
    [disproved, `learned the samples and ${disproved === 1 ? 'was' : 'were'} disproved`],
    [count('not quantizable'), 'fit no scale'],
    [count('undecided'), 'reached too many states'],
  ];
  return counts
    .filter(([many]) => many > 0)
    .map(([many, what]) => `${many} ${what}`)
    .join(', ');
}
