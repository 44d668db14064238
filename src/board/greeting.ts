import { fromSeptets } from './septets.ts';

const REPORT_FIRMWARE = 0x79;

/**
 * Whether this is a firmware report: its version, and the name in two bytes a character, seven bits and one. A reply
 * that has lost its id and has the number of the report's first byte is not one.
 */
export function isGreeting(content: Uint8Array): boolean {
  return (
    content[0] === REPORT_FIRMWARE &&
    content.length % 2 === 1 &&
    content.every((byte, at) => at < 4 || at % 2 === 1 || byte < 2)
  );
}

/** The name of the firmware in a greeting. */
export function greetingName(content: Uint8Array): string {
  const length = (content.length - 3) >> 1;
  return String.fromCharCode(...Array.from({ length }, (_, at) => fromSeptets(content, 3 + 2 * at, 2)));
}
