import { html } from 'lit';
import { language } from '../web/page/language.ts';
import { COLUMNS } from './loss-curve.ts';
import { decimal, percent } from './percent.ts';
import type { Progress } from './protocol.ts';
import { text } from './texts.ts';

const WIDTH = 440;
const HEIGHT = 120;

/** What changes while a start learns: three numbers, and the losses of its updates. */
export function learning({ curve, loss, accuracy, gradientNorm, update, updates }: Progress) {
  const max = curve.reduce(
    (largest, each) => (Number.isFinite(each) ? Math.max(largest, each) : largest),
    0.7,
  );
  const columns = Math.min(updates, COLUMNS);
  const path = Array.from(curve, (each, index) =>
    Number.isFinite(each)
      ? `${((index + 0.5) * WIDTH) / columns} ${HEIGHT - 2 - (each / max) * (HEIGHT - 8)}`
      : undefined,
  ).filter((point) => point !== undefined);
  const digits = loss === undefined ? '–' : decimal(loss.toFixed(4), language);
  return html`<dl class="figures">
      ${figure(text.update, `${update} / ${updates}`)} ${figure(text.loss, digits)}
      ${figure(text.accuracy, percent(accuracy, language))} ${figure(text.gradient, decimal(gradientNorm.toPrecision(3), language))}
    </dl>
    <svg
      class="curve"
      role="img"
      aria-label=${text.curve(update, digits)}
      viewBox="0 0 ${WIDTH} ${HEIGHT}"
      preserveAspectRatio="none"
    >
      <line x1="0" x2=${WIDTH} y1=${HEIGHT - 2} y2=${HEIGHT - 2} />
      <path d=${path.length > 0 ? `M${path.join('L')}` : ''} />
    </svg>`;
}

function figure(name: string, value: string) {
  return html`<div><dt>${name}</dt><dd>${value}</dd></div>`;
}
