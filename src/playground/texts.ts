import { language } from '../web/page/language.ts';
import { german } from './texts-de.ts';
import { english, type Texts } from './texts-en.ts';

/** Every text of the page that is its own, in the language of the page. */
export const text: Texts = language === 'de' ? german : english;
