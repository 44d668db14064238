import { requireText } from './machine/require.ts';
import { type NetworkDocument, readCertificate, readNetwork, taskOf } from './network/index.ts';
import { type Verified, verifyCertificate } from './proof/index.ts';
import { type ReproduceHooks, reproduce } from './reproduce.ts';

/**
 * Trusts nothing in a network file: checks its fields and digests, verifies the certificate with code that is
 * independent of the prover, and trains the network again. A file that passes is what carrybit wrote.
 *
 * @param version of carrybit: `version` in its package.json.
 * @throws NetworkFileError, CertificateError or ReproduceError naming the first thing that does not hold.
 */
export async function verifyNetwork(
  path: string,
  version: string,
  hooks: ReproduceHooks & { readonly onRead?: ((document: NetworkDocument) => void) | undefined } = {},
): Promise<Verified & { document: NetworkDocument }> {
  requireText('path', path);
  requireText('version', version);
  const document = await readNetwork(path);
  const certificate = await readCertificate(path, document);
  const checked = verifyCertificate(document.fixed, taskOf(document), certificate);
  hooks.onRead?.(document);
  await reproduce(document, version, hooks);
  return { ...checked, document };
}
