import asciichart from 'asciichart';

/** The loss of each update as a chart of characters, at most `columns` wide. */
export function lossChart(losses: ArrayLike<number>, columns: number): string {
  const width = Math.max(10, Math.min(losses.length, columns - 10));
  // Fewer columns than updates: each shows the mean of the updates that fall on it.
  const means = Array.from({ length: width }, (_, column) => {
    const from = Math.floor((column * losses.length) / width);
    const to = Math.max(from + 1, Math.floor(((column + 1) * losses.length) / width));
    const part = Array.from(
      { length: to - from },
      (_, index) => losses[Math.min(from + index, losses.length - 1)] ?? 0,
    );
    const mean = part.reduce((sum, loss) => sum + loss, 0) / part.length;
    // A training that ran away has losses that no chart can show.
    return Number.isFinite(mean) ? mean : 0;
  });
  const chart = asciichart.plot(means, {
    height: 9,
    min: 0,
    // A negative zero is no negative loss.
    format: (value) => value.toFixed(3).replace('-0.000', '0.000').padStart(7),
  });
  return `${chart}\n${' '.repeat(8)}loss of each of ${losses.length} updates`;
}
