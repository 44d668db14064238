/**
 * Foreign text in a form that a terminal may show: control characters, and those that are invisible or change the
 * direction of a line, become \x1b and \u202e. Line feeds stay if `lines` is set.
 */
export function printable(text: string, lines: 'one' | 'many' = 'one'): string {
  return text.replace(/[\p{Cc}\p{Cf}\p{Cs}\u2028\u2029]/gu, (character) => {
    if (character === '\n' && lines === 'many') return character;
    const code = character.codePointAt(0) ?? 0;
    return NAMED[character] ?? (code < 0x100 ? `\\x${hex(code, 2)}` : `\\u${hex(code, 4)}`);
  });
}

const NAMED: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' };

const hex = (code: number, digits: number) => code.toString(16).padStart(digits, '0');
