import type { Fed, ProofWords } from './proof-words.ts';

const grouped = (value: number) => value.toLocaleString('de');
const count = (value: number, one: string, many: string) => `${grouped(value)} ${value === 1 ? one : many}`;
const after = (fed: Fed, steps: number) => {
  if (fed.kind === 'zeros') return count(steps, 'Null', 'Nullen');
  return fed.kind === 'symbol'
    ? `${grouped(steps)}-mal ${fed.name}`
    : count(steps, 'solchem Schritt', 'solchen Schritten');
};

export const german: ProofWords = {
  proven: (task, states, pairs, transitions) =>
    `Bewiesen für Ströme beliebiger Länge: Das Netz kann ${count(states, 'Zustand', 'Zustände')} erreichen (${count(pairs, 'Paar', 'Paare')} mit denen der Maschine ${task}), ` +
    (transitions === 1
      ? 'und der eine Übergang gibt die richtige Ausgabe.'
      : `und jeder der ${grouped(transitions)} Übergänge dazwischen gibt die richtige Ausgabe.`),
  margin: (margin, share) =>
    `Kleinster Abstand |Logit| ${grouped(margin)} (${share.toFixed(3).replace('.', ',')})${margin === 0 ? ': Ein Logit von genau 0 ist eine 1' : ''}.`,
  assumed: (assumptions) => `Von den Eingaben wird angenommen: ${assumptions.join('; ')}.`,
  onlySymbols: (symbols) =>
    symbols === 1 ? 'nur ihr einziges Symbol kommt' : `nur ihre ${grouped(symbols)} Symbole kommen`,
  never: (inputs) => `nie ${inputs}`,
  neverIn: (state, inputs) => `in ${state} nie ${inputs}`,
  moreStates: (states) => `und so in ${count(states, 'weiterem Zustand', 'weiteren Zuständen')}`,
  moreInputs: (inputs) => `und ${inputs} weitere`,
  comesBack: (fed, recovering, states, estimate, steps) => {
    const share =
      recovering === null ? `allen ${grouped(states)}` : `${grouped(recovering)} von ${grouped(states)}`;
    const which = estimate ? `${share} zufällig gezogenen Zuständen` : `${share} Zuständen`;
    const what =
      fed.kind === 'symbol'
        ? `nur ${fed.name}`
        : fed.kind === 'zeros'
          ? 'Nullen'
          : 'lauter Bits 0, was kein Symbol ist,';
    return `Gekippte Bits: Mit ${what} als Eingabe kommt das Netz aus ${which} zurück, ${steps === 0 ? 'sofort' : `in höchstens ${count(steps, 'Schritt', 'Schritten')}`}.`;
  },
  stuck: (state) => `Aus den anderen, etwa (${state.join(', ')}), hilft nur ein Reset.`,
  correctAgain: (fed, steps) =>
    `${steps === 0 ? 'Sofort' : `Nach ${after(fed, steps)}`} sind alle Ausgaben wieder richtig, was auch immer vorher gemerkt war.`,
  correctFromSome: (fed, states, steps) =>
    `Aus ${grouped(states)} davon sind ${steps === 0 ? 'sofort' : `nach ${after(fed, steps)}`} alle Ausgaben wieder richtig.`,
  correctFromNone: (fed) =>
    `Was es sich dann merkt, kann falsch sein, bis andere Eingaben${fed.kind === 'no symbol' ? '' : ` als ${fed.kind === 'symbol' ? fed.name : 'Nullen'}`} kommen.`,
};
