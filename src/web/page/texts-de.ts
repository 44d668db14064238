import { hiddenName } from '../../tasks/names.ts';
import type { Fault } from '../frame.ts';
import { minus } from './minus.ts';
import type { PageTexts } from './texts-en.ts';

const steps = (number: number) => `${number} ${number === 1 ? 'Schritt' : 'Schritten'}`;

/** The texts of the shared sections in German. */
export const german: PageTexts = {
  engine: 'Wer rechnet',
  engines: {
    page: {
      name: 'Diese Seite',
      about: 'Diese Seite macht die Schritte, mit denselben ganzen Zahlen wie ein Board.',
    },
    uno: {
      name: 'Simulierter Uno',
      about:
        'Ein simulierter ATmega328P führt die Firmware aus und macht die Schritte, getaktet an seinen Pins. Der Zeitverlauf sind seine Pins; Zustände werden in seinem RAM gelesen und gekippt.',
    },
    node: {
      name: 'Dieser Rechner',
      about:
        'Dieser Rechner macht die Schritte, mit denselben ganzen Zahlen wie das Board. Kein Board läuft.',
    },
    board: {
      name: 'Board',
      about:
        'Das Board am seriellen Anschluss rechnet jeden Schritt. Der Zustand reist mit jedem Schritt hin und zurück und wird unterwegs gekippt. Nur seine LED ist verdrahtet.',
    },
  },
  input: (name) => `Eingang ${name}`,
  inputs: 'Eingänge',
  outputs: 'Ausgänge',
  is: (name, level) => `${name} ist ${level}`,
  pin: (pin) => `Pin ${pin}`,
  bounce: 'Taster prellen',
  unoOff: 'Arduino Uno, aus',
  unoOn: (isLit) => `Arduino Uno, an, LED L an Pin 13 ${isLit ? 'leuchtet' : 'dunkel'}`,
  viewerSwitches: 'Die Schalter zeigen die Eingabe; wer die Seite gestartet hat, stellt sie.',
  pressNumber: (takes) =>
    `Stell die Schalter, dann drück CLK: Das Netz nimmt ${takes}. RESET beginnt von vorn.`,
  pressStep:
    'Stell die Schalter, dann drück CLK: Das Netz macht einen Schritt. RESET führt zum Anfangszustand.',
  unoIsOff: 'Der Uno ist aus: Dieser Rechner macht die Schritte. Schalter, CLK und RESET gehen trotzdem.',
  unoPins: 'Ein Uno hat Pins für 4 Eingänge und 4 Ausgänge.',
  viewerFeed: (hertz) =>
    `Du siehst zu: Wer die Seite gestartet hat, gibt ein, mit ${hertz} Schritten pro Sekunde.`,
  random: 'Zufall',
  stop: 'Stopp',
  waiting: (commands) => `${commands} warten`,
  clock: 'Takt',
  stepsASecond: (hertz) => `${hertz} Schritte pro Sekunde`,
  refused: (field, value) =>
    `${field} ist ${value ? `„${value}“` : 'leer'}: erwartet wird eine ganze Zahl ab 0, dezimal`,
  states: 'Zustände',
  flip: (bit, unit, level) => `Bit ${bit} von ${hiddenName(unit)} kippen, jetzt ${level}`,
  flipRandom: 'Irgendein Bit kippen',
  flipHint: 'oder drück oben ein Bit; Pfeiltasten gehen von Bit zu Bit.',
  fault: ({ unit, bit, from, to, steps: taken, outcome }: Fault) => {
    const flip = `Bit ${bit} von ${hiddenName(unit)} gekippt: aus ${minus(from)} wurde ${minus(to)}`;
    switch (outcome) {
      case 'under way':
        return `${flip}. Nach ${steps(taken)} noch nicht zurück …`;
      case 'recovered':
        return taken === 0
          ? `${flip}, auch ein Zustand, zu dem Ströme führen: Der Beweis gilt weiter.`
          : `${flip}. Nach ${steps(taken)} zurück: Der Beweis gilt wieder.`;
      case 'reset':
        return `${flip}. Ein Reset kam, bevor es zurück war.`;
      case 'stuck':
        return `${flip}. Nach ${steps(taken)} mit allen Eingaben 0 nicht zurück: Nur ein Reset hilft.`;
    }
  },
  orSwitches: (invitation) => `${invitation}, oder stell die Schalter und drück CLK.`,
  given: (output) => `${output}, Netz`,
  bitByBit: (result) => `${result}, Bit für Bit`,
  right: 'richtig',
  notCompared: 'nicht verglichen: es kam eine Eingabe, die nach der Maschine nie kommt',
  wrong: 'falsch',
  newNumber: 'Gestrichelt: Eine neue Zahl beginnt.',
  newStream: 'Gestrichelt: ein Reset.',
  stateChange: 'Die Zustände ändern sich, wenn CLK steigt.',
  statesTraced: (shown, all) =>
    `Aufgezeichnet: ${hiddenName(0)}–${hiddenName(shown - 1)} von ${all} Zuständen.`,
  statesListed: (all) => `Alle ${all} Zustände stehen in dieser Liste; zum Sehen scrollen.`,
  delay: (output, cycles) =>
    `Auf dem Board dauert ein Schritt 1 ms; ${output} folgte auf CLK nach ${cycles} Takten, ${(cycles / 16).toLocaleString('de', { maximumFractionDigits: 1 })} µs.`,
  downloadTrace: 'VCD herunterladen',
  nothingFed: 'Noch keine Eingabe.',
  bitFlipped: 'Bit gekippt',
  remembers: 'merkt sich',
  or: 'oder',
  none: 'keine',
  emptyTraces: 'Zeitverlauf, leer: noch keine Eingabe',
  traces: (number, last) => `Zeitverlauf der letzten ${number} Schritte. Der letzte: ${last}`,
  level: (name, level) => `${name} ${level}`,
  statesAre: (values) => `Zustände ${values}`,
  automaton: 'Automat',
  automatonOf: (states, now) => `Automat mit den Zuständen ${states}; jetzt in ${now}`,
  unknownState: 'keiner: Zu diesem Zustand führt kein Strom',
  isUnknown: 'Zu diesem Zustand führt kein Strom.',
  networkStates: (count) => (count === 1 ? '1 Netzzustand' : `${count} Netzzustände`),
  statesThatDiffer: (states) =>
    `Von allen Zuständen, die das Netz erreichen kann, unterscheiden sich nur ${states} wirklich; jetzt`,
  reachable: 'Zustände, die das Netz erreichen kann',
  constants: 'Konstanten',
  page: {
    size: (states, bits) => `${states} Zustände mit ${bits} ${bits === 1 ? 'Bit' : 'Bits'}`,
    proven: 'bewiesen',
    lost: 'die Verbindung ist weg',
    tryingAgain: 'neuer Versuch …',
    uno: 'Uno',
    panel: 'Schalter und Lampen',
    traces: 'Zeitverlauf',
    feed: 'Eingabe',
    automaton: 'Was es sich merkt',
    state: 'Zustand',
    training: 'Training',
    proof: 'Beweis',
    viewers: (viewers) =>
      `${viewers === 1 ? 'Einer sieht' : `${viewers} sehen`} zu; alle sehen denselben Lauf.`,
    served: {
      local: 'Nur für diesen Rechner.',
      presenter: 'Dieser Link kann alles ändern; mit dem der Zuschauer kann man nur zusehen.',
      viewer: 'Mit diesem Link kann man nur zusehen.',
    },
    noLosses: (origin) =>
      `Kein Verlust zu zeigen: ${origin}. Er wird für Trainings nach Art des Tutorials gezeichnet, wenn sie sich schnell wiederholen lassen.`,
    losses: 'Der Verlust jedes Updates, fallend',
    trainedAgain: (origin) => `${origin}, für dieses Bild noch einmal trainiert, mit denselben Bits.`,
  },
  task: {
    add: 'Addieren',
    feed: 'Eingeben',
    addTwo: 'Addiere zwei Zahlen',
    typeInputs: 'Tippe Eingaben',
    feedNumbers: (inputs) => `Gib ${inputs === 1 ? 'eine Zahl' : 'zwei Zahlen'} ein`,
    sum: 'Summe',
    result: 'Ergebnis',
    stream: 'Strom',
    sums: 'letzte Summen',
    results: 'letzte Ausgaben',
    bit: (inputs) => (inputs === 1 ? 'ein Bit der Zahl' : 'von jeder Zahl ein Bit'),
  },
};
