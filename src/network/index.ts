export {
  floatOf,
  type NetworkDocument,
  networkDocument,
  networkText,
  type Origin,
  optionsOf,
} from './document.ts';
export { LockedError } from './lock.ts';
export {
  certificatePath,
  NetworkFileError,
  readCertificate,
  readNetwork,
  taskOf,
} from './network-file.ts';
export { writeNetwork } from './write-network.ts';
export { writeWhole } from './write-whole.ts';
