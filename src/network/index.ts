export { floatOf, type NetworkDocument, networkDocument, networkText, type Origin } from './document.ts';
export {
  certificatePath,
  NetworkFileError,
  readCertificate,
  readNetwork,
  taskOf,
  writeNetwork,
} from './network-file.ts';
