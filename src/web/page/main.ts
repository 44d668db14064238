import { render } from 'lit';
import type { About, Frame } from '../frame.ts';
import { type LiveMessage, withChange } from '../frame-change.ts';
import { Connection } from './connection.ts';
import { language } from './language.ts';
import { page } from './page.ts';
import { Scope } from './scope.ts';
import type { Own, Shown } from './shown.ts';

/** Ms for which a step and a message on the line stay visible. */
const FLASH = 90;

const scope = new Scope();
let about: About | undefined;
let frame: Frame | undefined;
let own: Own = { switches: [], asked: undefined, refusal: '' };
let loss = '';
/** A new connection: its first frame is complete. */
let isNew = true;
let isDrawing = false;
let flashing = false;
let ticking = false;
/** When the flash ends, in ms, and whether a timer waits for it. */
let flashEnd = 0;
let isWaiting = false;
const calm = matchMedia('(prefers-reduced-motion: reduce)');

const connection = new Connection(take, (reason) => {
  loss = reason;
  draw();
});

function take(message: LiveMessage): void {
  loss = '';
  if (message.type === 'about') {
    about = message;
    isNew = true;
  }
  if (message.type === 'frame' && about) {
    // Frames of an earlier connection cannot be continued here.
    const whole = withChange(message, isNew ? undefined : frame, about.task);
    isNew = false;
    if (!calm.matches && frame) flash(frame, whole);
    frame = whole;
    if (frame.engine === own.asked || frame.trouble !== null) own = { ...own, asked: undefined };
  }
  if (message.type === 'refused') own = { ...own, refusal: message.reason };
  draw();
}

function flash(before: Frame, after: Frame): void {
  ticking = before.steps.at(-1)?.index !== after.steps.at(-1)?.index;
  flashing = before.leds.traffic !== after.leds.traffic;
  if (!ticking && !flashing) return;
  flashEnd = performance.now() + FLASH;
  if (!isWaiting) endFlash();
}

/** Ends the flash at its time: one timer, however many frames flash. */
function endFlash(): void {
  const left = flashEnd - performance.now();
  isWaiting = left > 0;
  if (isWaiting) {
    setTimeout(endFlash, left);
    return;
  }
  ticking = false;
  flashing = false;
  draw();
}

function change(part: Partial<Own>): void {
  own = { ...own, ...part };
  draw();
}

/** Draws once before the next repaint, however often it is called. */
function draw(): void {
  if (isDrawing) return;
  isDrawing = true;
  requestAnimationFrame(() => {
    isDrawing = false;
    if (about === undefined || frame === undefined) return;
    const send: Shown['send'] = (command) => {
      change({ refusal: '' });
      connection.send(command);
    };
    render(page({ about, frame, ...own, loss, flashing, ticking, scope, send, change }), document.body);
  });
}

document.documentElement.lang = language;
scope.traceLink = './trace.vcd';
scope.onResize = draw;
