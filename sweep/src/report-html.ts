import { plotsOf } from './report-plots.ts';
import type { Rows } from './report-rows.ts';

/** Rows of a table that a page shows; the CSV files have all. */
const MAX_SHOWN = 200;

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
const escaped = (text: string) => text.replace(/[&<>"]/g, (character) => ENTITIES[character] ?? '');

/** A page by itself: no script, nothing from elsewhere. */
export function reportHtml(rows: Rows, title: string): string {
  const { census, smallest } = rows;
  const figures = plotsOf(rows).map(
    ({ title, svg }) => `<figure><figcaption>${escaped(title)}</figcaption>${svg}</figure>`,
  );
  const tables = [
    table(
      'Census',
      [
        'machine',
        'hidden',
        'weight/state/table bits',
        'optimizer',
        'seed',
        'bits',
        'starts',
        'learned',
        'proven',
        'in the first rounding',
        'share proven',
        'starts needed',
      ],
      census.map((row) => [
        row.machine,
        row.hidden,
        row.widths,
        row.optimizer,
        row.seed,
        row.bits,
        row.starts,
        row.learned,
        row.proven,
        row.firstRounding,
        `${(100 * row.shareProven).toFixed(2)} %`,
        row.startsNeeded ?? '–',
      ]),
    ),
    table(
      'Smallest networks',
      ['machine', 'table', 'bits', 'no network has fewer than'],
      smallest.map(({ machine, tables, bits, lowerBound }) => [machine, tables, bits ?? '–', lowerBound]),
    ),
  ];
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>${escaped(title)}</title>
<style>
body { font: 16px/1.5 system-ui, sans-serif; max-width: 72rem; margin: 2rem auto; padding: 0 1rem; color: #222; background: #fff; }
figure { margin: 2rem 0; } figcaption { font-weight: 600; } figure svg { max-width: 100%; height: auto; }
.table { overflow-x: auto; } table { border-collapse: collapse; font-variant-numeric: tabular-nums; }
th, td { padding: 0.25rem 0.75rem; text-align: right; border-bottom: 1px solid #ddd; white-space: nowrap; }
th:first-child, td:first-child { text-align: left; }
</style>
<h1>${escaped(title)}</h1>
${[...figures, ...tables].join('\n')}
</html>
`;
}

function table(
  title: string,
  head: readonly string[],
  rows: readonly (readonly (string | number)[])[],
): string {
  if (rows.length === 0) return '';
  const cells = (tag: string, values: readonly (string | number)[]) =>
    values
      .map(
        (value) =>
          `<${tag}>${escaped(typeof value === 'number' ? value.toLocaleString('en', { useGrouping: value >= 10_000 }) : value)}</${tag}>`,
      )
      .join('');
  const more =
    rows.length > MAX_SHOWN ? `<p>${rows.length - MAX_SHOWN} more rows are in the CSV file.</p>` : '';
  return `<h2>${title}</h2>
<div class="table"><table>
<thead><tr>${cells('th', head)}</tr></thead>
<tbody>
${rows
  .slice(0, MAX_SHOWN)
  .map((row) => `<tr>${cells('td', row)}</tr>`)
  .join('\n')}
</tbody>
</table></div>${more}`;
}
