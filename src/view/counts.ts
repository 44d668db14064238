/** A whole number with its thousands apart: 1,234,567. The platform's own way takes as long to load as all of a proof. */
export function grouped(value: number): string {
  return String(value).replace(/\B(?=(\d{3})+$)/g, ',');
}

/** So many of something: 1 state, 2 states. */
export function count(amount: number, noun: string): string {
  return `${grouped(amount)} ${noun}${amount === 1 ? '' : 's'}`;
}
