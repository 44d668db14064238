import { sha256 as hash } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import canonicalize from 'canonicalize';
import { checkMachine } from './check-machine.ts';
import type { MachineInput } from './machine.ts';

/** SHA-256 of a machine's canonical form, tables and names alike. @throws MachineError */
export function machineDigest(machine: MachineInput): string {
  return valueDigest(checkMachine(machine));
}

/** SHA-256 of a value's {@link canonicalJson}. */
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
  return bytesToHex(hash(typeof content === 'string' ? utf8ToBytes(content) : content));
}
