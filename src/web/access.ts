import { createHash, randomInt, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { hostname } from 'node:os';

/** What somebody who connects may do: everything, or look on. */
export type Role = 'presenter' | 'viewer';

/** The page is served to others than this computer. Who may do what says the token that begins a path. */
export interface Sharing {
  readonly tokens: Readonly<Record<Role, string>>;
  readonly proxy: NamedProxy | undefined;
}

/** A proxy that shows the page under a name of its own. */
export interface NamedProxy {
  /** Where the page is found, without a slash at its end: `https://name.example`. */
  readonly url: string;
  /** As in a Host header, without a port. */
  readonly name: string;
  /** Origins of its pages. */
  readonly origins: readonly string[];
}

/** A request that is let in. */
export interface Admitted {
  readonly role: Role;
  /** Its path and query, without the token. */
  readonly path: string;
}

/** The names under which a browser on this computer finds this server. */
const LOCAL_NAMES = ['127.0.0.1', 'localhost'];
/** Crockford's 32 characters: none is mistaken for another. Twelve of them are 60 bits. */
const CHARACTERS = '0123456789abcdefghjkmnpqrstvwxyz';
const TOKEN_GROUPS = 3;
const GROUP = 4;

/** A token that can be typed from a blackboard: `k7qd-m2xv-9pta`. */
export function newToken(): string {
  const group = () => Array.from({ length: GROUP }, () => CHARACTERS[randomInt(CHARACTERS.length)]).join('');
  return Array.from({ length: TOKEN_GROUPS }, group).join('-');
}

/**
 * Reads what a user calls a proxy: `name.example`, `name.example:8443` or `https://name.example/path`.
 *
 * @throws RangeError if it is neither
 */
export function parseProxy(text: string): NamedProxy {
  const hasScheme = /^https?:\/\//i.test(text);
  const whole = hasScheme ? text : `https://${text}`;
  const url = URL.canParse(whole) ? new URL(whole) : undefined;
  const isPlain = url && url.username + url.password + url.search + url.hash === '';
  if (!isPlain || !/^[a-z\d.:[\]-]+$/.test(url.hostname) || (!hasScheme && url.pathname !== '/'))
    throw new RangeError(`expected a name, or an address as https://name.example, got ${text}`);
  // Who gives a name alone leaves open whether the proxy speaks https.
  const origins = hasScheme ? [url.origin] : [url.origin, new URL(`http://${text}`).origin];
  return { url: url.origin + url.pathname.replace(/\/+$/, ''), name: url.hostname, origins };
}

/**
 * Lets a request in, or says why not. A foreign Host is another site's name that was made to point at this computer; a
 * foreign Origin is another site's page, which may send requests here but has no business to.
 */
export function admit(request: IncomingMessage, sharing: Sharing | undefined): Admitted | string {
  const { host: hosts = [], origin: origins = [] } = request.headersDistinct;
  if (hosts.length > 1 || origins.length > 1) return 'a request has one Host and one Origin';
  const [[host = ''], [origin]] = [hosts, origins];
  const name = /^(\[[^\]]*\]|[^:]*)(:\d+)?$/.exec(host.toLowerCase())?.[1] ?? '';
  if (!namesOf(request, sharing).includes(name))
    return sharing
      ? `this page is not served as “${host.slice(0, 80)}”; a name that a proxy or a router gives it is named with carrybit live --proxy`
      : 'open this page as localhost or 127.0.0.1';
  const allowed = [`http://${host}`.toLowerCase(), ...(sharing?.proxy?.origins ?? [])];
  if (origin !== undefined && !allowed.includes(origin.toLowerCase()))
    return 'requests from other pages are refused';
  const path = request.url ?? '/';
  if (sharing === undefined) return { role: 'presenter', path };
  const [, token = '', rest = ''] = /^\/([^/?]*)(.*)$/.exec(path) ?? [];
  const role = (['presenter', 'viewer'] as const).find((each) => isSame(token, sharing.tokens[each]));
  return role === undefined
    ? 'this page is for those who have its link: ask whoever started carrybit live, which printed it'
    : { role, path: rest };
}

/** Under which names a request may ask for the page; in lower case, of IPv6 in brackets. */
function namesOf({ socket }: IncomingMessage, sharing: Sharing | undefined): readonly string[] {
  if (sharing === undefined) return LOCAL_NAMES;
  const address = socket.localAddress?.replace(/^::ffff:(?=\d+\.)/, '') ?? '';
  const own = hostname().toLowerCase();
  return [
    ...LOCAL_NAMES,
    address.includes(':') ? `[${address}]` : address,
    ...(own === '' ? [] : [own, `${own}.local`]),
    ...(sharing.proxy ? [sharing.proxy.name] : []),
  ];
}

/** Compares in a time that tells nothing of how much is right. */
function isSame(given: string, due: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(given.toLowerCase()), digest(due));
}
