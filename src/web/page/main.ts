import { render } from 'lit';
import type { About, Frame } from '../frame.ts';
import { type Told, withChange } from '../frame-change.ts';
import { Connection } from './connection.ts';
import { page } from './page.ts';
import { Scope } from './scope.ts';

/** What the page shows, and what it asks for. */
export interface Shown {
  readonly about: About;
  readonly frame: Frame;
  /** The switches of this viewer, one for each input. */
  readonly switches: readonly number[];
  /** The engine that this viewer has asked for and not got yet. */
  readonly asked: string | undefined;
  /** Why the last order was refused, or the form cannot be sent. */
  readonly refusal: string;
  /** Why there is no connection. */
  readonly loss: string;
  /** A question has just been answered over the serial port. */
  readonly flashing: boolean;
  /** A step has just been taken. */
  readonly ticking: boolean;
  readonly scope: Scope;
  readonly send: Connection['send'];
  readonly change: (part: Partial<Own>) => void;
}

/** Ms for which a step and a message on the line can be seen. */
const FLASH = 90;

/** What this viewer has done, and others do not see. */
type Own = Pick<Shown, 'switches' | 'asked' | 'refusal'>;

const scope = new Scope();
let about: About | undefined;
let frame: Frame | undefined;
let own: Own = { switches: [], asked: undefined, refusal: '' };
let loss = '';
/** A connection has just been made: its first frame is a whole one. */
let isNew = true;
let drawing = 0;
let flashing = false;
let ticking = false;
let flashed: ReturnType<typeof setTimeout> | undefined;
const calm = matchMedia('(prefers-reduced-motion: reduce)');

const connection = new Connection(take, (reason) => {
  loss = reason;
  draw();
});

function take(told: Told): void {
  loss = '';
  if (told.type === 'about') {
    about = told;
    isNew = true;
  }
  if (told.type === 'frame' && about) {
    // A frame of a connection before is nothing to this one.
    const whole = withChange(told, isNew ? undefined : frame, about.task);
    isNew = false;
    if (!calm.matches && frame) flash(frame, whole);
    frame = whole;
    if (frame.engine === own.asked || frame.trouble !== null) own = { ...own, asked: undefined };
  }
  if (told.type === 'refused') own = { ...own, refusal: told.reason };
  draw();
}

function flash(before: Frame, after: Frame): void {
  ticking = before.steps.at(-1)?.index !== after.steps.at(-1)?.index;
  flashing = before.leds.traffic !== after.leds.traffic;
  if (!ticking && !flashing) return;
  clearTimeout(flashed);
  flashed = setTimeout(() => {
    ticking = false;
    flashing = false;
    draw();
  }, FLASH);
}

function change(part: Partial<Own>): void {
  own = { ...own, ...part };
  draw();
}

/** Draws once before the next repaint, however often it is asked to. */
function draw(): void {
  cancelAnimationFrame(drawing);
  drawing = requestAnimationFrame(() => {
    if (about === undefined || frame === undefined) return;
    const send: Shown['send'] = (command) => {
      change({ refusal: '' });
      connection.send(command);
    };
    render(page({ about, frame, ...own, loss, flashing, ticking, scope, send, change }), document.body);
  });
}

scope.traceLink = './trace.vcd';
scope.onResize = draw;
