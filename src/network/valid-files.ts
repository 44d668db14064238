import certificate from '../../docs/certificate.schema.json' with { type: 'json' };
import network from '../../docs/network.schema.json' with { type: 'json' };
import type { Certificate, CertificateV1 } from '../proof/index.ts';
import { type Contents, certificateIn, networkIn } from './document-text.ts';
import { fits, type Schema } from './fits.ts';
import type { NetworkDocument } from './network-document.ts';
import { NetworkFileError } from './network-file-error.ts';

/** Of this version only; made from schema.ts. */
const SCHEMAS: { readonly [Kind in keyof Contents]?: unknown } = {
  network2: network,
  certificate2: certificate,
};

/**
 * The document in the text of a network file that is right in everything. Undefined for any other, and for some that
 * are: parseNetwork then decides, and names what is wrong. What it needs for that takes longer to load than most
 * commands work.
 */
export function validNetwork(text: string, name: string): NetworkDocument | undefined {
  return unlessWrong(() => networkIn(text, name, valid));
}

/** The same for the text of a certificate, and parseCertificate. */
export function validCertificate(
  text: string,
  name: string,
  document: NetworkDocument,
): Certificate | CertificateV1 | undefined {
  return unlessWrong(() => certificateIn(text, name, document, valid));
}

function unlessWrong<Content>(read: () => Content): Content | undefined {
  try {
    return read();
  } catch (error) {
    // What is wrong is known, and a large file is not read twice.
    if (error instanceof NetworkFileError) throw error;
    return undefined;
  }
}

function valid<Kind extends keyof Contents>(value: unknown, kind: Kind): Contents[Kind] {
  const schema = SCHEMAS[kind];
  if (schema === undefined || !fits(value, schema as Schema)) throw new Error(`not certainly a ${kind}`);
  return value as Contents[Kind];
}
