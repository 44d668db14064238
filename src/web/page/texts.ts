import { language } from './language.ts';
import { german } from './texts-de.ts';
import { english, type PageTexts } from './texts-en.ts';

/** The texts of the live page and of the sections it shares with the playground, in the language of the page. */
export const words: PageTexts = language === 'de' ? german : english;
