import { html } from 'lit';

/** A row of tabs; arrow keys go from one to the next. */
export function tabs<Id extends string>(
  name: string,
  ids: readonly Id[],
  labels: Readonly<Record<Id, string>>,
  chosen: Id,
  choose: (id: Id) => void,
) {
  const move = (event: KeyboardEvent) => {
    const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (step === undefined) return;
    event.preventDefault();
    const next = ids[(ids.indexOf(chosen) + step + ids.length) % ids.length] as Id;
    choose(next);
    document.getElementById(`${name}-${next}`)?.focus();
  };
  return html`<div class="tabs" role="tablist" @keydown=${move}>
    ${ids.map(
      (id) =>
        html`<button
          role="tab"
          id="${name}-${id}"
          aria-selected=${id === chosen}
          aria-controls="${name}-panel"
          tabindex=${id === chosen ? 0 : -1}
          @click=${() => choose(id)}
        >
          ${labels[id]}
        </button>`,
    )}
  </div>`;
}
