import { checkFixed, FixedNetworkError } from '../fixed/index.ts';
import { checkMachine, checkSymbols, JsonError, MachineError, parseJson, shown } from '../machine/index.ts';
import type { Certificate, CertificateV1 } from '../proof/index.ts';
import { isMachinePath } from '../tasks/extensions.ts';
import { tasks } from '../tasks/index.ts';
import { parameterShapes } from '../training/float-network.ts';
import { certificateDigest, type DocumentV1, digests, fromVersion1 } from './document.ts';
import type { NetworkDocument } from './network-document.ts';
import { NetworkFileError } from './network-file-error.ts';

/** What files hold, by format and version. */
export interface Contents {
  readonly network2: NetworkDocument;
  readonly network1: DocumentV1 & { readonly task: string };
  readonly certificate2: Certificate;
  readonly certificate1: CertificateV1;
}

/** Checks every field's type and range; throws if one is wrong. */
export type Valid = <Kind extends keyof Contents>(value: unknown, kind: Kind, name: string) => Contents[Kind];

/** {@link parseNetwork}, with a function that checks the fields. */
export function networkIn(text: string, name: string, valid: Valid): NetworkDocument {
  const document = versioned(text, name, 'network', (value, version) => {
    if (version === 2) return valid(value, 'network2', name);
    const old = valid(value, 'network1', name);
    const task = tasks.get(old.task);
    if (task !== undefined) return fromVersion1(old, task);
    const known = [...tasks.keys()].join(', ');
    throw new NetworkFileError(`${name}: task: expected one of ${known}, got "${old.task}"`);
  });
  checkParts(document, name);
  const actual = digests(document);
  for (const part of ['float', 'fixed', 'file'] as const) {
    if (document.digests[part] !== actual[part]) {
      const what = part === 'file' ? 'something in the file' : `a number in ${part}`;
      throw new NetworkFileError(
        `${name}: digests.${part}: expected the SHA-256 of that part, got another one: ${what} was changed`,
      );
    }
  }
  return document;
}

/** {@link parseCertificate}, with a function that checks the fields. */
export function certificateIn(
  text: string,
  name: string,
  document: NetworkDocument,
  valid: Valid,
): Certificate | CertificateV1 {
  const certificate = versioned(text, name, 'certificate', (value, version) =>
    version === 2 ? valid(value, 'certificate2', name) : valid(value, 'certificate1', name),
  );
  if (certificateDigest(certificate) !== document.proof?.certificate) {
    throw new NetworkFileError(
      `${name}: the certificate was changed: its SHA-256 is not the one in proof.certificate`,
    );
  }
  if (certificate.fixed !== document.digests.fixed) {
    throw new NetworkFileError(
      `${name}: fixed: the certificate is about other constants than those of the network file`,
    );
  }
  return certificate;
}

/** Conditions between fields. */
function checkParts({ machine, symbols, float, fixed }: NetworkDocument, name: string): void {
  const fail = (field: string, problem: string) => new NetworkFileError(`${name}: ${field}: ${problem}`);
  try {
    checkMachine(machine);
    if (symbols !== undefined) checkSymbols(symbols, machine);
    checkFixed(fixed);
  } catch (error) {
    if (error instanceof MachineError)
      throw new NetworkFileError(
        `${name}: ${error.place.startsWith('symbols') ? '' : 'machine.'}${error.message}`,
      );
    if (error instanceof FixedNetworkError) throw new NetworkFileError(`${name}: fixed.${error.message}`);
    throw error;
  }
  for (const side of ['inputs', 'outputs'] as const) {
    if (fixed[side] !== machine[side].length)
      throw fail(`fixed.${side}`, `expected ${machine[side].length}, as the machine has, got ${fixed[side]}`);
  }
  if (float === null) return;
  for (const [part, shape] of parameterShapes(fixed)) {
    if (float[part].shape.join() !== shape.join())
      throw fail(`float.${part}.shape`, `expected [${shape}], got [${float[part].shape}]`);
    const size = shape.reduce((product, dimension) => product * dimension, 1);
    if (float[part].values.length !== size)
      throw fail(`float.${part}.values`, `expected ${size} numbers, got ${float[part].values.length}`);
  }
}

/** Parses JSON and gives it to the reader of its version. */
function versioned<Result>(
  text: string,
  name: string,
  kind: 'network' | 'certificate',
  read: (value: unknown, version: 1 | 2) => Result,
): Result {
  const fail = (problem: string) => new NetworkFileError(`${name}: ${problem}`);
  let value: { format?: unknown; version?: unknown } | null;
  try {
    value = parseJson(text) as typeof value;
  } catch (error) {
    if (kind === 'network' && isMachinePath(name)) throw fail(machineProblem(name));
    throw error instanceof JsonError ? fail(error.message) : error;
  }
  if (kind === 'network' && isMachine(value)) throw fail(machineProblem(name));
  if (value?.format !== `carrybit-${kind}`)
    throw fail(`format: expected "carrybit-${kind}", got ${shown(value?.format)}`);
  const { version } = value;
  if (version !== 1 && version !== 2)
    throw fail(`version: expected 1 or 2, got ${shown(version)}; a newer carrybit may have written it`);
  return read(value, version);
}

/** A machine in JSON. */
const isMachine = (value: unknown) =>
  typeof value === 'object' && value !== null && !('format' in value) && 'states' in value && 'next' in value;

const machineProblem = (path: string) =>
  `expected a network, got a machine; carrybit train --machine ${path} makes a network of it, and carrybit prove NETWORK.json --machine ${path} compares one with it`;
