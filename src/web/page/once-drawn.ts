/** What waits until the page is drawn. */
const waiting = new Set<() => void>();

/**
 * Runs an action after everything is drawn, before the browser paints. Actions that measure the page then cause one
 * layout together.
 */
export function onceDrawn(action: () => void): void {
  if (waiting.size === 0) queueMicrotask(run);
  waiting.add(action);
}

function run(): void {
  const actions = [...waiting];
  waiting.clear();
  for (const action of actions) action();
}
