export {
  floatOf,
  type NetworkDocument,
  networkDocument,
  networkText,
  type Origin,
  optionsOf,
} from './document.ts';
export {
  certificatePath,
  NetworkFileError,
  readCertificate,
  readNetwork,
  taskOf,
  writeNetwork,
} from './network-file.ts';
export { writeWhole } from './write-whole.ts';
