import type { FixedNetwork } from '../fixed/index.ts';
import type { Machine } from '../machine/machine.ts';
import { packState, unpackState } from './packed-state.ts';
import type { Proven } from './prove.ts';
import { sampledFlow, type ZeroFlow, zeroFlow } from './zero-flow.ts';
import { takesZeros, zeroState } from './zero-state.ts';

/** Pairs of states that some stream reaches, side by side. */
export interface Pairs {
  readonly machineStates: ArrayLike<number>;
  /** (pairs, hidden) */
  readonly networkStates: ArrayLike<number>;
}

/** The pairs of a proof. */
export function pairsOfProof({ pairs }: Pick<Proven, 'pairs'>): Pairs {
  const { nodes, size, states } = pairs;
  return {
    machineStates: Int32Array.from({ length: nodes }, (_, node) => states[node * size] as number),
    networkStates: states.filter((_, index) => index % size !== 0),
  };
}

/** What happens to a network whose state was corrupted when it is fed zeros: docs/spec.md section 10. */
export interface Recoveries {
  /** States tried: all 2^(stateBits · hidden), unless the flow is a sample. */
  readonly states: number;
  /** Zeros lead back into the reachable set. */
  readonly recovers: Settling;
  /**
   * States from which zeros also lead to where the machine is, whatever state it was in, so that all outputs are
   * correct from then on. Undefined if zeros never come in some state of the machine.
   */
  readonly resynchronizes?: Settling;
}

/** How many states settle when they are fed zeros, and how soon. */
export interface Settling {
  /** States that settle. */
  readonly count: number;
  /** States that settle, by the number of zeros they need. */
  readonly histogram: readonly number[];
  /** One state that never settles, if there is one. */
  readonly never?: readonly number[];
}

/**
 * Decides from which states the network recovers and resynchronizes when it is fed zeros.
 *
 * @param flow counts the states by where zeros lead; the default handles at most 2^24 states
 * @throws RangeError when there are more states than `flow` handles
 */
export function recoveries(
  network: FixedNetwork,
  machine: Machine,
  pairs: Pairs,
  flow: (network: FixedNetwork, reachable: readonly number[]) => ZeroFlow = zeroFlow,
): Recoveries {
  const reachable = reachableStates(pairs, network);
  const starts = [...reachable.keys()];
  const { groups, fromReachable } = flow(network, starts);
  const states = groups.reduce((sum, { count }) => sum + count, 0);
  const recovers = new Count(network);
  for (const { steps, count, example } of groups) {
    // If zeros never come in a state, it may leave the set for good; it does not count as lost.
    const odd = Number.isNaN(steps) && reachable.has(example);
    recovers.add(steps, count, odd ? lostState(network, reachable) : example);
  }
  // A reachable state has recovered already, wherever a zero leads from it.
  for (const { steps } of fromReachable) {
    recovers.add(steps, -1);
    recovers.add(0, 1);
  }
  const machineStates = new Set(Array.from(pairs.machineStates));
  if (!takesZeros(machine, machineStates)) return { states, recovers: recovers.settling() };

  const resynchronizes = new Count(network);
  const led = zeroState(machine, machineStates);
  const inStep = stepsUntilInStep(
    starts.map((state) => (reachable.get(state) ?? []).some((machineState) => led?.states.has(machineState))),
    fromReachable.map(({ entry }) => entry),
  );
  const settled = (steps: number, entry: number) =>
    Math.max(led?.steps ?? Number.NaN, steps + (inStep[entry] ?? Number.NaN));
  for (const { steps, entry, count, example } of groups) {
    resynchronizes.add(settled(steps, entry), count, example);
  }
  for (const [index, { steps, entry }] of fromReachable.entries()) {
    resynchronizes.add(settled(steps, entry), -1);
    resynchronizes.add(settled(0, index), 1);
  }
  return { states, recovers: recovers.settling(), resynchronizes: resynchronizes.settling() };
}

/** The lowest state outside the reachable set from which zeros never lead into it, if there is one. */
function lostState(network: FixedNetwork, reachable: ReadonlyMap<number, unknown>): number | undefined {
  const states = 2 ** (network.stateBits * network.hidden);
  for (let state = 0; state < states; state++) {
    if (reachable.has(state)) continue;
    const [flow] = sampledFlow(network, [...reachable.keys()], [state]).groups;
    if (Number.isNaN(flow?.steps)) return state;
  }
  return undefined;
}

/**
 * For each reachable state, by number, how many zeros lead to a state that agrees with the machine; NaN if none does.
 */
function stepsUntilInStep(inStep: readonly boolean[], next: readonly number[]): number[] {
  return inStep.map((_, state) => {
    const visited = new Set<number>();
    for (let at = state; !visited.has(at); at = next[at] as number) {
      if (inStep[at]) return visited.size;
      visited.add(at);
    }
    return Number.NaN;
  });
}

/** Each reachable network state, packed, once, with the machine's states that it was seen with. */
export function reachableStates(pairs: Pairs, { hidden, stateBits }: FixedNetwork): Map<number, number[]> {
  const reachable = new Map<number, number[]>();
  const { machineStates, networkStates } = pairs;
  for (let pair = 0; pair < machineStates.length; pair++) {
    const values = Array.from({ length: hidden }, (_, unit) => networkStates[pair * hidden + unit] as number);
    const state = packState(values, stateBits);
    const machines = reachable.get(state);
    if (machines === undefined) reachable.set(state, [machineStates[pair] as number]);
    else machines.push(machineStates[pair] as number);
  }
  return reachable;
}

/** Counts states by the number of zeros they need, NaN for those that never settle. */
class Count {
  readonly #network: FixedNetwork;
  readonly #histogram: number[] = [];
  #never: number | undefined;

  constructor(network: FixedNetwork) {
    this.#network = network;
  }

  /** `example` is the packed state of one of them. */
  add(steps: number, count: number, example?: number): void {
    if (steps >= 0) this.#histogram[steps] = (this.#histogram[steps] ?? 0) + count;
    else if (example !== undefined && !(example >= (this.#never ?? Number.POSITIVE_INFINITY))) {
      this.#never = example;
    }
  }

  settling(): Settling {
    const histogram = Array.from(this.#histogram, (count) => count ?? 0);
    while (histogram.at(-1) === 0) histogram.pop();
    const { hidden, stateBits } = this.#network;
    const never = this.#never;
    return {
      count: histogram.reduce((sum, count) => sum + count, 0),
      histogram,
      ...(never !== undefined && {
        never: Array.from(unpackState(never, stateBits, new Int32Array(hidden))),
      }),
    };
  }
}
