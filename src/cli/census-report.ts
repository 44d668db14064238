import { type Census, countDisproved } from '../census.ts';
import type { Task } from '../tasks/index.ts';
import { DEFAULT_TRAINING } from '../training/options.ts';
import { lengthLines, share } from '../view/census-lines.ts';

/** What came of a census, and where that is. */
export interface Counted {
  readonly earlier: Census;
  readonly latest: Census;
  readonly seconds: number;
  readonly file: string;
  readonly plot: string;
}

/** What people read at the end of a census. */
export function summary(task: Task, { earlier, latest, ...rest }: Counted, columns: number): string {
  const fresh = latest.starts - earlier.starts;
  const work =
    fresh > 0
      ? `${fresh.toLocaleString('en')} starts in ${rest.seconds} s.`
      : 'No start was left to count; a larger --starts goes on.';
  const parts = [
    verdictLines(task, latest, columns),
    lengthLines(latest.disproved, columns),
    `counts  ${rest.file}\nplot    ${rest.plot}`,
    work,
  ];
  return `${parts.join('\n\n')}\n`;
}

/** How many starts came how far, with what that means where the line has room for it. */
function verdictLines(task: Task, census: Census, columns: number): string {
  const { starts, learned, proven, notQuantizable, undecided } = census;
  const disproved = countDisproved(census);
  const samples = DEFAULT_TRAINING.testSamples.toLocaleString('en');
  const part = (count: number, of: number, what: string) => `${share(count, of).padStart(8)} of ${what}`;
  const ofLearned = (count: number) => part(count, learned, 'those that learned');
  const rows: [string, number, string?, string?][] = [
    ['starts', starts],
    ['learned', learned, part(learned, starts, 'the starts'), `no mistake on ${samples} fresh samples`],
    ['proven', proven, ofLearned(proven), `does what the ${task.name} does, for ever`],
    ['disproved', disproved, ofLearned(disproved), 'goes wrong on some stream'],
    ['fits no scale', notQuantizable],
    ['undecided', undecided],
  ];
  return rows
    .filter(([, count], index) => index < 4 || count > 0)
    .map(([name, count, part, meaning]) => {
      const row = `${name.padEnd(13)}${count.toLocaleString('en').padStart(11)}  ${part ?? ''}`;
      const whole = `${row}: ${meaning}`;
      return (meaning && whole.length <= columns ? whole : row).trimEnd();
    })
    .join('\n');
}
