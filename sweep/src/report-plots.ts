import * as charts from 'echarts';
import type { CensusRow, Rows } from './report-rows.ts';

const WIDTH = 900;
const HEIGHT = 420;

/** One picture of a report. */
export interface Plot {
  readonly title: string;
  readonly svg: string;
}

/** Share proven, starts needed and smallest bits, as far as the sweep tells of them. */
export function plotsOf({ census, smallest }: Rows): Plot[] {
  const machines = [...new Set([...census, ...smallest].map(({ machine }) => machine))];
  const plots: Plot[] = [];
  if (census.length > 0) {
    plots.push(
      byHidden('Share of starts that are proven, %', census, 'value', (rows) =>
        rounded((100 * total(rows, 'proven')) / total(rows, 'starts')),
      ),
      byHidden('Starts needed for a proven network in 99 of 100 cases', census, 'log', (rows) => {
        const needed = rows.flatMap(({ startsNeeded }) => startsNeeded ?? []);
        return needed.length === 0 ? null : Math.min(...needed);
      }),
    );
  }
  const found = (machine: string) =>
    census.filter((row) => row.machine === machine && row.proven > 0).map(({ bits }) => bits);
  const searched = [...new Set(smallest.map(({ tables }) => tables))];
  const series = [
    ...(census.length > 0
      ? [
          bars(
            'trained',
            machines.map((machine) => minOf(found(machine))),
          ),
        ]
      : []),
    ...searched.map((tables) =>
      bars(
        `searched, table: ${tables}`,
        machines.map((machine) =>
          minOf(
            smallest.flatMap((row) =>
              row.machine === machine && row.tables === tables ? (row.bits ?? []) : [],
            ),
          ),
        ),
      ),
    ),
  ];
  plots.push(draw('Smallest proven network, bits of constants', machines, 'machine', 'log', series));
  return plots;
}

/** Bars over the hidden states for each machine with its widths and optimizer; seeds are taken together. */
function byHidden(
  title: string,
  census: readonly CensusRow[],
  scale: 'value' | 'log',
  value: (rows: readonly CensusRow[]) => number | null,
): Plot {
  const sizes = [...new Set(census.map(({ hidden }) => hidden))].sort((a, b) => a - b);
  const seriesOf = ({ machine, widths, optimizer }: CensusRow) => `${machine} ${widths} ${optimizer}`;
  const series = [...new Set(census.map(seriesOf))].map((name) =>
    bars(
      name,
      sizes.map((hidden) => {
        const rows = census.filter((row) => seriesOf(row) === name && row.hidden === hidden);
        return rows.length === 0 ? null : value(rows);
      }),
    ),
  );
  return draw(title, sizes.map(String), 'hidden states', scale, series);
}

interface Bars {
  readonly type: 'bar';
  readonly name: string;
  readonly data: readonly (number | null)[];
}

const bars = (name: string, data: readonly (number | null)[]): Bars => ({ type: 'bar', name, data });
const minOf = (values: readonly number[]) => (values.length === 0 ? null : Math.min(...values));
const total = (rows: readonly CensusRow[], field: 'proven' | 'starts') =>
  rows.reduce((sum, row) => sum + row[field], 0);
const rounded = (value: number) => Math.round(value * 100) / 100;

function draw(
  title: string,
  categories: readonly string[],
  name: string,
  scale: 'value' | 'log',
  series: readonly Bars[],
): Plot {
  const numbers = series.length * categories.length <= 24;
  const chart = charts.init(null, null, { renderer: 'svg', ssr: true, width: WIDTH, height: HEIGHT });
  chart.setOption({
    animation: false,
    legend: { type: 'scroll', bottom: 0 },
    grid: { left: 70, right: 30, top: 30, bottom: 80 },
    xAxis: { type: 'category', data: [...categories], name, nameLocation: 'middle', nameGap: 28 },
    yAxis: { type: scale },
    series: series.map(({ data, ...each }) => ({
      ...each,
      data: [...data],
      barMaxWidth: 60,
      label: { show: numbers, position: 'top' },
    })),
  });
  const svg = chart.renderToSVGString();
  chart.dispose();
  return { title, svg };
}
