import type { FixedNetwork } from '../fixed/index.ts';
import { checkMachine, sha256, valueDigest } from '../machine/index.ts';
import { requireObject } from '../machine/require.ts';
import {
  type Certificate,
  type CertificateV1,
  certificateText,
  certificateV1,
  compact,
  type Proven,
} from '../proof/index.ts';
import type { Task } from '../tasks/index.ts';
import {
  checkFloat,
  type FloatNetwork,
  type FloatParameters,
  floatNetwork,
  parameterShapes,
} from '../training/float-network.ts';
import type { OptimizerRule } from '../training/index.ts';
import { OPTIMIZER_DEFAULTS, type TrainingOptions } from '../training/options.ts';
import type {
  NetworkDocument,
  Provenance,
  ShrinkProvenance,
  Tensor,
  TrainProvenance,
} from './network-document.ts';

/** The format of carrybit 0.1: a built-in task by its name; `dropped` is null if `shrink` made the file. */
export interface DocumentV1 extends Omit<NetworkDocument, 'version' | 'machine' | 'provenance'> {
  readonly version: 1;
  readonly task: string;
  readonly provenance: Omit<ShrinkProvenance, 'method'> & {
    readonly dropped: TrainProvenance['dropped'] | null;
  };
}

/** How a network was made. */
export type Origin = TrainedOrigin | OtherOrigin;

/** It was not made by the tutorial's training. */
export type OtherOrigin = Exclude<Provenance, TrainProvenance | ShrinkProvenance>;

/** It was made by the tutorial's training. */
export interface TrainedOrigin {
  readonly options: TrainingOptions;
  /** Number of its start. */
  readonly start: number;
  /** Share of test samples on which it was correct everywhere. */
  readonly exact: number;
  /** How many earlier starts were dropped, by reason; undefined if all `maxStarts` were searched for the smallest. */
  readonly dropped: TrainProvenance['dropped'] | undefined;
  /** Number of the proven rounding, from 1 on: docs/spec.md section 3. Default: the first one. */
  readonly rounding?: number;
  /** Rounds of fine-tuning before that. Default: none. */
  readonly rounds?: number;
  /** The version of carrybit. */
  readonly version: string;
}

/**
 * Makes the document of a network file. Without a proof the file says so, and nothing accepts it without being told to.
 *
 * @param version of the file
 */
export function networkDocument(
  task: Task,
  float: FloatNetwork | undefined,
  fixed: FixedNetwork,
  origin: Origin,
  proven?: { readonly proof: Proven; readonly certificate: Certificate },
  version: 1 | 2 = 2,
): NetworkDocument {
  requireObject('fixed', fixed);
  requireObject('origin', origin);
  if (float !== undefined) checkFloat(float);
  const content = {
    format: 'carrybit-network' as const,
    version,
    machine: checkMachine(task),
    ...(task.about !== undefined && { about: task.about }),
    ...(task.reading !== undefined && { reading: task.reading }),
    ...(task.symbols !== undefined && { symbols: task.symbols }),
    float: float === undefined ? null : floatTensors(float),
    fixed: plain(fixed),
    provenance: 'method' in origin ? origin : provenance(origin, proven !== undefined),
    proof: proven
      ? {
          certificate: certificateDigest(
            version === 1 ? certificateV1(proven.certificate) : proven.certificate,
          ),
          pairs: proven.certificate.pairs.length,
          states: proven.proof.states,
          transitions: proven.proof.transitions,
          margin: proven.proof.margin,
        }
      : null,
  };
  return { ...content, digests: digests(content) };
}

function provenance(
  { options, dropped, rounding = 1, rounds = 0, ...origin }: TrainedOrigin,
  proven: boolean,
): Provenance {
  const { hidden: _, maxStarts, seed, ...training } = options;
  const starts = dropped
    ? Object.values(dropped).reduce((sum, count) => sum + count, proven ? 1 : 0)
    : maxStarts;
  const trained = {
    carrybit: origin.version,
    seed,
    ...training,
    optimizer: readNumbers(training.optimizer),
    starts,
    start: origin.start,
    exact: origin.exact,
  };
  return dropped
    ? { method: 'train', ...trained, rounding, rounds, dropped }
    : { method: 'shrink', ...trained };
}

/** SHA-256 of a certificate: of its value, or in version 1 of its file's bytes. */
export function certificateDigest(certificate: Certificate | CertificateV1): string {
  requireObject('certificate', certificate, 'version', 'pairs');
  return certificate.version === 1 ? sha256(certificateText(certificate)) : valueDigest(certificate);
}

/**
 * SHA-256 of the float parameters, of the fixed constants, and of everything except the digests; docs/spec.md section
 * 4.
 */
export function digests(document: Omit<NetworkDocument, 'digests'>): NetworkDocument['digests'] {
  requireObject('document', document, 'version', 'fixed', 'provenance');
  const { digests: _, ...content } = fileContent(document);
  return {
    float: valueDigest(document.float),
    fixed: valueDigest(document.fixed),
    file: valueDigest(content),
  };
}

/** The contents of a document's file, which depend on the file's version. */
export function fileContent<Document extends Omit<NetworkDocument, 'digests'>>(document: Document) {
  if (document.version === 2) return document as Document & { digests?: unknown };
  const {
    format,
    version,
    machine,
    about: _,
    reading: __,
    symbols: ___,
    float,
    fixed,
    provenance,
    ...others
  } = document;
  // Version 1 has one rounding only.
  const { method, rounding: ____, rounds: _____, ...made } = { rounding: 1, rounds: 0, ...provenance };
  return {
    ...{ format, version, task: machine.name, float, fixed },
    provenance: method === 'shrink' ? { ...made, dropped: null } : made,
    ...others,
  } as typeof others & { digests?: unknown };
}

/** A file of version 1 as a document: its task is the machine of that name. */
export function fromVersion1({ task: _, provenance, ...others }: DocumentV1, task: Task): NetworkDocument {
  const { dropped, ...made } = provenance;
  return {
    ...others,
    machine: checkMachine(task),
    ...(task.about !== undefined && { about: task.about }),
    ...(task.reading !== undefined && { reading: task.reading }),
    ...(task.symbols !== undefined && { symbols: task.symbols }),
    provenance:
      dropped === null
        ? { method: 'shrink', ...made }
        : { method: 'train', ...made, rounding: 1, rounds: 0, dropped },
  };
}

/** The task that a document's network was made for. */
export function taskOf(document: NetworkDocument): Task {
  requireObject('document', document, 'machine', 'fixed', 'provenance');
  const { machine, about, reading, symbols } = document;
  return { ...machine, about, reading, symbols };
}

/** The float network in a document; undefined if its integers were not rounded from one. */
export function floatOf(document: NetworkDocument): FloatNetwork | undefined {
  requireObject('document', document, 'machine', 'fixed', 'float');
  const { float, fixed } = document;
  if (float === null) return undefined;
  return floatNetwork(
    fixed,
    Float64Array.from(parameterShapes(fixed).flatMap(([name]) => float[name].values)),
  );
}

/**
 * The options that a document's network was trained with, limited to the starts that were tried; undefined if it was
 * not made by the tutorial's training.
 */
export function optionsOf(document: NetworkDocument): TrainingOptions | undefined {
  requireObject('document', document, 'machine', 'fixed', 'provenance');
  const { provenance, fixed } = document;
  if (provenance.method !== 'train' && provenance.method !== 'shrink') return undefined;
  const { seed, bits, samples, testSamples, batch, epochs, overlapping, optimizer, precision, starts } =
    provenance;
  return {
    seed,
    hidden: fixed.hidden,
    bits,
    samples,
    testSamples,
    batch,
    epochs,
    overlapping,
    optimizer,
    precision,
    maxStarts: starts,
  };
}

/** The file's text: one field on each line, but arrays of numbers stay on one line. */
export function networkText(document: NetworkDocument): string {
  requireObject('document', document, 'machine', 'fixed', 'provenance');
  return `${compact(JSON.stringify(fileContent(document), null, 2))}\n`;
}

function floatTensors(float: FloatNetwork): NonNullable<NetworkDocument['float']> {
  const tensors: Partial<Record<keyof FloatParameters, Tensor>> = {};
  for (const [name, shape] of parameterShapes(float)) {
    const values = Array.from(float.parameters[name], (value) => value + 0);
    tensors[name] = { shape: [...shape], values };
  }
  return tensors as Required<typeof tensors>;
}

/** An optimizer's rule with only the numbers that its kind uses. */
function readNumbers(rule: OptimizerRule): OptimizerRule {
  const names = Object.keys(OPTIMIZER_DEFAULTS[rule.kind].optimizer);
  const given = new Map<string, unknown>(Object.entries(rule));
  return Object.fromEntries(names.map((name) => [name, given.get(name)])) as OptimizerRule;
}

function plain(fixed: FixedNetwork): NetworkDocument['fixed'] {
  return structuredClone(fixed);
}
