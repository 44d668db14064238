import type * as z from 'zod/mini';
import { shown } from '../machine/index.ts';
import type { Certificate, CertificateV1 } from '../proof/index.ts';
import { type Contents, certificateIn, networkIn } from './document-text.ts';
import type { NetworkDocument } from './network-document.ts';
import { NetworkFileError } from './network-file-error.ts';
import { certificateSchema, certificateSchemaV1, networkSchema, networkSchemaV1 } from './schema.ts';

/**
 * Reads a network file's text and checks everything in it: every field's type and range, sizes against each other, the
 * row rule, and the digests.
 *
 * @param name of the file, for messages
 * @throws NetworkFileError naming the first field that is wrong
 */
export function parseNetwork(text: string, name: string): NetworkDocument {
  return networkIn(text, name, valid);
}

/**
 * Reads the text of the certificate that belongs to a network.
 *
 * @param name of the file, for messages
 * @throws NetworkFileError naming the first field that is wrong
 */
export function parseCertificate(
  text: string,
  name: string,
  document: NetworkDocument,
): Certificate | CertificateV1 {
  return certificateIn(text, name, document, valid);
}

const SCHEMAS: { readonly [Kind in keyof Contents]: z.ZodMiniType<Contents[Kind]> } = {
  network2: networkSchema,
  network1: networkSchemaV1,
  certificate2: certificateSchema,
  certificate1: certificateSchemaV1,
};

function valid<Kind extends keyof Contents>(value: unknown, kind: Kind, name: string): Contents[Kind] {
  const result = SCHEMAS[kind].safeParse(value);
  if (result.success) return result.data;
  const [issue] = result.error.issues as [z.core.$ZodIssue];
  throw new NetworkFileError(`${name}: ${issue.path.join('.') || 'the file'}: ${problem(issue, value)}`);
}

/** The problem at an issue's place, with the value there. */
function problem(issue: z.core.$ZodIssue, value: unknown): string {
  const found = issue.path.reduce((at, field) => (at as Record<PropertyKey, unknown>)[field], value);
  // For a text or a list, its length is the value.
  const [what, got] =
    typeof found === 'string' || Array.isArray(found)
      ? [Array.isArray(found) ? ' entries' : ' characters', `${found.length}`]
      : ['', shown(found)];
  if (issue.code === 'too_big') return `expected at most ${issue.maximum}${what}, got ${got}`;
  if (issue.code === 'too_small') return `expected at least ${issue.minimum}${what}, got ${got}`;
  if (issue.code === 'invalid_type')
    return `expected ${KINDS[issue.expected] ?? issue.expected}, got ${shown(found)}`;
  return issue.message;
}

/** A JSON value in a message. */
const KINDS: Readonly<Record<string, string>> = {
  int: 'a whole number',
  number: 'a number',
  string: 'a text',
  boolean: 'true or false',
  array: 'a list',
  object: 'an object',
};
