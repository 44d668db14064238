/** The formats of machines. */
export type Format = 'kiss2' | 'dot' | 'json' | 'csv' | 'vcd' | 'regex';

const EXTENSIONS: Readonly<Record<string, Format>> = {
  kiss2: 'kiss2',
  kiss: 'kiss2',
  dot: 'dot',
  gv: 'dot',
  json: 'json',
  csv: 'csv',
  tsv: 'csv',
  vcd: 'vcd',
  regex: 'regex',
};

/** The format of a machine's file by its extension. */
export function formatByExtension(path: string): Format | undefined {
  return EXTENSIONS[/\.(\w+)$/.exec(path)?.[1]?.toLowerCase() ?? ''];
}

/** Whether a path is that of a machine, and of no network, which is in JSON. */
export function isMachinePath(path: string): boolean {
  const format = formatByExtension(path);
  return (format !== undefined && format !== 'json') || /\.[cm]?[jt]s$/i.test(path);
}
