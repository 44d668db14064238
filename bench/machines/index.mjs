// Machines of at most 16 states, written from facts about them, to measure on.
import { counters } from './counters.mjs';
import { embedded } from './embedded.mjs';
import { languages } from './languages.mjs';
import { protocols } from './protocols.mjs';
import { random } from './random.mjs';

export const machines = [
  ...counters.map((machine) => ({ family: 'counters and registers', machine })),
  ...languages.map((machine) => ({ family: 'detectors and languages', machine })),
  ...embedded.map((machine) => ({ family: 'embedded', machine })),
  ...protocols.map((machine) => ({ family: 'lines and protocols', machine })),
  ...random.map((machine) => ({ family: 'random', machine })),
];
