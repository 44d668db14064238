import type { Machine } from '../../src/machine/machine.ts';

export const machines: readonly { readonly family: string; readonly machine: Machine }[];
