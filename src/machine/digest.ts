import { sha256 as hash } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import canonicalize from 'canonicalize';
import { checkMachine } from './check-machine.ts';
import type { MachineInput } from './machine.ts';

/** SHA-256 of a machine's canonical form, with tables and names. @throws MachineError */
export function machineDigest(machine: MachineInput): string {
  return valueDigest(checkMachine(machine));
}

/** SHA-256 of a value's `canonicalJson`. */
export function valueDigest(value: unknown): string {
  return sha256(canonicalJson(value));
}

/** The one JSON text of a value that RFC 8785 defines. */
export function canonicalJson(value: unknown): string {
  const text = canonicalize(value);
  if (text === undefined) throw new TypeError(`expected a value that JSON can hold, got a ${typeof value}`);
  return text;
}

/** Lower-case hexadecimal SHA-256 of a text in UTF-8, or of bytes. */
export function sha256(content: string | Uint8Array): string {
  return platformSha256(content) ?? portableSha256(content);
}

/** With a library that runs everywhere. */
export function portableSha256(content: string | Uint8Array): string {
  return bytesToHex(hash(typeof content === 'string' ? utf8ToBytes(content) : content));
}

/** With Node's own function, if this is Node: freshly started JavaScript takes three times as long. */
function platformSha256(content: string | Uint8Array): string | undefined {
  const { process } = globalThis as { process?: { getBuiltinModule?: (name: string) => Crypto | undefined } };
  return process?.getBuiltinModule?.('node:crypto')?.hash?.('sha256', content, 'hex');
}

/** Of node:crypto. */
interface Crypto {
  readonly hash?: (algorithm: string, content: string | Uint8Array, encoding: 'hex') => string;
}
