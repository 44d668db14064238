export {
  certificateDigest,
  digests,
  fileContent,
  floatOf,
  networkDocument,
  networkText,
  type Origin,
  type OtherOrigin,
  optionsOf,
  type TrainedOrigin,
  taskOf,
} from './document.ts';
export { LockedError, locked } from './lock.ts';
export type * from './network-document.ts';
export { certificatePath, readCertificate, readNetwork } from './network-file.ts';
export { NetworkFileError } from './network-file-error.ts';
export { checkProofNumbers, verifyProof } from './verify.ts';
export { writeNetwork } from './write-network.ts';
export { writeWhole } from './write-whole.ts';
