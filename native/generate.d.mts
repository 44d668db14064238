/** Path and content of every file that is written. */
export const generated: readonly (readonly [path: string, text: string])[];
