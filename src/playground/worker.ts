import { learnedOrigin } from '../learn.ts';
import { Turn } from '../native/turn.ts';
import { prove as proveFixed } from '../proof/prove.ts';
import { parseMachine } from '../tasks/parse-machine.ts';
import { tasks } from '../tasks/registry.ts';
import type { Task } from '../tasks/task.ts';
import { RefusedError } from '../web/refused-error.ts';
import type { Session } from '../web/session.ts';
import { MachineSearch } from './machine-search.ts';
import { Outbox } from './outbox.ts';
import { progressOf } from './progress.ts';
import type { Order } from './protocol.ts';
import type { Shipped } from './proven.ts';
import { Search } from './search.ts';
import { isSearch, parseAddress } from './settings.ts';

declare const CARRYBIT_VERSION: string;

/** Ms between checks of how many updates are due. */
const TICK_MS = 16;

const outbox = new Outbox((reports) => postMessage(reports));
let search: Search | undefined;
/** Takes its place where a network for an own machine is searched for. */
let machineSearch: MachineSearch | undefined;
let session: Session | undefined;
let isRunning = false;
/** The latest request, which may come before the settings are ready. */
let shallRun = false;
/** Updates a second; null is as fast as it goes. */
let hertz: number | null = 20;
/** Counts beginnings: results of an earlier one are dropped. */
let epoch = 0;
let last: Promise<void> = Promise.resolve();

addEventListener('message', ({ data }: MessageEvent<Order>) => {
  if (data.type === 'begin') {
    epoch += 1;
    isRunning = false;
    machineSearch?.stop();
    shallRun = data.isRunning;
    const { address } = data;
    const mine = epoch;
    last = last.then(() => begin(address, mine)).catch(refuse);
  } else if (data.type === 'seen') outbox.seen();
  else if (data.type === 'pace') hertz = data.hertz;
  else if (data.type === 'command') session?.obey(data.command).catch(refuse);
  else if (data.type === 'trace') trace();
  else if (data.type === 'run') setRunning(true);
  else if (data.type === 'pause') setRunning(false);
  else if (data.type === 'step' && !isRunning) last = last.then(step).catch(refuse);
});

async function begin(address: string, mine: number): Promise<void> {
  await session?.close();
  session = undefined;
  search = undefined;
  machineSearch = undefined;
  outbox.clear();
  if (mine !== epoch) return;
  const settings = parseAddress(address);
  const { task, notes } = await machineOf(settings.task, settings.machine);
  if (isSearch(settings)) {
    const opened = new MachineSearch(task, settings.training.seed, () => tellSearch(opened));
    machineSearch = opened;
    outbox.offer('begun', () => ({ type: 'begun', task, notes }));
    tellSearch(opened);
    return setRunning(shallRun);
  }
  const opened = await Search.open(task, settings.training, settings.widths);
  if (mine !== epoch) return;
  search = opened;
  outbox.offer('begun', () => ({ type: 'begun', task, notes }));
  tell();
  setRunning(shallRun);
}

async function machineOf(name: string, text: string): Promise<{ task: Task; notes: readonly string[] }> {
  if (text.trim() !== '') return parseMachine(text, 'machine');
  return { task: tasks.get(name) as Task, notes: [] };
}

function setRunning(runs: boolean): void {
  shallRun = runs;
  if (machineSearch !== undefined) {
    if (runs) last = last.then(searchMachine).catch(refuse);
    else machineSearch.stop();
    return;
  }
  if (search === undefined) return;
  if (runs === isRunning) return;
  isRunning = runs;
  tell();
  if (runs) last = last.then(go).catch(refuse);
}

/** Does not hold up what is asked for meanwhile: that may be something else. */
async function searchMachine(): Promise<void> {
  const current = machineSearch;
  if (current === undefined) return;
  current
    .run()
    .then(async (made) => {
      if (made === undefined || current !== machineSearch) return;
      const { task, seed } = current;
      const proof = proveFixed(made.fixed, task);
      if (proof.verdict !== 'proven') throw new Error(`the network for ${task.name} is ${proof.verdict}`);
      const float = made.kind === 'learned' ? made.float : undefined;
      const origin = learnedOrigin(made, seed, CARRYBIT_VERSION);
      await show({ task, float, fixed: made.fixed, proof, origin }, () => current === machineSearch);
    })
    .catch(refuse);
}

function tellSearch(current: MachineSearch): void {
  if (current === machineSearch) outbox.offer('searched', () => current.report);
}

async function step(): Promise<void> {
  const current = search;
  await current?.advance();
  if (current?.found) await prove(current);
  tell();
}

/** Makes updates at their speed, as long as it should. Other work of this thread gets its turns. */
async function go(): Promise<void> {
  const current = search;
  const mine = epoch;
  const turn = new Turn();
  let owed = 1;
  let since = performance.now();
  while (current && isRunning && mine === epoch && !current.isOver) {
    while ((hertz === null || owed >= 1) && !turn.isOver && !current.isOver) {
      await current.advance();
      owed -= 1;
    }
    tell();
    if (hertz !== null) await new Promise((resolve) => setTimeout(resolve, TICK_MS));
    await turn.next();
    const now = performance.now();
    // Updates that a slow computer has missed are not made up for.
    owed = Math.min(Math.max(owed, 0) + ((now - since) * (hertz ?? 0)) / 1000, hertz ?? 0);
    since = now;
  }
  turn.end();
  if (mine !== epoch) return;
  if (current?.isOver) isRunning = false;
  if (current?.found) await prove(current);
  tell();
}

/** Analyses a proven network, and runs it. */
async function prove(current: Search): Promise<void> {
  if (current.found === undefined || session !== undefined) return;
  tell();
  const { options, counts: dropped } = current;
  const { float, fixed, proof, start, accuracy: exact, rounding, rounds } = current.found;
  const origin = { options, start, exact, dropped, rounding, rounds, version: CARRYBIT_VERSION };
  await show({ task: current.task, float, fixed, proof, origin }, () => current === search);
}

async function show(shipped: Shipped, isCurrent: () => boolean): Promise<void> {
  const { explain } = await import('./proven.ts');
  const { files, about, session: opened } = await explain(shipped);
  if (!isCurrent()) return opened.close();
  session = opened;
  const frame = () => outbox.offer('frame', () => opened.frame(1));
  opened.onChange = frame;
  outbox.offer('proven', () => files);
  outbox.offer('about', () => about);
  frame();
}

function trace(): void {
  try {
    const text = session?.trace;
    if (text !== undefined) outbox.offer('trace', () => ({ type: 'trace', text }));
  } catch (error) {
    refuse(error);
  }
}

function tell(): void {
  const current = search;
  if (current) outbox.offer('progress', () => progressOf(current, isRunning));
}

/** The request cannot be carried out; the page shows why. */
function refuse(error: unknown): void {
  const reason = error instanceof Error ? error.message : String(error);
  const type = error instanceof RefusedError ? 'refused' : 'unfit';
  outbox.offer(type, () => ({ type, reason }));
}
