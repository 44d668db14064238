import * as z from 'zod';
import { MAX_CHARACTERS, MAX_DIGITS, PACE } from './limits.ts';

const small = z.int().min(0).max(255);

/**
 * A viewer's command. Whether the network has such an input, state or bit is checked where the command is carried out.
 */
export const commandSchema = z.discriminatedUnion('type', [
  /** Feeds these numbers, one for each input, in decimal. */
  z.strictObject({
    type: z.literal('add'),
    numbers: z.array(z.string().regex(/^\d+$/, 'expected decimal digits').max(MAX_DIGITS)).min(1).max(8),
  }),
  /** Feeds these inputs, symbols or bits, one for each step. */
  z.strictObject({ type: z.literal('feed'), inputs: z.string().max(MAX_CHARACTERS) }),
  /** Takes one step with these input bits. */
  z.strictObject({ type: z.literal('clock'), bits: z.array(z.int().min(0).max(1)).min(1).max(8) }),
  /** Begins a new number. */
  z.strictObject({ type: z.literal('reset') }),
  /** Flips a bit of a state; a random one if none is given. */
  z.strictObject({ type: z.literal('fault'), unit: small.optional(), bit: small.optional() }),
  /** Drops the running and waiting additions. */
  z.strictObject({ type: z.literal('stop') }),
  /** Whether buttons bounce. */
  z.strictObject({ type: z.literal('bounce'), bounces: z.boolean() }),
  z.strictObject({ type: z.literal('engine'), engine: z.string().max(16) }),
  z.strictObject({ type: z.literal('pace'), hertz: z.int().min(PACE.min).max(PACE.max) }),
]);

export type Command = z.infer<typeof commandSchema>;

/** @returns the command, or the reason why the message is invalid */
export function parseCommand(
  text: string,
): Command | { readonly type: 'malformed'; readonly reason: string } {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return { type: 'malformed', reason: 'a message must be JSON' };
  }
  const result = commandSchema.safeParse(value);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  return { type: 'malformed', reason: `${issue?.path.join('.') || 'message'}: ${issue?.message}` };
}
