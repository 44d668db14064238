import { existsSync, readdirSync, rmSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { FixedNetwork } from '../fixed/index.ts';
import { certificate, certificateText, type Proven } from '../proof/index.ts';
import type { Task } from '../tasks/index.ts';
import type { FloatNetwork } from '../training/index.ts';
import { isCertificateName } from './certificate-name.ts';
import { networkDocument, networkText, type Origin } from './document.ts';
import { locked } from './lock.ts';
import { certificatePath } from './network-file.ts';
import { onFiles } from './under-way.ts';
import { writeWhole } from './write-whole.ts';

/**
 * Writes a network file, its certificate first. Each is written beside its place, synced and renamed, so a crash
 * leaves the old network with its own certificate, and a full disk nothing else. Certificates that the new network does
 * not use are removed. Of processes that write the same file at once, one after the other does.
 *
 * @param besides files that belong to the network, such as its loss curve: content by path
 * @returns where network and certificate lie.
 * @throws LockedError if another process has kept the file for half a minute
 */
export async function writeNetwork(
  path: string,
  task: Task,
  float: FloatNetwork | undefined,
  fixed: FixedNetwork,
  origin: Origin,
  proof: Proven | undefined,
  besides: Readonly<Record<string, string>> = {},
): Promise<{ network: string; certificate?: string }> {
  const proven = proof && { proof, certificate: certificate(fixed, task, proof) };
  const document = networkDocument(task, float, fixed, origin, proven);
  const digest = document.proof?.certificate;
  const used = digest === undefined ? undefined : certificatePath(path, digest);
  const writeCertificate = async () => {
    if (proven && used) await writeWhole(used, certificateText(proven.certificate));
  };
  const write = async () => {
    const isNew = used !== undefined && !existsSync(used);
    await writeCertificate();
    try {
      await writeWhole(path, networkText(document));
    } catch (error) {
      if (isNew) rmSync(used, { force: true });
      throw error;
    }
    // If another process took the lock over because this one was suspended, it has removed these files.
    if (used && !existsSync(used)) await writeCertificate();
    removeCertificates(path, used);
    await Promise.all(Object.entries(besides).map(([place, content]) => writeWhole(place, content)));
  };
  await onFiles(() => locked(path, 'wait', write));
  return { network: path, ...(used && { certificate: used }) };
}

/** Removes all certificates of a network file except one, including those of killed processes. */
function removeCertificates(path: string, kept: string | undefined): void {
  for (const entry of readdirSync(dirname(path), { withFileTypes: true })) {
    if (!entry.isFile() || !isCertificateName(basename(path), entry.name)) continue;
    const place = join(dirname(path), entry.name);
    if (place !== kept) rmSync(place, { force: true });
  }
}
