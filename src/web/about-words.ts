import type { NetworkDocument } from '../network/network-document.ts';
import { type ProofWords, english as proofInEnglish } from '../view/proof-words.ts';
import { german as proofInGerman } from '../view/proof-words-de.ts';

/** How a network is told of, in one language. */
export interface AboutWords {
  readonly proofWords: ProofWords;
  /** Where the network comes from, in a line. */
  readonly origin: (provenance: NetworkDocument['provenance']) => string;
  /** Said instead of what a flipped bit does. */
  readonly tooMany: string;
}

export const english: AboutWords = {
  proofWords: proofInEnglish,
  origin: (provenance) => {
    switch (provenance.method) {
      case 'construct':
        return 'constructed from its machine';
      case 'board':
        return 'read from a board';
      case 'smallest':
        return 'the fewest bits, found by searching all constants';
      case 'import':
        return `weights trained elsewhere, from ${provenance.source}`;
      default:
        return `seed ${provenance.seed}, start ${provenance.start}`;
    }
  },
  tooMany: 'Too many states to try each for what a flipped bit does.',
};

export const german: AboutWords = {
  proofWords: proofInGerman,
  origin: (provenance) => {
    switch (provenance.method) {
      case 'construct':
        return 'aus seiner Maschine konstruiert';
      case 'board':
        return 'von einem Board gelesen';
      case 'smallest':
        return 'so wenige Bits wie möglich, gefunden durch Suche über alle Konstanten';
      case 'import':
        return `anderswo trainierte Gewichte, aus ${provenance.source}`;
      default:
        return `Startwert ${provenance.seed}, Anlauf ${provenance.start}`;
    }
  },
  tooMany: 'Zu viele Zustände, um bei jedem zu versuchen, was ein gekipptes Bit bewirkt.',
};
