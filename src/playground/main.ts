import { render } from 'lit';
import type { About, Frame } from '../web/frame.ts';
import { language } from '../web/page/language.ts';
import { download } from './download.ts';
import type { Played } from './failures.ts';
import { page } from './page.ts';
import type { Begun, Progress, Proven, Report, Searched } from './protocol.ts';
import type { Failed } from './search.ts';
import { entriesOf, formatAddress, numbersOf, parseAddress, type Settings } from './settings.ts';
import type { Own, Shown } from './shown.ts';
import { type Gaze, Space } from './space.ts';
import { Student } from './student.ts';
import { text } from './texts.ts';

/** Ms between two steps of a counterexample, and for which a copied link is confirmed. */
const PLAY_MS = 450;
const COPIED_MS = 2000;

/** What the worker has reported about the current settings. */
interface Reports {
  begun?: Begun;
  progress?: Progress;
  searched?: Searched;
  files?: Proven;
  about?: About;
  frame?: Frame;
}

const calm = matchMedia('(prefers-reduced-motion: reduce)');
const gaze: Gaze = { yaw: -0.6, pitch: 0.35 };
const spaces = (['float', 'fixed'] as const).map((which) => new Space(which, gaze, draw));
let own: Own = {
  view: 'learning',
  side: location.hash.length > 1 ? 'settings' : 'lesson',
  lesson: 0,
  hertz: 20,
  problem: '',
  refusal: '',
  switches: [],
  asked: undefined,
  isCopied: false,
  isTableOpen: false,
};
let settings: Settings = parseAddress('');
let reports: Reports = {};
let played: Played | undefined;
let proven: typeof import('./proven-view.ts')['provenView'] | undefined;
let drawing = 0;

const student = new Student(take, () => set({ problem: text.hung }));

function take(report: Report): void {
  switch (report.type) {
    case 'begun':
      reports = { begun: report };
      set({ switches: report.task.inputs.map(() => 0) });
      break;
    case 'unfit':
      reports = {};
      set({ problem: report.reason });
      break;
    case 'refused':
      set({ refusal: report.reason });
      break;
    case 'searched':
      reports.searched = report;
      break;
    case 'progress':
      reports.progress = report;
      watch(report);
      break;
    case 'proven':
      reports.files = report;
      import('./proven-view.ts').then(({ provenView }) => {
        proven = provenView;
        draw();
      });
      break;
    case 'trace':
      download('trace.vcd', report.text);
      break;
    case 'about':
      reports.about = report;
      break;
    case 'frame':
      reports.frame = report;
      if (report.engine === own.asked || report.trouble !== null) own = { ...own, asked: undefined };
      break;
  }
  draw(true);
}

/** Plays the counterexample of the latest start that was disproved, if none is being played. */
function watch({ dropped }: Progress): void {
  const latest = dropped.findLast(({ reason }) => reason === 'disproved');
  if (latest === undefined || latest.start === played?.failed.start) return;
  if (played !== undefined && played.steps < played.failed.counterexample.inputs.length) return;
  play(latest);
}

let playing: ReturnType<typeof setInterval> | undefined;

function play(failed: Failed): void {
  if (failed.reason !== 'disproved') return;
  const { length } = failed.counterexample.inputs;
  clearInterval(playing);
  played = { failed, steps: calm.matches ? length : 0 };
  playing = setInterval(() => {
    if (played === undefined || played.steps >= length) return clearInterval(playing);
    played = { failed, steps: played.steps + 1 };
    draw();
  }, PLAY_MS);
  draw();
}

/** Begins with the settings of the address, which may be invalid. */
function open(isRunning: boolean): void {
  try {
    settings = parseAddress(location.hash.slice(1));
    set({ problem: '' });
    begin(isRunning);
  } catch (error) {
    set({ problem: (error as Error).message });
    if (reports.begun === undefined) begin(isRunning);
  }
}

function begin(isRunning: boolean): void {
  clearInterval(playing);
  played = undefined;
  // Another worker may have replaced one that hung.
  student.send({ type: 'pace', hertz: own.hertz });
  student.send({ type: 'begin', address: formatAddress(settings), isRunning });
}

/** Whether the search stands still because it was asked to. */
function isPaused(): boolean {
  const { progress, searched } = reports;
  return searched?.outcome === 'waiting' || (progress?.outcome === 'searching' && !progress.isRunning);
}

/** Settings by name; those that cannot be leave all as it was. */
function change(entries: Readonly<Record<string, string>>): void {
  const before = new URLSearchParams(formatAddress(settings));
  // Another optimizer has its own numbers.
  if ('optimizer' in entries) for (const name of numbersOf(settings.training.optimizer)) before.delete(name);
  for (const [name, value] of Object.entries(entries)) before.set(name, value);
  try {
    settings = parseAddress(before.toString());
  } catch (error) {
    set({ problem: (error as Error).message });
    return;
  }
  history.replaceState(null, '', `#${formatAddress(settings)}`);
  set({ problem: '', view: 'learning' });
  begin(!isPaused());
}

function set(part: Partial<Own>): void {
  if (part.hertz !== undefined) student.send({ type: 'pace', hertz: part.hertz });
  own = { ...own, ...part };
  draw();
}

function copy(): void {
  const url = new URL(location.href);
  url.hash = formatAddress(settings);
  // There is no clipboard if the page comes over plain http from another computer.
  navigator.clipboard?.writeText(url.href).then(
    () => {
      set({ isCopied: true });
      setTimeout(() => set({ isCopied: false }), COPIED_MS);
    },
    // Without the permission the address bar has the same link.
    () => {},
  );
}

let isAnswerDue = false;
let isDrawn = false;

/**
 * Draws once before the next repaint, however often it is asked to.
 *
 * @param isReport whether a report of the worker is drawn, which the worker waits for
 */
function draw(isReport = false): void {
  isAnswerDue ||= isReport;
  cancelAnimationFrame(drawing);
  drawing = requestAnimationFrame(() => {
    const shown: Shown = {
      ...own,
      settings,
      ...{
        begun: reports.begun,
        progress: reports.progress,
        searched: reports.searched,
        files: reports.files,
        about: reports.about,
        frame: reports.frame,
      },
      played,
      spaces,
      change,
      reset: () => change(Object.fromEntries(entriesOf(parseAddress('')))),
      restart: () => {
        set({ problem: '' });
        begin(!isPaused());
      },
      order: (type) => student.send({ type }),
      command: (command) => {
        set({ refusal: '' });
        student.send({ type: 'command', command });
      },
      play,
      copy,
      set,
    };
    // What stood there before anything was loaded.
    if (!isDrawn) document.body.replaceChildren();
    isDrawn = true;
    render(page(shown, proven), document.body);
    for (const space of spaces) space.draw((reports.searched ?? reports.progress)?.clouds);
    if (isAnswerDue) student.send({ type: 'seen' });
    isAnswerDue = false;
  });
}

document.documentElement.lang = language;
addEventListener('hashchange', () => open(true));
addEventListener('resize', () => draw());
matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => draw());
if ('serviceWorker' in navigator && import.meta.env.PROD)
  navigator.serviceWorker.register('./offline.js').catch(() => {});
open(true);
