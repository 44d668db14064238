import fc from 'fast-check';
import { BOARD_LIMITS, overLimits } from '../../src/board/limits.ts';
import { largestAccumulator } from '../../src/fixed/index.ts';
import {
  type FixedNetwork,
  MAX_ACCUMULATOR,
  type NetworkDocument,
  networkDocument,
  type Origin,
  type Proven,
  stateOf,
  type Training,
  tasks,
  train,
  type Widths,
} from '../../src/index.ts';
import { DEFAULT_TRAINING } from '../../src/training/index.ts';

/** All that fits the board: docs/spec.md section 6. */
export const fittingNetworks = networks(
  fc.integer({ min: 1, max: BOARD_LIMITS.hidden }),
  fc.integer({ min: 1, max: BOARD_LIMITS.outputs }),
).filter((network) => overLimits(network).length === 0);

/** Any fixed network of these sizes that obeys the row rule. */
export function networks(
  hidden: fc.Arbitrary<number>,
  outputs: fc.Arbitrary<number>,
): fc.Arbitrary<FixedNetwork> {
  return fc
    .record({
      inputs: fc.integer({ min: 1, max: 4 }),
      hidden,
      outputs,
      weightBits: fc.integer({ min: 2, max: 8 }),
      stateBits: fc.integer({ min: 1, max: 8 }),
      tableBits: fc.integer({ min: 1, max: 8 }),
      fractionBits: fc.integer({ min: -8, max: 15 }),
      indexShift: fc.integer({ min: 0, max: 15 }),
    })
    .chain((head) => {
      const { inputs, hidden, outputs, weightBits, stateBits, tableBits } = head;
      const signed = (bits: number, length: number) =>
        fc.array(fc.integer({ min: -(2 ** (bits - 1)), max: 2 ** (bits - 1) - 1 }), {
          minLength: length,
          maxLength: length,
        });
      return fc.record({
        inputs: fc.constant(inputs),
        hidden: fc.constant(hidden),
        outputs: fc.constant(outputs),
        weightBits: fc.constant(weightBits),
        stateBits: fc.constant(stateBits),
        tableBits: fc.constant(tableBits),
        fractionBits: fc.constant(head.fractionBits),
        indexShift: fc.constant(head.indexShift),
        initialState: signed(stateBits, hidden),
        inputWeights: signed(weightBits, inputs * hidden),
        stateBias: signed(weightBits, hidden),
        recurrentWeights: signed(weightBits, hidden * hidden),
        outputWeights: signed(weightBits, hidden * outputs),
        outputBias: signed(weightBits, outputs),
        table: signed(stateBits, 2 ** tableBits),
      });
    })
    .map(obeyRowRule);
}

/** Any fixed network, up to a few units wide. */
export const anyNetwork = networks(fc.integer({ min: 1, max: 5 }), fc.integer({ min: 1, max: 3 }));

/** Shrinks the weights as far as the row rule asks for. */
function obeyRowRule(network: FixedNetwork): FixedNetwork {
  const share = Math.min(1, MAX_ACCUMULATOR / largestAccumulator(network));
  const shrink = (weights: readonly number[]) => weights.map((weight) => Math.trunc(weight * share));
  return {
    ...network,
    inputWeights: shrink(network.inputWeights),
    stateBias: shrink(network.stateBias),
    recurrentWeights: shrink(network.recurrentWeights),
    outputWeights: shrink(network.outputWeights),
    outputBias: shrink(network.outputBias),
  };
}

/** A network of the adder's sizes whose units hold the last three pairs: from its initial state it reaches 64. */
export function delay(): FixedNetwork {
  const levels = (index: number) => (index < -15 ? -96 : index < 0 ? -32 : index < 16 ? 32 : 96);
  return {
    ...{ inputs: 2, hidden: 3, outputs: 1, weightBits: 8, stateBits: 8, tableBits: 8 },
    ...{ fractionBits: 4, indexShift: 8 },
    initialState: [-96, -96, -96],
    // Indices of the first unit are -30, -10, 10 and 30; a level of the unit before comes as -23, -8, 7 and 22.
    inputWeights: [40, 0, 0, 80, 0, 0],
    stateBias: [-60, 0, 0],
    recurrentWeights: [0, 60, 0, 0, 0, 60, 0, 0, 0],
    outputWeights: [50, -50, 50],
    outputBias: [0],
    table: Array.from({ length: 256 }, (_, index) => levels(index < 128 ? index : index - 256)),
  };
}

/** A proven network of a task, trained on the spot. */
export async function proven(name = 'adder', seed = 1, widths?: Widths) {
  const task = tasks.get(name);
  if (task === undefined) throw new Error(`there is no task ${name}`);
  const training: Training = await train(task, { ...DEFAULT_TRAINING, seed }, widths);
  const { fixed, float, proof, trained } = training;
  if (!fixed || !float || !proof || !trained) throw new Error(`${name} with seed ${seed} was not proven`);
  return { task, training, fixed, float, proof, trained };
}

const NONE = { notLearned: 0, notQuantizable: 0, disproved: 0, undecided: 0 };

/** Where a proven network comes from, as `train` would write it. */
export function originOf({ training, trained }: Awaited<ReturnType<typeof proven>>): Origin {
  return { options: training.options, start: trained.start, exact: 1, dropped: NONE, version: '0.0.0' };
}

/** The document of a proven network, without its proof. */
export function documentOf(network: Awaited<ReturnType<typeof proven>>): NetworkDocument {
  const { task, float, fixed } = network;
  return networkDocument(task, float, fixed, originOf(network));
}

/** Every reachable pair of machine state and network state. */
export function pairsOf({ pairs }: Proven): { machine: number; state: number[] }[] {
  return Array.from({ length: pairs.nodes }, (_, node) => {
    const [machine = -1, ...state] = stateOf(pairs, node);
    return { machine, state };
  });
}

/** Every reachable transition of a proven network: from which state, with which input. */
export function* transitions({ proof, task }: Awaited<ReturnType<typeof proven>>) {
  for (const { state } of pairsOf(proof)) {
    for (let inputs = 0; inputs < 1 << task.inputs.length; inputs++) yield { state, inputs };
  }
}
