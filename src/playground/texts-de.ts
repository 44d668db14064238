import { percent } from './percent.ts';
import type { Failed } from './search.ts';
import type { Texts } from './texts-en.ts';

const number = (value: number) => value.toLocaleString('de');

/** The texts of the page in German. */
export const german: Texts = {
  title: 'Spielplatz',
  claim: 'Drei Zahlen lernen, ein Bit zu übertragen. Dann wird bewiesen, dass sie es immer tun.',
  run: 'Start',
  pause: 'Pause',
  stop: 'Stopp',
  step: 'Schritt',
  restart: 'Von vorn',
  speed: 'Tempo',
  fullSpeed: 'volles Tempo',
  hertz: (hertz: number) => `${number(hertz)} Updates pro Sekunde`,
  copyLink: 'Link kopieren',
  copied: 'Kopiert',
  views: { learning: 'Lernen', proof: 'Beweis', board: 'Board' },
  sides: { lesson: 'Lektion', settings: 'Einstellungen' },
  lessonStep: (step: number, steps: number) => `Schritt ${step} von ${steps}`,
  back: 'Zurück',
  next: 'Weiter',
  statesOf: (states: number) => `${states} Zustände`,
  waiting: 'Wird geladen …',
  unfit: 'nichts lernt; ändere die Einstellungen',
  hung: 'die Einstellungen brauchten zu lange und wurden aufgegeben',
  states: {
    searching: (start: number) => `Anlauf ${start} lernt`,
    paused: (start: number) => `Anlauf ${start}, angehalten`,
    proven: (start: number) => `Anlauf ${start} ist bewiesen`,
    exhausted: 'kein Anlauf wurde bewiesen; ändere die Einstellungen',
  },
  searchStates: {
    waiting: 'bereit zur Suche',
    searching: (tried: number) => `Suche: ${number(tried)} Anläufe versucht`,
    proven: (kind: 'learned' | 'constructed', units: number) =>
      `${kind === 'learned' ? 'gelernt' : 'konstruiert'}: ein Netz mit ${units} ${units === 1 ? 'Einheit' : 'Einheiten'} ist bewiesen`,
    none: 'kein Anlauf hat es gelernt, und die Konstruktion ist zu groß',
  },
  search: {
    title: 'Suche',
    tried: 'Anläufe versucht',
    updates: 'Updates',
    start: 'Stufe, Einheiten',
    sizeOf: (stage: number, size: number) => (size === 0 ? '–' : `${stage}, ${size}`),
    best: 'bisher kleinstes',
    bits: (bits: number) => `${number(bits)} Bits`,
    about:
      'Ein Netz wird konstruiert, dann werden kleinere an allen Schritten der Maschine zugleich gelernt, wie bei carrybit train --machine. Stopp behält das bis dahin kleinste.',
    sizes: 'Größe der Konstanten',
    learned: 'gelernt',
    constructed: 'konstruiert',
    table: 'Übergangstabelle',
    hard: (stream: readonly string[], starts: number) =>
      `${stream.join(', ')}: der letzte Schritt war am Ende von ${starts} Anläufen falsch`,
  },
  methodTitle: 'Wie gelernt wird',
  method: 'Verfahren',
  methods: { search: 'durch Suche, wie train --machine', samples: 'aus Beispielen, wie bei Aufgaben' },
  loss: 'Verlust ξ',
  accuracy: 'Genauigkeit',
  gradient: 'Norm des Gradienten',
  update: 'Update',
  curve: (update: number, loss: string) => `Verlust jedes Updates: ${loss} bei Update ${update}`,
  curveTitle: 'Verlust',
  spaces: { float: 'Gleitkomma-Netz', fixed: 'Festkomma-Netz' },
  noFixed: 'Seine Gewichte haben in diesen Breiten keine Festkomma-Form.',
  turnHint: 'Ziehen oder Pfeiltasten drehen beide Bilder.',
  space: (name: string, states: readonly string[], apart: boolean) =>
    `${name}: verborgene Zustände als Punkte, je eine Farbe für ${states.join(', ')}; ${
      apart ? 'keine zwei Farben sind vermischt' : 'die Farben sind vermischt'
    }`,
  failedTitle: 'Gescheiterte Anläufe',
  noFailed:
    'Bisher keine. Die meisten Startwerte brauchen mehrere Anläufe: Jeder, der scheitert, bleibt hier stehen, mit dem Grund.',
  failedMore: (count: number) => `· die letzten von ${number(count)}`,
  failed: (failed: Failed): string => {
    switch (failed.reason) {
      case 'not learned':
        return `nicht gelernt: Genauigkeit ${percent(failed.accuracy, 'de')}`;
      case 'not quantizable':
        return 'seine Gewichte passen in keine Festkomma-Form';
      case 'undecided':
        return 'zu viele Zustände für eine Entscheidung';
      case 'disproved':
        return 'widerlegt';
    }
  },
  counterexample: (start: number) => `Anlauf ${start} hat alle Beispiele gelernt und irrt sich doch:`,
  blame: (isRounding: boolean | undefined) =>
    isRounding
      ? 'Das Gleitkomma-Netz kann das: Das Runden hat es zerstört.'
      : 'Auch das Gleitkomma-Netz kann das nicht: Es hat es nicht gelernt.',
  replay: 'Noch einmal zeigen',
  noProof:
    'Noch ist nichts bewiesen. Lass es laufen: Ein Anlauf, der seinen Test besteht, wird sofort quantisiert und bewiesen.',
  proofTitle: 'Beweis',
  automatonTitle: 'Was es sich merkt',
  stateTitle: 'Gekippte Bits',
  unoTitle: 'Uno',
  panelTitle: 'Schalter und Lampen',
  tracesTitle: 'Zeitverlauf',
  feedTitle: 'Eingabe',
  downloadTrace: 'VCD herunterladen',
  noTrace: 'Nimm den simulierten Uno, um seine Pins aufzuzeichnen.',
  filesTitle: 'Dateien',
  downloadNetwork: 'network.json herunterladen',
  downloadCertificate: 'Das Zertifikat dazu herunterladen',
  filesHint: 'Dieselben Dateien, auf das Byte, die carrybit train schreibt; carrybit check prüft sie.',
  ownMachine: 'eigene Maschine',
  task: 'Aufgabe',
  tasks: {
    adder: 'addiert zwei Zahlen Bit für Bit; der Zustand ist der Übertrag',
    subtractor: 'zieht b Bit für Bit von a ab, im Zweierkomplement; der Zustand ist, was geborgt ist',
    comparator: 'sagt, ob a größer ist als b, soweit sie gelesen sind; der Zustand ist diese Ausgabe',
    parity: 'sagt, ob bisher ungerade viele Einsen gelesen sind; der Zustand ist diese Ausgabe',
  },
  machine: 'Maschine: KISS2, DOT, JSON oder CSV',
  useMachine: 'Diese Maschine nehmen',
  editTable: 'Als Tabelle bearbeiten',
  editTask: 'Zu meiner machen',
  settings: {
    hidden: 'Verborgene Zustände',
    seed: 'Startwert',
    bits: 'Bits einer Zahl',
    samples: 'Beispiele',
    testSamples: 'Testbeispiele',
    batch: 'Minibatch',
    epochs: 'Epochen',
    maxStarts: 'Höchstens so viele Anläufe',
    optimizer: 'Optimierer',
    precision: 'Genauigkeit',
    overlapping: 'Überlappende Minibatches',
    weightBits: 'Bits eines Gewichts',
    stateBits: 'Bits eines Zustands',
    tableBits: 'Bits der tanh-Tabelle',
    learningRate: 'Lernrate',
    momentum: 'Momentum',
    decay: 'Abklingen λ',
    epsilon: 'ε',
    beta1: 'β₁',
    beta2: 'β₂',
    grow: 'Wachsen eines Schritts',
    shrink: 'Schrumpfen eines Schritts',
    initialStep: 'Erster Schritt',
  },
  groups: { network: 'Netz', training: 'Training', optimizer: 'Optimierer', widths: 'Festkomma-Form' },
  defaults: 'Alles auf Vorgabe',
  yes: 'ja',
  no: 'nein',
  board: {
    title: 'Ein echtes Board',
    none: 'Dieser Browser hat kein Web Serial. Chromium und Edge haben es; carrybit flash-weights tut dasselbe.',
    choose: 'Uno oder Nano wählen',
    chosen: 'Gewählt. Zuerst die Firmware, wenn sie noch nicht auf dem Board ist.',
    firmware: 'Firmware schreiben',
    network: 'Netz schreiben',
    stream: 'Zahlen hindurchschicken',
    streaming: 'Schritte',
    connecting: 'Verbinde …',
    firmwareWritten: (bytes: number, chip: string, baud: number) =>
      `${number(bytes)} Bytes Firmware sind auf dem ${chip}, geschrieben mit ${baud} Baud und zurückgelesen.`,
    networkWritten: (bytes: number, transitions: number) =>
      `Das Netz ist auf dem Board, ${bytes} Bytes; das Board selbst hat alle ${transitions} Übergänge gemacht.`,
    otherNetwork: 'auf dem Board ist ein anderes Netz; schreibe zuerst dieses',
    streamed: (right: number, steps: number, rate: number) =>
      `${number(right)} von ${number(steps)} Schritten richtig, ${number(Math.round(rate))} pro Sekunde.`,
  },
  table: {
    state: 'Zustand',
    next: (state: string, input: string) => `Zustand nach ${input} in ${state}`,
    output: (name: string, state: string, input: string) => `${name} bei ${input} in ${state}`,
    never: 'nie',
    add: 'Zustand hinzufügen',
    remove: 'Letzten Zustand entfernen',
    tooLarge: 'Diese Maschine ist zu groß für eine Tabelle; bearbeite ihren Text.',
  },
};
