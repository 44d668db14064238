import { createHash, randomInt, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { hostname } from 'node:os';

/** The role of a client: it may do everything, or only watch. */
export type Role = 'presenter' | 'viewer';

/** Access to a page that other computers can reach. The token at the beginning of a path decides the role. */
export interface Sharing {
  readonly tokens: Readonly<Record<Role, string>>;
  readonly proxy: NamedProxy | undefined;
}

/** A proxy that serves the page under another name. */
export interface NamedProxy {
  /** The address of the page, without a slash at its end: `https://name.example`. */
  readonly url: string;
  /** As in a Host header, without a port. */
  readonly name: string;
  /** Path of the page without a slash at its end, or empty. Some proxies send it on, others remove it. */
  readonly path: string;
  /** Origins of its pages. */
  readonly origins: readonly string[];
}

/** An accepted request. */
export interface Admitted {
  readonly role: Role;
  /** Its path and query, without the token. */
  readonly path: string;
}

/** The host names with which a browser on this computer finds this server. */
const LOCAL_NAMES = ['127.0.0.1', 'localhost'];
/** Crockford's 32 characters, which are hard to confuse. Twelve of them are 60 bits. */
const CHARACTERS = '0123456789abcdefghjkmnpqrstvwxyz';
const TOKEN_GROUPS = 3;
const GROUP = 4;

/** A token that can be copied from a blackboard: `k7qd-m2xv-9pta`. */
export function newToken(): string {
  const group = () => Array.from({ length: GROUP }, () => CHARACTERS[randomInt(CHARACTERS.length)]).join('');
  return Array.from({ length: TOKEN_GROUPS }, group).join('-');
}

/**
 * Parses the address of a proxy: `name.example`, `name.example:8443` or `https://name.example/path`.
 *
 * @throws RangeError if it is none of these
 */
export function parseProxy(text: string): NamedProxy {
  const hasScheme = /^https?:\/\//i.test(text);
  const whole = hasScheme ? text : `https://${text}`;
  const url = URL.canParse(whole) ? new URL(whole) : undefined;
  const isPlain = url && url.username + url.password + url.search + url.hash === '';
  if (!isPlain || !/^[a-z\d.:[\]-]+$/.test(url.hostname) || (!hasScheme && url.pathname !== '/'))
    throw new RangeError(`expected a name, or an address as https://name.example, got ${text}`);
  // A name alone does not say whether the proxy uses https.
  const origins = hasScheme ? [url.origin] : [url.origin, new URL(`http://${text}`).origin];
  const path = url.pathname.replace(/\/+$/, '');
  return { url: url.origin + path, name: url.hostname, path, origins };
}

/**
 * Accepts a request, or says why not. A foreign Host is the name of another site that was made to point at this
 * computer. A foreign Origin is a page of another site, which can send requests here but must not.
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
  const asked = request.url ?? '/';
  const before = sharing?.proxy?.path ?? '';
  const path = before !== '' && asked.startsWith(`${before}/`) ? asked.slice(before.length) : asked;
  if (sharing === undefined) return { role: 'presenter', path };
  const [, token = '', rest = ''] = /^\/([^/?]*)(.*)$/.exec(path) ?? [];
  const role = (['presenter', 'viewer'] as const).find((each) => isSame(token, sharing.tokens[each]));
  return role === undefined
    ? 'this page is for those who have its link: ask whoever started carrybit live, which printed it'
    : { role, path: rest };
}

/** Host names that a request may have; in lower case, IPv6 in brackets. */
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

/** Compares in a time that does not depend on how much is right. */
function isSame(given: string, due: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(given.toLowerCase()), digest(due));
}
