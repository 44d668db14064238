/** One name as an identifier of C and Verilog: letters, digits and underscores, not beginning with a digit. */
export function identifier(name: string): string {
  const plain = name
    .normalize('NFKD')
    .replace(/[^A-Za-z0-9]+/g, '_')
    .replace(/^_+|_+$/g, '');
  return /^[A-Za-z]/.test(plain) ? plain : `x${plain === '' ? '' : '_'}${plain}`;
}

/**
 * Names as identifiers. All differ from each other, from reserved words, and from names like `n1`, `t1` and `s0_r`,
 * which netlists use themselves.
 */
export function identifiers(names: readonly string[], reserved: readonly string[]): string[] {
  const taken = new Set(reserved);
  return names.map((name) => {
    const plain = identifier(name);
    return unique(/^[nt]\d+$|_r$/.test(plain) || taken.has(plain) ? `${plain}_pin` : plain, taken);
  });
}

/** A name that is not taken, with a number where it has to; then it is taken, too. */
export function unique(name: string, taken: Set<string>): string {
  let free = name;
  for (let number = 2; taken.has(free); number++) free = `${name}_${number}`;
  taken.add(free);
  return free;
}
