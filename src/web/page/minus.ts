/** A number with a minus sign as wide as a plus. */
export const minus = (value: number): string => String(value).replace('-', '−');
