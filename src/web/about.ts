import { instance, type Viz } from '@viz-js/viz';
import { floatOf, optionsOf } from '../network/document.ts';
import type { NetworkDocument } from '../network/network-document.ts';
import { type Automaton, automatonDot, networkGraph, type Proven, recovery } from '../proof/index.ts';
import type { Task } from '../tasks/index.ts';
import { flatParameters, trainStart } from '../training/index.ts';
import { lossSvg } from '../view/loss-svg.ts';
import { proofLines, recoveryLines } from '../view/proof-lines.ts';
import { type AboutWords, english, german } from './about-words.ts';
import { isWide, READABLE, wideScale } from './automaton-size.ts';
import type { About, AboutTexts, EngineOffer } from './frame.ts';

/** Time limit, in ms, of a training that is repeated for its losses. */
const LOSSES_TIMEOUT_MS = 10_000;
/** The reachable states are listed up to this many numbers in all. */
const MAX_LISTED = 384;

/** Collects what the page says about a network. */
export async function aboutNetwork(
  path: string,
  document: NetworkDocument,
  task: Task,
  proof: Proven,
  automaton: Automaton,
  engines: readonly EngineOffer[],
  loss: boolean,
): Promise<About> {
  const { fixed, provenance, digests } = document;
  const recovered = recovery(fixed, task, proof);
  const texts = ({ origin, tooMany, proofWords }: AboutWords): AboutTexts => ({
    origin: origin(provenance),
    proof: proofLines(task, fixed, proof, proofWords),
    recovery: recovered ? recoveryLines(task, recovered, proofWords) : tooMany,
  });
  return {
    type: 'about',
    version: provenance.carrybit,
    access: 'local',
    task: {
      name: task.name,
      about: task.about,
      inputs: task.inputs,
      outputs: task.outputs,
      reading: task.reading,
      symbols: task.symbols,
    },
    network: {
      path,
      hidden: fixed.hidden,
      stateBits: fixed.stateBits,
      weightBits: fixed.weightBits,
      digest: digests.fixed,
    },
    texts: { en: texts(english), de: texts(german) },
    reachable: reachableStates(fixed.hidden, proof, automaton),
    automaton: {
      svg: picture(await instance(), automaton),
      states: automaton.states.map(({ labels }) => labels),
    },
    loss,
    engines: engines.map(({ id, name, about, board }) => ({ id, name, about, board })),
  };
}

/** Automata with more states than this are drawn in one way only. */
const MAX_TRIED = 24;
/** In a ring, edges that lead across it are written over each other, so there may be only so many for each state. */
const MAX_RING_EDGES = 2;
/** Ways to draw an automaton, from the best known one on: from left to right, from top to bottom, and in a ring. */
const LAYOUTS = [
  { engine: 'dot', rankdir: 'LR' },
  { engine: 'dot', rankdir: 'TB' },
  { engine: 'circo', rankdir: 'LR' },
];

/** The first drawing that can be read beside another section, or across the page; else the largest one. */
function picture(graphviz: Viz, automaton: Automaton): string {
  const { states } = automaton;
  const dot = automatonDot(automaton);
  const edges = states.reduce(
    (sum, { edges }, from) =>
      sum + new Set(edges.flatMap((edge) => (edge && edge.to !== from ? [edge.to] : []))).size,
    0,
  );
  const isSparse = edges <= MAX_RING_EDGES * states.length;
  const drawings: string[] = [];
  for (const { engine, rankdir } of LAYOUTS) {
    if (drawings.length > 0 && (states.length > MAX_TRIED || (engine === 'circo' && !isSparse))) break;
    const svg = graphviz.renderString(dot.replace('rankdir=LR', `rankdir=${rankdir}`), {
      format: 'svg',
      engine,
    });
    if (!isWide(svg)) return svg;
    drawings.push(svg);
  }
  const whole = drawings.find((svg) => wideScale(svg) >= READABLE);
  return whole ?? drawings.reduce((best, svg) => (wideScale(svg) > wideScale(best) ? svg : best));
}

function reachableStates(hidden: number, proof: Proven, { stateOf }: Automaton): About['reachable'] {
  if (proof.states * hidden > MAX_LISTED) return [];
  const { nodes, states } = networkGraph(proof.pairs);
  return Array.from({ length: nodes }, (_, node) => {
    const state = Array.from(states.subarray(node * hidden, (node + 1) * hidden));
    return { state, stateClass: stateOf(state) ?? 0 };
  });
}

/**
 * The loss curve of a network as SVG. The file does not contain its losses, but training is deterministic. So the start
 * is trained again, and its losses are shown if the parameters equal those of the file to the last bit.
 */
export async function lossCurve(document: NetworkDocument, task: Task): Promise<string | undefined> {
  const options = optionsOf(document);
  const float = floatOf(document);
  if (options === undefined || float === undefined || !('exact' in document.provenance)) return undefined;
  const { seed, start } = document.provenance;
  const trained = await trainStart(task, options, start, AbortSignal.timeout(LOSSES_TIMEOUT_MS));
  const due = flatParameters(float);
  if (trained === undefined || trained.parameters.some((value, index) => value !== due[index]))
    return undefined;
  return lossSvg(trained.losses, `${task.name}, seed ${seed}, start ${start}`);
}
