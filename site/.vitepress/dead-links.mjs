import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join, posix, sep } from 'node:path';

/**
 * The links of a built site that lead nowhere: to a file that it does not hold, or to a place that its page does not
 * have. VitePress itself looks at links between pages only.
 *
 * @param folder of the built site
 * @param base of its addresses
 * @returns a line for each
 */
export function deadLinks(folder, base) {
  const pages = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.html'))
    .map((name) => name.split(sep).join('/'));
  const texts = new Map(pages.map((page) => [page, readFileSync(join(folder, page), 'utf8')]));
  const places = new Map([...texts].map(([page, text]) => [page, placesOf(text)]));
  return [...texts].flatMap(([page, text]) =>
    linksOf(text)
      .filter((link) => !leads(folder, places, base, page, link))
      .map((link) => `${page}: ${link}`),
  );
}

/** Links within the site. */
const linksOf = (text) =>
  [
    ...new Set(
      [...text.matchAll(/\b(?:href|src)="([^"]*)"/g)].map(([, link]) => link.replaceAll('&amp;', '&')),
    ),
  ].filter((link) => link !== '' && !/^(?:[a-z][a-z\d+.-]*:|\/\/)/i.test(link));

const placesOf = (text) => new Set([...text.matchAll(/\bid="([^"]*)"/g)].map(([, place]) => place));

function leads(folder, places, base, page, link) {
  const [path = '', place = ''] = link.split('#');
  const [plain = ''] = path.split('?');
  const decoded = decodeURIComponent(plain);
  if (decoded.startsWith('/') && !decoded.startsWith(base)) return false;
  const named = decoded.startsWith('/')
    ? decoded.slice(base.length)
    : posix.normalize(posix.join(posix.dirname(page), decoded));
  const target =
    plain === ''
      ? page
      : [named, `${named}.html`, posix.join(named, 'index.html')].find(
          (name) => !name.startsWith('..') && isFile(join(folder, name)),
        );
  if (target === undefined) return false;
  return place === '' || !places.has(target) || places.get(target).has(decodeURIComponent(place));
}

const isFile = (path) => existsSync(path) && statSync(path).isFile();
