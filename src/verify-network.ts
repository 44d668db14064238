import { requireText } from './machine/require.ts';
import { type NetworkDocument, readCertificate, readNetwork, taskOf } from './network/index.ts';
import { type Verified, verifyCertificate } from './proof/index.ts';
import { type ReproduceHooks, reproduce } from './reproduce.ts';

/**
 * Trusts nothing that a network file says: checks its fields and digests, verifies the certificate beside it
 * with code that is not the prover's, and trains it again. What passes is what carrybit wrote.
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
