// Node loads these promises when a file is read, which takes a millisecond.
import { promises } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { requireObject, requireText } from '../machine/require.ts';
import type { Certificate, CertificateV1 } from '../proof/index.ts';
import { certificateName } from './certificate-name.ts';
import type { NetworkDocument } from './network-document.ts';
import { NetworkFileError } from './network-file-error.ts';
import { decoderFor } from './text-decoder.ts';

/** Maximum size of a network file: 256 states need about a megabyte, a machine's tables up to thirty. */
export const MAX_FILE_BYTES = 64 * 2 ** 20;

/**
 * Reads a network file and checks everything in it: every field's type and range, sizes against each other, the row
 * rule, and the digests.
 *
 * @throws NetworkFileError naming the first field that is wrong.
 */
export async function readNetwork(path: string): Promise<NetworkDocument> {
  requireText('path', path);
  const text = await readText(path, MAX_FILE_BYTES);
  const { validNetwork } = await import('./valid-files.ts');
  return validNetwork(text, path) ?? (await import('./parse-network.ts')).parseNetwork(text, path);
}

/** Reads the certificate of a network file, which is in the same folder and has its digest in its name. */
export async function readCertificate(
  networkPath: string,
  document: NetworkDocument,
): Promise<Certificate | CertificateV1> {
  requireText('networkPath', networkPath);
  requireObject('document', document, 'proof');
  if (document.proof === null)
    throw new NetworkFileError(
      `${networkPath}: proof: expected a proof, got none: the network is not proven`,
    );
  const path = certificatePath(networkPath, document.proof.certificate);
  // A certificate is as large as its proof.
  const text = await readText(path, Number.POSITIVE_INFINITY);
  const { validCertificate } = await import('./valid-files.ts');
  return (
    validCertificate(text, path, document) ??
    (await import('./parse-network.ts')).parseCertificate(text, path, document)
  );
}

/** The path of the certificate with this digest. */
export function certificatePath(networkPath: string, digest: string): string {
  requireText('networkPath', networkPath);
  requireText('digest', digest);
  return join(dirname(networkPath), certificateName(basename(networkPath), digest));
}

async function readText(path: string, maxBytes: number): Promise<string> {
  const status = await promises.stat(path);
  const fail = (problem: string) => new NetworkFileError(`${path}: ${problem}`);
  // A pipe or a device may never end.
  if (!status.isFile())
    throw fail(
      status.isDirectory()
        ? `expected a file, got a folder; carrybit train writes ${join(path, 'network.json')}`
        : 'expected a file, got a device or a pipe',
    );
  if (status.size > maxBytes) throw fail(`expected at most ${maxBytes} bytes, got ${status.size}`);
  const bytes = await promises.readFile(path);
  return decoderFor(bytes).decode(bytes);
}
