import type * as z from 'zod';
import type { FixedNetwork } from '../fixed/index.ts';
import {
  type Certificate,
  canonicalJson,
  certificateText,
  fixedDigest,
  type Proven,
  sha256,
} from '../proof/index.ts';
import type { Task } from '../tasks/index.ts';
import {
  type FloatNetwork,
  floatNetwork,
  OPTIMIZER_DEFAULTS,
  type OptimizerRule,
  parameterShapes,
  type TrainingOptions,
} from '../training/index.ts';
import type { networkSchema } from './schema.ts';

/** A network file's content; docs/network.schema.json describes it. */
export type NetworkDocument = z.infer<typeof networkSchema>;

/** How a network came to be. */
export interface Origin {
  readonly options: TrainingOptions;
  /** Number of the start it grew from. */
  readonly start: number;
  /** Share of test samples it answered exactly. */
  readonly exact: number;
  /** How many starts before it were dropped, by reason; null when `maxStarts` were searched for the smallest. */
  readonly dropped: NetworkDocument['provenance']['dropped'];
  /** The version of carrybit. */
  readonly version: string;
}

/** Puts a network file together. Without a proof the file says so, and nothing downstream accepts it by itself. */
export function networkDocument(
  task: Task,
  float: FloatNetwork,
  fixed: FixedNetwork,
  origin: Origin,
  proven?: { readonly proof: Proven; readonly certificate: Certificate },
): NetworkDocument {
  const { hidden: _, maxStarts, seed, ...options } = origin.options;
  const { dropped } = origin;
  const content = {
    format: 'carrybit-network' as const,
    version: 1 as const,
    task: task.name,
    float: floatTensors(float),
    fixed: plain(fixed),
    provenance: {
      carrybit: origin.version,
      seed,
      ...options,
      optimizer: readNumbers(options.optimizer),
      starts: dropped
        ? Object.values(dropped).reduce((sum, count) => sum + count, proven ? 1 : 0)
        : maxStarts,
      start: origin.start,
      exact: origin.exact,
      dropped,
    },
    proof: proven
      ? {
          certificate: sha256(certificateText(proven.certificate)),
          pairs: proven.certificate.pairs.length,
          states: proven.proof.states,
          transitions: proven.proof.transitions,
          margin: proven.proof.margin,
        }
      : null,
  };
  return { ...content, digests: digests(content) };
}

/**
 * SHA-256 of the float parameters, of the fixed constants, and of everything but the digests; docs/spec.md
 * section 4.
 */
export function digests({
  digests: _,
  ...content
}: Omit<NetworkDocument, 'digests'> & { digests?: unknown }): NetworkDocument['digests'] {
  return {
    float: sha256(canonicalJson(content.float)),
    fixed: fixedDigest(content.fixed),
    file: sha256(canonicalJson(content)),
  };
}

/** The float network that a document holds. */
export function floatOf({ float, fixed }: NetworkDocument): FloatNetwork {
  return floatNetwork(
    fixed,
    Float64Array.from(parameterShapes(fixed).flatMap(([name]) => float[name].values)),
  );
}

/** The options that a document's network was trained with, limited to as many starts as were tried. */
export function optionsOf({ provenance, fixed }: NetworkDocument): TrainingOptions {
  const { carrybit: _, starts, start: __, exact: ___, dropped: ____, ...options } = provenance;
  return { ...options, hidden: fixed.hidden, maxStarts: starts };
}

/** The file's text: one field a line, except that arrays of numbers stay on theirs. */
export function networkText(document: NetworkDocument): string {
  const text = JSON.stringify(document, null, 2);
  return `${text.replace(/\[[^[\]{}"]*\]/g, (array) => array.replace(/\s+/g, ' ').replace('[ ', '[').replace(' ]', ']'))}\n`;
}

function floatTensors(float: FloatNetwork): NetworkDocument['float'] {
  return Object.fromEntries(
    parameterShapes(float).map(([name, shape]) => [
      name,
      { shape: [...shape], values: Array.from(float.parameters[name], (value) => value + 0) },
    ]),
  ) as NetworkDocument['float'];
}

/** An optimizer's rule with the numbers that its kind reads, and no others. */
function readNumbers(rule: OptimizerRule): NetworkDocument['provenance']['optimizer'] {
  const names = Object.keys(OPTIMIZER_DEFAULTS[rule.kind].optimizer) as (keyof OptimizerRule)[];
  return Object.fromEntries(
    names.map((name) => [name, rule[name]]),
  ) as NetworkDocument['provenance']['optimizer'];
}

function plain(fixed: FixedNetwork): NetworkDocument['fixed'] {
  return structuredClone(fixed) as NetworkDocument['fixed'];
}
