import * as z from 'zod/mini';
import en from 'zod/v4/locales/en.js';
import { MAX_READ_STATES } from '../machine/formats/parsed.ts';
import { MAX_INPUTS, MAX_OUTPUTS, MAX_STATES, MAX_TRANSITIONS, MAX_UNITS } from '../machine/limits.ts';
import { MAX_NAME, UNSPECIFIED } from '../machine/machine.ts';
import { MAX_ABOUT, MAX_EXTRA_STEPS, MAX_OPERATOR } from '../tasks/task.ts';
import type { OptimizerRule } from '../training/index.ts';
import { OPTIMIZERS } from '../training/optimizers.ts';

// A file is read only once, so compiling the schema to code would take longer; pages also forbid making code.
z.config({ ...en(), jitless: true });

/** The network file's version; it changes whenever an old reader would misread a new file. */
export const NETWORK_VERSION = 2;

const between = (min: number, max: number) => z.int().check(z.minimum(min), z.maximum(max));
const list = <Entry extends z.ZodMiniType>(entry: Entry, min: number, max: number) =>
  z.array(entry).check(...(min > 0 ? [z.minLength(min)] : []), z.maxLength(max));
const text = (max: number) => z.string().check(z.maxLength(max));
const count = between(1, MAX_UNITS);
const constants = list(between(-128, 127), 0, 65_536);
const digest = z.string().check(z.regex(/^[0-9a-f]{64}$/, 'expected 64 lower-case hexadecimal digits'));
const tensor = z.strictObject({ shape: list(count, 0, 2), values: list(z.number(), 0, 65_536) });
const name = z.string().check(z.minLength(1), z.maxLength(MAX_NAME));
const names = (max: number) => list(name, 1, max);
const table = (min: number, max: number) => list(between(min, max), 0, MAX_TRANSITIONS);

/** A Mealy machine; docs/spec.md section 4 says how its tables are indexed. */
export const machineSchema = z.strictObject({
  name,
  inputs: names(MAX_INPUTS),
  outputs: names(MAX_OUTPUTS),
  states: names(MAX_STATES),
  initial: between(0, MAX_STATES - 1),
  next: table(UNSPECIFIED, MAX_STATES - 1),
  output: table(0, 2 ** MAX_OUTPUTS - 1),
  care: table(0, 2 ** MAX_OUTPUTS - 1),
});

/** How people read the numbers at the machine's inputs and outputs. */
export const readingSchema = z.strictObject({
  operator: text(MAX_OPERATOR),
  extraSteps: between(0, MAX_EXTRA_STEPS),
  output: z.union([z.enum(['unsigned', 'signed']), z.tuple([text(32), text(32)])]),
});

const namedWords = (bits: number) => list(z.tuple([name, between(0, 2 ** bits - 1)]), 1, 2 ** bits);

/** Names of whole words of the machine. */
export const symbolsSchema = z.strictObject({
  inputs: z.optional(namedWords(MAX_INPUTS)),
  outputs: z.optional(namedWords(MAX_OUTPUTS)),
});

const float = z.strictObject({
  s0: tensor,
  wInput: tensor,
  bInput: tensor,
  wRecurrent: tensor,
  bRecurrent: tensor,
  wOutput: tensor,
  bOutput: tensor,
});

const fixed = z.strictObject({
  inputs: between(1, MAX_INPUTS),
  hidden: count,
  outputs: between(1, MAX_OUTPUTS),
  weightBits: between(2, 8),
  stateBits: between(1, 8),
  tableBits: between(1, 8),
  fractionBits: between(-8, 15),
  indexShift: between(0, 15),
  initialState: constants,
  inputWeights: constants,
  stateBias: constants,
  recurrentWeights: constants,
  outputWeights: constants,
  outputBias: constants,
  table: constants,
});

/** An optimizer's rule with its numbers, for each of the list. */
const optimizer = z.discriminatedUnion(
  'kind',
  Object.values(OPTIMIZERS).map(({ kind, ...numbers }) =>
    z.strictObject({
      kind: z.literal(kind),
      ...Object.fromEntries(Object.keys(numbers).map((name) => [name, z.number()])),
    }),
  ) as never,
) as unknown as z.ZodMiniType<OptimizerRule>;

const whole = z.int().check(z.minimum(0));
const seed = between(0, 2 ** 32 - 1);

/** The version that made it. */
const carrybit = text(64);

const trained = {
  carrybit,
  seed,
  bits: whole,
  samples: whole,
  testSamples: whole,
  batch: whole,
  epochs: whole,
  overlapping: z.boolean(),
  optimizer,
  precision: z.enum(['float32', 'float64']),
  /** How many starts were tried. */
  starts: whole,
  start: whole,
  exact: z.number().check(z.minimum(0), z.maximum(1)),
};

const dropped = z.strictObject({
  notLearned: whole,
  notQuantizable: whole,
  disproved: whole,
  undecided: whole,
});

/** SHA-256 of the recordings that the machine was inferred from, if it was. */
const inferred = z.optional(digest);

/**
 * How the network was made: `train`, the first start that is proven; `shrink`, the smallest constants of all starts;
 * `learn`, a start of the search for a machine; `construct`, directly from the machine; `smallest`, by searching the
 * constants themselves; `import`, from weights that were trained elsewhere; `recordings`, a start that learned from
 * recordings, the file's machine being what was extracted from the network; `board`, who knows how.
 */
const provenance = z.discriminatedUnion('method', [
  z.strictObject({
    method: z.literal('train'),
    ...trained,
    /** Which rounding was proven, from 1 on, after how many rounds of fine-tuning: docs/spec.md section 3. */
    rounding: between(1, 9),
    rounds: between(0, 5),
    dropped,
  }),
  z.strictObject({ method: z.literal('shrink'), ...trained }),
  z.strictObject({
    method: z.literal('learn'),
    carrybit,
    seed,
    starts: whole,
    updates: whole,
    stages: whole,
    /** Which start: with the numbers before it determines the network. */
    stage: whole,
    size: whole,
    start: whole,
    recordings: inferred,
  }),
  z.strictObject({ method: z.literal('construct'), carrybit, recordings: inferred }),
  z.strictObject({
    method: z.literal('recordings'),
    carrybit,
    seed,
    starts: whole,
    updates: whole,
    /** SHA-256 of what was recorded. */
    recordings: digest,
    /** Which start: with the recordings and the numbers before it determines the network. */
    size: whole,
    start: whole,
  }),
  z.strictObject({
    method: z.literal('smallest'),
    carrybit,
    tables: z.enum(['any', 'monotone', 'tanh']),
    /** Rows of weights that were looked at for a space and shift, at most. */
    work: between(0, 2 ** 31),
  }),
  z.strictObject({
    method: z.literal('import'),
    carrybit,
    source: z.enum(['safetensors', 'onnx']),
    /** SHA-256 of the file that the weights were read from. */
    digest,
    rounding: between(1, 9),
  }),
  /** Read from a board, which keeps constants and nothing of how they came to be; `carrybit` read it. */
  z.strictObject({ method: z.literal('board'), carrybit, firmware: text(64) }),
]);

const proof = z.strictObject({
  certificate: digest,
  pairs: whole,
  states: whole,
  transitions: whole,
  margin: whole,
});

const rest = {
  float,
  fixed,
  proof: z.nullable(proof),
  digests: z.strictObject({ float: digest, fixed: digest, file: digest }),
};

/** The fields of a network file. Conditions between fields are checked when it is read. */
export const networkSchema = z
  .strictObject({
    format: z.literal('carrybit-network'),
    version: z.literal(NETWORK_VERSION),
    machine: machineSchema,
    about: z.optional(text(MAX_ABOUT)),
    reading: z.optional(readingSchema),
    symbols: z.optional(symbolsSchema),
    ...rest,
    /** null where the integers were not rounded from a float network. */
    float: z.nullable(float),
    provenance,
  })
  .register(z.globalRegistry, {
    title: 'carrybit network',
    description:
      'A trained network: the machine it does the job of, float parameters, fixed-point constants, where it comes from, and its proof.',
  });

/** A machine as `--machine` reads it from JSON: `care` may be left out. */
export const machineFileSchema = z
  .strictObject({
    ...machineSchema.shape,
    states: names(MAX_READ_STATES),
    care: z.optional(machineSchema.shape.care),
    about: z.optional(text(MAX_ABOUT)),
    reading: z.optional(readingSchema),
    symbols: z.optional(symbolsSchema),
  })
  .register(z.globalRegistry, {
    title: 'carrybit machine',
    description:
      'A Mealy machine, what a network is to do step by step; how its numbers are read, what its words are called.',
  });

/** What carrybit 0.1 wrote: a built-in task by its name; `dropped` is null where `shrink` made it. */
export const networkSchemaV1 = z.strictObject({
  format: z.literal('carrybit-network'),
  version: z.literal(1),
  task: text(64),
  ...rest,
  provenance: z.strictObject({ ...trained, dropped: z.nullable(dropped) }),
});

const certificateRest = {
  format: z.literal('carrybit-certificate'),
  fixed: digest,
  pairs: z.array(z.tuple([text(MAX_NAME)], between(-128, 127))).check(z.minLength(1)),
};

/** What a certificate file holds. */
export const certificateSchema = z
  .strictObject({
    ...certificateRest,
    version: z.literal(2),
    machine: machineSchema,
  })
  .register(z.globalRegistry, {
    title: 'carrybit certificate',
    description:
      'Every pair of a network state and a machine state that a network can reach; whoever has it verifies the proof without searching.',
  });

/** What carrybit 0.1 wrote. */
export const certificateSchemaV1 = z.strictObject({
  ...certificateRest,
  version: z.literal(1),
  task: text(64),
});
