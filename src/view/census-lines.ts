import { blocks } from './blocks.ts';
import { grouped } from './counts.ts';

/** How many networks have a shortest counterexample of each length. */
export type Lengths = Readonly<Record<number, number>>;

/** Lengths with a row of their own; longer ones are rare and share the last row. */
const MAX_ROWS = 24;
/** Characters of the longest bar. */
const MAX_BAR_COLUMNS = 60;

/** The lengths of the shortest counterexamples as a table with bars, at most `columns` wide. */
export function lengthLines(disproved: Lengths, columns: number): string {
  const lengths = Object.keys(disproved).map(Number);
  if (lengths.length === 0) return 'No network was disproved.';
  const [min, max] = [Math.min(...lengths), Math.max(...lengths)];
  const single = max - min < MAX_ROWS ? max - min + 1 : MAX_ROWS - 1;
  const rows = Array.from({ length: single }, (_, index) => ({
    steps: String(min + index),
    networks: disproved[min + index] ?? 0,
  }));
  if (min + single <= max) {
    const rest = lengths.filter((steps) => steps >= min + single);
    const networks = rest.reduce((sum, steps) => sum + (disproved[steps] ?? 0), 0);
    rows.push({ steps: `${min + single}–${max}`, networks });
  }
  const total = rows.reduce((sum, { networks }) => sum + networks, 0);
  const largest = Math.max(...rows.map(({ networks }) => networks));
  const cells = (steps: string, networks: string, share: string) =>
    `${steps.padStart(7)}${networks.padStart(11)}${share.padStart(10)}`;
  const room = Math.max(8, Math.min(columns - cells('', '', '').length - 2, MAX_BAR_COLUMNS));
  return [
    'Steps of the shortest counterexample:',
    cells('steps', 'networks', 'share'),
    ...rows.map(({ steps, networks }) => {
      // One network among thousands must be visible, too.
      const eighths = networks && Math.max(1, Math.round((room * 8 * networks) / largest));
      const row = cells(steps, grouped(networks), share(networks, total));
      return `${row}  ${blocks(eighths)}`.trimEnd();
    }),
  ].join('\n');
}

/** A part of a whole, in per cent. */
export function share(part: number, whole: number): string {
  return whole === 0 ? '–' : `${((100 * part) / whole).toFixed(2)} %`;
}
