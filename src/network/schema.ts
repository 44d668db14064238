import * as z from 'zod';

/** The network file's version; it changes whenever an old reader would misread a new file. */
export const NETWORK_VERSION = 1;

const bitsOf = (least: number, most: number) => z.int().min(least).max(most);
const count = bitsOf(1, 256);
const constants = z.array(bitsOf(-128, 127)).max(65_536);
const digest = z.string().regex(/^[0-9a-f]{64}$/, 'expected 64 lower-case hexadecimal digits');
const tensor = z.strictObject({ shape: z.array(count).max(2), values: z.array(z.number()).max(65_536) });

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
  inputs: bitsOf(1, 8),
  hidden: count,
  outputs: bitsOf(1, 8),
  weightBits: bitsOf(2, 8),
  stateBits: bitsOf(1, 8),
  tableBits: bitsOf(1, 8),
  fractionBits: bitsOf(-8, 15),
  indexShift: bitsOf(0, 15),
  initialState: constants,
  inputWeights: constants,
  stateBias: constants,
  recurrentWeights: constants,
  outputWeights: constants,
  outputBias: constants,
  table: constants,
});

const optimizer = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('rmsprop'),
    learningRate: z.number(),
    momentum: z.number(),
    decay: z.number(),
    epsilon: z.number(),
  }),
  z.strictObject({ kind: z.literal('rprop'), grow: z.number(), shrink: z.number(), initialStep: z.number() }),
  z.strictObject({
    kind: z.literal('adam'),
    learningRate: z.number(),
    beta1: z.number(),
    beta2: z.number(),
    epsilon: z.number(),
  }),
  z.strictObject({ kind: z.literal('sgd'), learningRate: z.number(), momentum: z.number() }),
]);

const whole = z.int().min(0);

const provenance = z.strictObject({
  carrybit: z.string().max(64),
  seed: whole.max(2 ** 32 - 1),
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
  exact: z.number().min(0).max(1),
  dropped: z
    .strictObject({ notLearned: whole, notQuantizable: whole, disproved: whole, undecided: whole })
    .nullable(),
});

const proof = z.strictObject({
  certificate: digest,
  pairs: whole,
  states: whole,
  transitions: whole,
  margin: whole,
});

/** What a network file holds, field by field. What one field asks of another is checked when it is read. */
export const networkSchema = z
  .strictObject({
    format: z.literal('carrybit-network'),
    version: z.literal(NETWORK_VERSION),
    task: z.string().max(64),
    float,
    fixed,
    provenance,
    proof: proof.nullable(),
    digests: z.strictObject({ float: digest, fixed: digest, file: digest }),
  })
  .meta({
    title: 'carrybit network',
    description:
      'A trained network: float parameters, fixed-point constants, where it comes from, and its proof.',
  });

const pair = z.tuple([z.string().max(64)], bitsOf(-128, 127));

/** What a certificate file holds. */
export const certificateSchema = z.strictObject({
  format: z.literal('carrybit-certificate'),
  version: z.literal(1),
  task: z.string().max(64),
  fixed: digest,
  pairs: z.array(pair).min(1),
});
