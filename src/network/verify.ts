import { certificate, certificateV1, type Proven, prove } from '../proof/index.ts';
import type { Task } from '../tasks/index.ts';
import { certificateDigest, taskOf } from './document.ts';
import type { NetworkDocument } from './network-document.ts';
import { NetworkFileError } from './network-file-error.ts';

/**
 * Proves a document's constants again, and compares the file's `proof` with the result. Anybody who changes a file can
 * make its digests fit, but not the proof.
 *
 * @throws NetworkFileError if the constants are not proven, or the numbers in `proof` differ
 */
export function verifyProof(document: NetworkDocument): { readonly task: Task; readonly proof: Proven } {
  const task = taskOf(document);
  const proof = prove(document.fixed, task);
  if (proof.verdict !== 'proven')
    throw new NetworkFileError(
      `fixed: the proof of these constants ended with "${proof.verdict}"; carrybit prove shows the details`,
    );
  checkProofNumbers(document, task, proof);
  return { task, proof };
}

/**
 * Compares the numbers in a file's `proof` with those of the proof itself.
 *
 * @throws NetworkFileError naming the first that differs
 */
export function checkProofNumbers(document: NetworkDocument, task: Task, proof: Proven): void {
  const said = document.proof;
  if (said === null) return;
  const made = certificate(document.fixed, task, proof);
  const due = {
    certificate: certificateDigest(document.version === 1 ? certificateV1(made) : made),
    pairs: proof.pairs.nodes,
    states: proof.states,
    transitions: proof.transitions,
    margin: proof.margin,
  };
  for (const field of Object.keys(due) as (keyof typeof due)[]) {
    if (said[field] !== due[field])
      throw new NetworkFileError(
        `proof.${field}: expected ${due[field]}, as a new proof finds, got ${said[field]}`,
      );
  }
}
