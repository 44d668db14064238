/** What runs in a page as it does in Node: machines, training, fixed point, proof, and the network file. */
export {
  certificateDigest,
  floatOf,
  networkDocument,
  networkText,
  type Origin,
  type OtherOrigin,
  optionsOf,
  type TrainedOrigin,
  taskOf,
} from '../network/document.ts';
export type * from '../network/network-document.ts';
export { NetworkFileError } from '../network/network-file-error.ts';
export { parseCertificate, parseNetwork } from '../network/parse-network.ts';
export { verifyProof } from '../network/verify.ts';
export * from './everywhere.ts';
