import { type Census, countDisproved, countProven } from '../census.ts';
import type { Task } from '../tasks/index.ts';
import { DEFAULT_TRAINING } from '../training/options.ts';
import { lengthLines, share } from '../view/census-lines.ts';
import { count, grouped } from '../view/counts.ts';

/** The result of a census, and the path of its file. */
export interface Counted {
  readonly earlier: Census;
  readonly latest: Census;
  readonly seconds: number;
  readonly file: string;
  readonly plot: string;
}

/** The text at the end of a census. */
export function summary(task: Task, { earlier, latest, ...rest }: Counted, columns: number): string {
  const fresh = latest.starts - earlier.starts;
  const work =
    fresh > 0
      ? `${count(fresh, 'start')} in ${rest.seconds} s.`
      : 'No start was left to count; a larger --starts goes on.';
  const parts = [
    verdictLines(task, latest, columns),
    lengthLines(latest.disproved, columns),
    `counts  ${rest.file}\nplot    ${rest.plot}`,
    work,
  ];
  return `${parts.join('\n\n')}\n`;
}

/** How many starts reached each stage, with an explanation where the line has room for it. */
function verdictLines(task: Task, census: Census, columns: number): string {
  const { starts, learned, proven, notQuantizable, undecided } = census;
  const disproved = countDisproved(census);
  const samples = grouped(DEFAULT_TRAINING.testSamples);
  const part = (count: number, of: number, what: string) => `${share(count, of).padStart(8)} of ${what}`;
  const ofLearned = (count: number) => part(count, learned, 'those that learned');
  const forEver = `does what the ${task.name} does, for ever`;
  const rows: [string, number, string?, string?][] = [
    ['starts', starts],
    ['learned', learned, part(learned, starts, 'the starts'), `no mistake on ${samples} fresh samples`],
    ['proven', proven, ofLearned(proven), forEver],
    ['disproved', disproved, ofLearned(disproved), 'goes wrong on some stream'],
    ['fits no scale', notQuantizable],
    ['undecided', undecided],
  ];
  const lines = rows
    .filter(([, count], index) => index < 4 || count > 0)
    .map(([name, count, part, meaning]) => {
      const row = `${name.padEnd(13)}${grouped(count).padStart(11)}  ${part ?? ''}`;
      const whole = `${row}: ${meaning}`;
      return (meaning && whole.length <= columns ? whole : row).trimEnd();
    });
  return [...lines, '', ...pursuedLines(census)].join('\n');
}

/** The result of other roundings and fine-tuning on networks that the first rounding does not prove. */
function pursuedLines(census: Census): string[] {
  const { learned, pursued } = census;
  const missed = learned - census.proven;
  if (missed === 0) return ['All of this in the first rounding.'];
  const number = grouped;
  const untried = missed - pursued.networks;
  const proven = countProven(census);
  return [
    'That is the first rounding. Of the others',
    `${number(pursued.rounded)} are proven in another rounding and ${number(pursued.tuned)} after fine-tuning` +
      (untried > 0 ? `; ${number(untried)} were counted before that was tried.` : ':'),
    `${untried > 0 ? 'At least ' : ''}${number(proven)} of ${number(learned)} that learned are proven, ${share(proven, learned)}.`,
  ];
}
