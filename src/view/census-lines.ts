import asciichart from 'asciichart';

/** How many networks a shortest counterexample of so many steps disproves. */
export type Lengths = Readonly<Record<number, number>>;

/** The lengths of the shortest counterexamples, as a table of the most frequent ones and a chart of all. */
export function lengthLines(disproved: Lengths, columns: number): string {
  const lengths = Object.keys(disproved).map(Number);
  if (lengths.length === 0) return 'No network was disproved.';
  const total = Object.values(disproved).reduce((sum, count) => sum + count, 0);
  const [least, most] = [Math.min(...lengths), Math.max(...lengths)];
  const rows = lengths
    .sort((a, b) => (disproved[b] ?? 0) - (disproved[a] ?? 0) || a - b)
    .slice(0, 8)
    .sort((a, b) => a - b)
    .map((length) => [
      String(length),
      (disproved[length] ?? 0).toLocaleString('en-US'),
      share(disproved[length] ?? 0, total),
    ]);
  const head = ['steps', 'networks', 'share'];
  const table = [head, ...rows].map((row) =>
    row.map((cell, column) => cell.padStart(column === 0 ? 7 : 12)).join(''),
  );

  // Lengths beyond the chart's width are rare, and the table's last line names the longest.
  const width = Math.max(10, Math.min(most - least + 1, columns - 12));
  const counts = Array.from({ length: width }, (_, index) => disproved[least + index] ?? 0);
  const chart = asciichart.plot(counts, {
    height: 9,
    min: 0,
    format: (value) => Math.round(value).toLocaleString('en-US').padStart(9),
  });
  return [
    'Steps of the shortest counterexamples, the most frequent:',
    ...table,
    `  The shortest has ${least} steps, the longest ${most}.`,
    '',
    chart,
    `${' '.repeat(10)}networks, by steps from ${least} to ${least + width - 1}`,
  ].join('\n');
}

/** A part of a whole, in per cent. */
export function share(part: number, whole: number): string {
  return whole === 0 ? '–' : `${((100 * part) / whole).toFixed(2)} %`;
}
