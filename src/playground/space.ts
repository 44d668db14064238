import { html } from 'lit';
import { createRef, ref } from 'lit/directives/ref.js';
import { hiddenName } from '../tasks/names.ts';
import type { Clouds } from './clouds.ts';
import { text } from './texts.ts';

/** Where all pictures are looked at from, in radians. */
export interface Gaze {
  yaw: number;
  pitch: number;
}

/** Radians of an arrow key, and of a pixel dragged. */
const KEY = 0.12;
const PIXEL = 0.01;
/** Share of the picture's half that an edge of the cube of ±1 takes, and how much nearer things are larger. */
const SCALE = 0.52;
const DEPTH = 0.16;
/** Colours of the machine's states, as the style sheet names them; they come again where there are more states. */
const COLORS = 6;
/** Points of one colour have a shape of their own, for those who cannot tell colours apart. */
const SHAPES = 3;

const CORNERS = [-1, 1].flatMap((x) => [-1, 1].flatMap((y) => [-1, 1].map((z) => [x, y, z] as const)));
const EDGES = CORNERS.flatMap((from, index) =>
  CORNERS.slice(index + 1).flatMap((to) =>
    from.filter((value, axis) => value !== to[axis]).length === 1 ? [[from, to] as const] : [],
  ),
);

/** The states of one network as points in a cube that can be turned. */
export class Space {
  readonly #which: 'float' | 'fixed';
  readonly #gaze: Gaze;
  readonly #onTurn: () => void;
  readonly #canvas = createRef<HTMLCanvasElement>();
  #drag: { readonly id: number; readonly x: number; readonly y: number } | undefined;

  constructor(which: 'float' | 'fixed', gaze: Gaze, onTurn: () => void) {
    this.#which = which;
    this.#gaze = gaze;
    this.#onTurn = onTurn;
  }

  view(clouds: Clouds | undefined, states: readonly string[]) {
    const points = clouds?.[this.#which];
    const name = text.spaces[this.#which];
    const shown = states.slice(0, COLORS);
    const label = text.space(name, shown, clouds !== undefined && isApart(clouds, points));
    return html`<figure class="space">
      <figcaption>${name}</figcaption>
      <div
        class="cube"
        tabindex="0"
        role="group"
        aria-label="${name}. ${text.turnHint}"
        @keydown=${(event: KeyboardEvent) => this.#key(event)}
        @pointerdown=${(event: PointerEvent) => this.#grab(event)}
        @pointermove=${(event: PointerEvent) => this.#move(event)}
        @pointerup=${() => this.#let()}
        @pointercancel=${() => this.#let()}
      >
        <canvas role="img" aria-label=${label} ${ref(this.#canvas)}></canvas>
        ${clouds && points === undefined ? html`<p class="none">${text.noFixed}</p>` : ''}
      </div>
    </figure>`;
  }

  /** After the page is drawn, so that the canvas has its size. */
  draw(clouds: Clouds | undefined): void {
    const canvas = this.#canvas.value;
    const context = canvas?.getContext('2d');
    if (!canvas || !context) return;
    const { clientWidth, clientHeight } = canvas;
    const ratio = devicePixelRatio;
    const [width, height] = [Math.round(clientWidth * ratio), Math.round(clientHeight * ratio)];
    if (canvas.width !== width || canvas.height !== height) Object.assign(canvas, { width, height });
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    context.clearRect(0, 0, clientWidth, clientHeight);
    const style = getComputedStyle(canvas);
    const color = (name: string) => style.getPropertyValue(name);
    const at = this.#projection(clientWidth, clientHeight);
    context.lineWidth = 1;
    context.strokeStyle = color('--line');
    for (const [from, to] of EDGES) {
      const [one, other] = [at(...from), at(...to)];
      context.beginPath();
      context.moveTo(one.x, one.y);
      context.lineTo(other.x, other.y);
      context.stroke();
    }
    context.fillStyle = color('--soft');
    context.font = '12px system-ui, sans-serif';
    context.textAlign = 'center';
    // An edge that passes behind a name is left out there.
    context.strokeStyle = color('--card');
    context.lineWidth = 5;
    for (const [axis, unit] of (clouds?.units ?? []).entries()) {
      const end = [-1.14, -1.14, -1.14] as [number, number, number];
      end[axis] = 0;
      const { x, y } = at(...end);
      context.strokeText(hiddenName(unit), x, y + 4);
      context.fillText(hiddenName(unit), x, y + 4);
    }
    const points = clouds?.[this.#which];
    if (!clouds || !points) return;
    const colors = Array.from({ length: COLORS }, (_, index) => color(`--cloud-${index}`));
    Array.from(clouds.machineStates, (state, index) => ({
      state,
      ...at(points[3 * index] as number, points[3 * index + 1] as number, points[3 * index + 2] as number),
    }))
      .sort((one, other) => one.depth - other.depth)
      .forEach(({ state, x, y, depth }) => {
        context.fillStyle = colors[state % COLORS] as string;
        mark(context, state % SHAPES, x, y, 4.2 * (1 + DEPTH * depth));
      });
  }

  /** From a point of the cube to a place on the picture; nearer points have more depth. */
  #projection(width: number, height: number) {
    const { yaw, pitch } = this.#gaze;
    const [sinYaw, cosYaw, sinPitch, cosPitch] = [
      Math.sin(yaw),
      Math.cos(yaw),
      Math.sin(pitch),
      Math.cos(pitch),
    ];
    const half = (Math.min(width, height) / 2) * SCALE;
    return (x: number, y: number, z: number) => {
      const across = x * cosYaw + z * sinYaw;
      const away = z * cosYaw - x * sinYaw;
      const depth = away * cosPitch - y * sinPitch;
      const up = y * cosPitch + away * sinPitch;
      const scale = half * (1 + DEPTH * depth);
      return { x: width / 2 + across * scale, y: height / 2 - up * scale, depth };
    };
  }

  #turn(yaw: number, pitch: number): void {
    this.#gaze.yaw += yaw;
    this.#gaze.pitch = Math.min(Math.max(this.#gaze.pitch + pitch, -1.5), 1.5);
    this.#onTurn();
  }

  #key(event: KeyboardEvent): void {
    const turn = { ArrowLeft: [KEY, 0], ArrowRight: [-KEY, 0], ArrowUp: [0, KEY], ArrowDown: [0, -KEY] }[
      event.key
    ];
    if (turn === undefined) return;
    event.preventDefault();
    this.#turn(turn[0] as number, turn[1] as number);
  }

  #grab(event: PointerEvent): void {
    (event.currentTarget as Element).setPointerCapture(event.pointerId);
    this.#drag = { id: event.pointerId, x: event.clientX, y: event.clientY };
  }

  #move({ pointerId, clientX, clientY }: PointerEvent): void {
    if (this.#drag?.id !== pointerId) return;
    const { x, y } = this.#drag;
    this.#drag = { id: pointerId, x: clientX, y: clientY };
    this.#turn((x - clientX) * PIXEL, (clientY - y) * PIXEL);
  }

  #let(): void {
    this.#drag = undefined;
  }
}

function mark(context: CanvasRenderingContext2D, shape: number, x: number, y: number, size: number): void {
  context.beginPath();
  if (shape === 0) context.arc(x, y, size, 0, 2 * Math.PI);
  else if (shape === 1) context.rect(x - size * 0.9, y - size * 0.9, size * 1.8, size * 1.8);
  else {
    context.moveTo(x, y - size * 1.3);
    context.lineTo(x + size * 1.2, y + size * 0.9);
    context.lineTo(x - size * 1.2, y + size * 0.9);
  }
  context.closePath();
  context.fill();
}

/** Whether each point's nearest other one is of its own colour. */
function isApart({ machineStates }: Clouds, points: Float32Array | undefined): boolean {
  if (points === undefined) return false;
  return machineStates.every((state, one) => {
    let nearest = Number.POSITIVE_INFINITY;
    let own = false;
    for (let other = 0; other < machineStates.length; other++) {
      if (other === one) continue;
      let distance = 0;
      for (let axis = 0; axis < 3; axis++)
        distance += ((points[3 * one + axis] as number) - (points[3 * other + axis] as number)) ** 2;
      const isOwn = machineStates[other] === state;
      if (distance < nearest || (distance === nearest && !isOwn)) [nearest, own] = [distance, isOwn];
    }
    return own;
  });
}
