import { parseProperties } from '../../src/machine/formats/index.ts';

/** A monitor that a line says. */
export function monitor(line: string) {
  const [property] = parseProperties(line);
  if (property === undefined) throw new Error('no property');
  return property.monitor;
}
