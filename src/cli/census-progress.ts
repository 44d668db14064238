import { SingleBar } from 'cli-progress';
import { type Census, countProven } from '../census.ts';
import { grouped } from '../view/counts.ts';
import { columnsOf } from './terminal.ts';

/** A bar on stderr with the counts so far; a narrow terminal shows fewer of them. */
export function progress(earlier: Census, starts: number) {
  const columns = columnsOf(process.stderr);
  const wide = columns >= 90;
  const bar = new SingleBar({
    format: wide
      ? '{bar}  {counted} of {all} starts, {learned} learned, {proven} proven, {eta_formatted} left'
      : '{bar}  {counted} starts, {eta_formatted} left',
    barsize: Math.max(5, Math.min(40, columns - (wide ? 78 : 34))),
    clearOnComplete: true,
  });
  const payload = (census: Census) => ({
    counted: grouped(census.starts),
    all: grouped(starts),
    learned: grouped(census.learned),
    proven: grouped(countProven(census)),
  });
  bar.start(Math.max(starts, earlier.starts), earlier.starts, payload(earlier));
  return {
    update: (census: Census) => bar.update(census.starts, payload(census)),
    stop: () => bar.stop(),
  };
}
