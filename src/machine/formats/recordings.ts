import { FormatError } from './format-error.ts';
import type { Parsed } from './parsed.ts';
export function parseRecordings(_text: string, _name: string, _outputs?: readonly string[]): Parsed {
  throw new FormatError(undefined, 'recordings are not read yet');
}
