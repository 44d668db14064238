/**
 * A whole number with commas between thousands: 1,234,567. Loading the platform's own formatting takes as long as a
 * proof.
 */
export function grouped(value: number): string {
  return String(value).replace(/\B(?=(\d{3})+$)/g, ',');
}

/** A count with its noun: 1 state, 2 states. */
export function count(amount: number, noun: string): string {
  return `${grouped(amount)} ${noun}${amount === 1 ? '' : 's'}`;
}

/** A part of a whole as a percentage: 97.5 %. */
export function percent({ right, all }: { readonly right: number; readonly all: number }): string {
  return `${all === 0 ? '–' : ((100 * right) / all).toFixed(1)} %`;
}
