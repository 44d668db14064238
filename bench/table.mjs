/** A run's table for people, at most 100 columns wide. */
export function table({ carrybit, machine, versions, rounds, rows, absent }) {
  const updates = rows.filter(({ what }) => what === 'update');
  const names = [...new Set(updates.flatMap(({ results }) => results.map(({ name }) => name)))];
  const wide = names.filter((name) => updates.length === 1 || updates.every((row) => find(row, name)));
  const few = names.filter((name) => !wide.includes(name));
  return [
    `carrybit ${carrybit} on ${machine.cpu} (${machine.cores} cores), ${machine.system}`,
    ...versionLines(versions),
    `medians of ${rounds} rounds in turns, one thread each; × compares time or rate with the first of its kind`,
    ...absent.map(({ name, remedy }) => `${name}: not present: ${remedy}`),
    '',
    'One training update, 100 samples',
    ...grid([
      ['states × steps', ...wide],
      ...updates.map((row) => [
        `${row.hidden} × ${row.steps}`,
        ...wide.map((name) => timeCell(find(row, name))),
      ]),
    ]),
    ...few.flatMap((name) =>
      updates.flatMap((row) => {
        const result = find(row, name);
        return result ? [`  ${name} at ${row.hidden} × ${row.steps}: ${timeCell(result)}`] : [];
      }),
    ),
    ...section(rows, 'training', 'Whole training of the adder', timeCell),
    ...section(rows, 'pairs', 'Bit pairs a second through the adder', rateCell),
    ...section(rows, 'start', 'From the shell', timeCell),
    '',
  ].join('\n');
}

function section(rows, what, title, cell) {
  const row = rows.find((each) => each.what === what);
  const lines = row.results.map((result) => [result.name, cell(result), result.about ?? '']);
  const [name, figure] = [0, 1].map((column) => Math.max(...lines.map((line) => line[column].length)));
  return [
    '',
    title,
    ...lines.map((line) => `  ${line[0].padEnd(name)}  ${line[1].padStart(figure)}  ${line[2]}`.trimEnd()),
  ];
}

function find(row, name) {
  return row.results.find((result) => result.name === name);
}

function timeCell(result) {
  if (result === undefined) return '–';
  return `${time(result.median)}${result.ratio === 1 ? '' : ` ${figure(result.ratio)}×`}`;
}

function rateCell({ median, ratio }) {
  return `${rate(1 / median)}${ratio === 1 ? '' : ` ${figure(1 / ratio)}×`}`;
}

/** Seconds in a unit with three figures. */
export function time(seconds) {
  if (seconds < 1e-3) return `${figure(seconds * 1e6)} µs`;
  return seconds < 1 ? `${figure(seconds * 1e3)} ms` : `${figure(seconds)} s`;
}

export function rate(perSecond) {
  return perSecond < 1e9 ? `${figure(perSecond / 1e6)} M` : `${figure(perSecond / 1e9)} G`;
}

/** Three significant figures, without an exponent. */
export function figure(value) {
  return value >= 100 ? value.toFixed(0) : value.toPrecision(3);
}

function grid(lines) {
  const widths = lines[0].map((_, column) => Math.max(...lines.map((line) => line[column].length)));
  return lines.map((line) =>
    `  ${line.map((text, column) => (column ? text.padStart(widths[column]) : text.padEnd(widths[0]))).join('  ')}`.trimEnd(),
  );
}

/** Versions, as many on a line as a terminal of 120 columns has room for. */
function versionLines(versions) {
  const lines = [];
  for (const [name, version] of Object.entries(versions)) {
    const text = `${name} ${version}`;
    const last = lines.at(-1);
    if (last === undefined || last.length + text.length > 117) lines.push(text);
    else lines[lines.length - 1] = `${last}, ${text}`;
  }
  return lines;
}
