import type { Task } from '../tasks/index.ts';
import { type TrainingOptions, trainStart } from '../training/index.ts';
import { count } from '../view/counts.ts';

/** Maximum of starts that are examined. */
const MAX_STARTS = 3;
/** A loss that changes by less than this share counts as unchanged. */
const MIN_CHANGE = 0.02;
/**
 * A network that knows nothing has a loss per output bit near ln 2. With a greater loss it is sure of wrong outputs.
 */
const HIGH_LOSS = 1;
/** With fewer samples a network may learn these, and no others. */
const FEW_SAMPLES = 100;

/** How the losses of a start developed. */
export type Course = 'no numbers' | 'rose' | 'high' | 'flat' | 'fell';

/** Compares the first tenth of the losses with the last. */
export function courseOf(losses: ArrayLike<number>): { course: Course; from: number; to: number } {
  const values = Array.from(losses);
  const tenth = Math.max(1, Math.floor(values.length / 10));
  const mean = (part: readonly number[]) => part.reduce((sum, value) => sum + value, 0) / part.length;
  const [from, to] = [mean(values.slice(0, tenth)), mean(values.slice(-tenth))];
  const course = () => {
    if (!values.every(Number.isFinite)) return 'no numbers';
    if (to > HIGH_LOSS) return to > from * (1 + MIN_CHANGE) ? 'rose' : 'high';
    if (Math.abs(to - from) <= MIN_CHANGE * from) return 'flat';
    return to < from ? 'fell' : 'rose';
  };
  return { course: course(), from, to };
}

/** What happened to the losses of starts that did not learn, and which option to change. */
export async function advice(
  task: Task,
  options: TrainingOptions,
  starts: readonly number[],
): Promise<string> {
  const courses: ReturnType<typeof courseOf>[] = [];
  for (const start of starts.slice(0, MAX_STARTS)) {
    const trained = await trainStart(task, options, start);
    if (trained) courses.push(courseOf(trained.losses));
  }
  // The worst start says most.
  const order: readonly Course[] = ['no numbers', 'rose', 'high', 'flat', 'fell'];
  const [worst] = courses.sort((a, b) => order.indexOf(a.course) - order.indexOf(b.course));
  if (worst === undefined) return 'try more --max-starts, --hidden or another --optimizer';
  const step = options.optimizer.kind === 'rprop' ? '--initial-step' : '--learning-rate';
  const [from, to] = [short(worst.from), short(worst.to)];
  switch (worst.course) {
    case 'no numbers':
      return `the loss became NaN; try a smaller ${step}`;
    case 'rose':
      return `the loss rose from ${from} to ${to}; try a smaller ${step}`;
    case 'high':
      return `the loss stays high, at ${to}, where guessing has 0.69; try a smaller ${step}`;
    case 'flat':
      return `the loss stays at ${to}; try a larger ${step}, more --epochs or another --optimizer`;
    case 'fell':
      return options.samples < FEW_SAMPLES
        ? `the loss fell from ${from} to ${to} on only ${count(options.samples, 'sample')}; try more --samples`
        : `the loss fell from ${from} to ${to}, not far enough; try more --epochs, --hidden or another --optimizer`;
  }
}

const short = (loss: number) => (loss < 1e4 ? loss.toPrecision(3) : loss.toExponential(1));
