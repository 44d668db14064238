import { readFile, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type * as z from 'zod';
import { ACCUMULATOR_LIMIT, type FixedNetwork, largestAccumulator } from '../fixed/index.ts';
import { type Certificate, sha256 } from '../proof/index.ts';
import { type Task, tasks } from '../tasks/index.ts';
import { parameterShapes } from '../training/index.ts';
import { digests, type NetworkDocument } from './document.ts';
import type { certificateSchema, networkSchema } from './schema.ts';

/** A file that is not what it should be; the message names file, field, value and what is allowed. */
export class NetworkFileError extends Error {
  override readonly name = 'NetworkFileError';
}

/** Larger files are not read: 256 states need about a megabyte. */
export const SIZE_LIMIT = 16 * 2 ** 20;

const SPACE = /[ \t\r\n]+/g;

/**
 * Reads a network file and checks everything in it: every field's type and range, sizes against each other, the row
 * rule, and the digests.
 *
 * @throws NetworkFileError naming the first field that is wrong.
 */
export async function readNetwork(path: string): Promise<NetworkDocument> {
  const { networkSchema } = await import('./schema.ts');
  const document = await readDocument(path, 'network', networkSchema);
  const { float, fixed } = document;
  const fail = (field: string, problem: string) => new NetworkFileError(`${path}: ${field}: ${problem}`);

  const task = tasks.get(document.task);
  if (task === undefined)
    throw fail('task', `"${document.task}" is not known; known are ${[...tasks.keys()].join(', ')}`);
  if (fixed.inputs !== task.inputs.length)
    throw fail('fixed.inputs', `is ${fixed.inputs}, the task has ${task.inputs.length}`);
  if (fixed.outputs !== task.outputs.length)
    throw fail('fixed.outputs', `is ${fixed.outputs}, the task has ${task.outputs.length}`);
  for (const [name, shape] of parameterShapes(fixed)) {
    if (float[name].shape.join() !== shape.join())
      throw fail(`float.${name}.shape`, `is [${float[name].shape}], due is [${shape}]`);
    const size = shape.reduce((product, dimension) => product * dimension, 1);
    if (float[name].values.length !== size)
      throw fail(`float.${name}.values`, `has ${float[name].values.length} numbers, due are ${size}`);
  }
  checkConstants(fixed, fail);

  const actual = digests(document);
  for (const part of ['float', 'fixed', 'file'] as const) {
    if (document.digests[part] !== actual[part]) {
      const what = part === 'file' ? 'something in the file' : `a number in ${part}`;
      throw fail(`digests.${part}`, `is not the SHA-256 of what stands there: ${what} was changed`);
    }
  }
  return document;
}

/** Reads the certificate that belongs to a network file, which lies beside it and is named by its digest. */
export async function readCertificate(networkPath: string, document: NetworkDocument): Promise<Certificate> {
  if (document.proof === null)
    throw new NetworkFileError(`${networkPath}: proof: there is none, the network is not proven`);
  const path = certificatePath(networkPath, document.proof.certificate);
  const { certificateSchema } = await import('./schema.ts');
  const certificate = await readDocument(path, 'certificate', certificateSchema, document.proof.certificate);
  if (certificate.fixed !== document.digests.fixed) {
    throw new NetworkFileError(
      `${path}: fixed: the certificate is about other constants than those of ${networkPath}`,
    );
  }
  return certificate;
}

/** The task that a document was trained for. */
export function taskOf(document: NetworkDocument): Task {
  const task = tasks.get(document.task);
  if (task === undefined) throw new NetworkFileError(`task: "${document.task}" is not known`);
  return task;
}

/** Where the certificate with this digest lies. */
export function certificatePath(networkPath: string, digest: string): string {
  return join(dirname(networkPath), `${certificatePrefix(networkPath)}${digest.slice(0, 12)}${CERTIFICATE}`);
}

/** Whether a name in the network file's folder is that of a certificate of it, be it the present one or an older. */
export function isCertificateOf(networkPath: string, name: string): boolean {
  const prefix = certificatePrefix(networkPath);
  return (
    name.startsWith(prefix) &&
    name.endsWith(CERTIFICATE) &&
    /^[0-9a-f]{12}$/.test(name.slice(prefix.length, -CERTIFICATE.length))
  );
}

const CERTIFICATE = '.certificate.json';

function certificatePrefix(networkPath: string): string {
  return `${basename(networkPath, '.json')}.`;
}

async function readDocument<Schema extends typeof networkSchema | typeof certificateSchema>(
  path: string,
  kind: 'network' | 'certificate',
  schema: Schema,
  digest?: string,
): Promise<z.infer<Schema>> {
  const status = await stat(path);
  const fail = (problem: string) => new NetworkFileError(`${path}: ${problem}`);
  // A pipe or a device may never end.
  if (!status.isFile())
    throw fail(`this is ${status.isDirectory() ? 'a folder' : 'a device or a pipe'}, a file is needed`);
  // A certificate is as large as its proof; a network file has no reason to be.
  if (kind === 'network' && status.size > SIZE_LIMIT) {
    throw fail(`the file has ${status.size} bytes, allowed are at most ${SIZE_LIMIT}`);
  }
  const bytes = await readFile(path);
  if (digest !== undefined && sha256(bytes) !== digest) {
    throw fail(`the certificate was changed: its SHA-256 is not the one in proof.certificate`);
  }
  const text = bytes.toString('utf8');
  let value: { format?: unknown; version?: unknown } | null;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw fail(`this is not JSON: ${(error as Error).message}`);
  }
  if (value?.format !== `carrybit-${kind}`) {
    throw fail(`format: is ${JSON.stringify(value?.format)}, a ${kind} file has "carrybit-${kind}"`);
  }
  if (value.version !== 1) {
    throw fail(`version: is ${JSON.stringify(value.version)}, this carrybit reads version 1`);
  }
  const result = schema.safeParse(value);
  if (!result.success) {
    const [issue] = result.error.issues;
    throw fail(`${issue?.path.join('.') || 'the file'}: ${issue?.message}`);
  }
  // JSON.parse keeps the last of two fields with one name; another reader may keep the first.
  if (JSON.stringify(value).replace(SPACE, '') !== text.replace(SPACE, '')) {
    throw fail('a field stands there twice, or something is not written as JSON.stringify writes it');
  }
  return result.data as z.infer<Schema>;
}

function checkConstants(fixed: FixedNetwork, fail: (field: string, problem: string) => Error): void {
  const { inputs, hidden, outputs, weightBits, stateBits, tableBits } = fixed;
  const check = (name: keyof FixedNetwork & string, size: number, bits: number) => {
    const values = fixed[name] as readonly number[];
    if (values.length !== size) throw fail(`fixed.${name}`, `has ${values.length} numbers, due are ${size}`);
    const bound = 2 ** (bits - 1);
    const index = values.findIndex((value) => value < -bound || value >= bound);
    if (index >= 0) {
      throw fail(
        `fixed.${name}.${index}`,
        `is ${values[index]}, ${bits} bits hold ${-bound} to ${bound - 1}`,
      );
    }
  };
  check('initialState', hidden, stateBits);
  check('inputWeights', inputs * hidden, weightBits);
  check('stateBias', hidden, weightBits);
  check('recurrentWeights', hidden * hidden, weightBits);
  check('outputWeights', hidden * outputs, weightBits);
  check('outputBias', outputs, weightBits);
  check('table', 2 ** tableBits, stateBits);
  const largest = largestAccumulator(fixed);
  if (largest > ACCUMULATOR_LIMIT) {
    throw fail(
      'fixed',
      `an accumulator can reach ${largest}, allowed is at most ${ACCUMULATOR_LIMIT} (16 bits)`,
    );
  }
}
