import asciichart from 'asciichart';

/** The loss of each update as a chart of characters, at most `columns` wide. */
export function lossChart(losses: ArrayLike<number>, columns: number): string {
  const width = Math.max(10, Math.min(losses.length, columns - 10));
  // With fewer columns than updates, each column shows the mean of its updates.
  const means = Array.from({ length: width }, (_, column) => {
    const from = Math.floor((column * losses.length) / width);
    const to = Math.max(from + 1, Math.floor(((column + 1) * losses.length) / width));
    const part = Array.from(
      { length: to - from },
      (_, index) => losses[Math.min(from + index, losses.length - 1)] ?? 0,
    );
    const mean = part.reduce((sum, loss) => sum + loss, 0) / part.length;
    // A diverged training has losses that no chart can show.
    return Number.isFinite(mean) ? mean : 0;
  });
  const chart = asciichart.plot(means, {
    height: 9,
    min: 0,
    // Avoids showing a negative zero.
    format: (value) => value.toFixed(3).replace('-0.000', '0.000').padStart(7),
  });
  return `${chart}\n${' '.repeat(8)}loss of ${losses.length === 1 ? 'the one update' : `each of ${losses.length} updates`}`;
}
