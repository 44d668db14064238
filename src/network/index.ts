export {
  certificateDigest,
  digests,
  fileContent,
  floatOf,
  type NetworkDocument,
  networkDocument,
  networkText,
  type Origin,
  optionsOf,
  taskOf,
} from './document.ts';
export { LockedError, locked } from './lock.ts';
export { certificatePath, readCertificate, readNetwork } from './network-file.ts';
export { NetworkFileError } from './network-file-error.ts';
export { verifyProof } from './verify.ts';
export { writeNetwork } from './write-network.ts';
export { writeWhole } from './write-whole.ts';
