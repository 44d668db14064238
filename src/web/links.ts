import { isIPv6 } from 'node:net';
import { networkInterfaces } from 'node:os';
import type { Role, Sharing } from './access.ts';

/** All addresses of this computer, or all of IPv4. */
const WILDCARDS = [undefined, '::', '0.0.0.0'];
/** Link-local addresses, which need the name of an interface; browsers do not accept that. */
const LINK_LOCAL = /^fe[89ab]/i;

/** The addresses of the page. */
export interface Links {
  /** For the presenter, who may do everything; the first is on this computer, if possible. */
  readonly presenter: readonly string[];
  /** For viewers; none if only this computer gets the page. */
  readonly viewers: readonly string[];
}

/** @param address that the server listens at; undefined for all */
export function linksOf(address: string | undefined, port: number, sharing: Sharing | undefined): Links {
  const at = (host: string) => `http://${isIPv6(host) ? `[${host}]` : host}:${port}`;
  const isWildcard = WILDCARDS.includes(address);
  const here = at(isWildcard || address === undefined ? '127.0.0.1' : address);
  if (sharing === undefined) return { presenter: [here], viewers: [] };
  const { tokens, proxy } = sharing;
  const proxied = proxy ? [proxy.url] : [];
  const ways = (role: Role, urls: readonly string[]) => urls.map((url) => `${url}/${tokens[role]}/`);
  // Behind a proxy on this computer, nobody else can reach the loopback address.
  const isHidden = proxy !== undefined && isLoopback(here);
  const addresses = ownAddresses().filter((own) => address !== '0.0.0.0' || !isIPv6(own));
  const reached = isWildcard ? addresses.map(at) : isHidden ? [] : [here];
  return {
    presenter: ways('presenter', [here, ...proxied]),
    viewers: ways('viewer', [...proxied, ...reached]),
  };
}

/** This computer's network addresses, IPv4 first. */
export function ownAddresses(): string[] {
  const found = Object.values(networkInterfaces()).flatMap((each) => each ?? []);
  const addresses = found
    .filter(({ internal, address }) => !internal && !LINK_LOCAL.test(address))
    .map(({ address }) => address);
  return addresses.toSorted((one, other) => Number(isIPv6(one)) - Number(isIPv6(other)));
}

const isLoopback = (url: string) => /^http:\/\/(127\.|\[::1\])/.test(url);
