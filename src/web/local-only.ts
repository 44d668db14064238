import type { IncomingMessage } from 'node:http';

/** The names under which a browser on this computer finds this server. */
const LOCAL_NAMES = new Set(['127.0.0.1', 'localhost']);

/**
 * Why a request is none of ours, or undefined if it is. A foreign Host is another site's name that was made to point at
 * this computer; a foreign Origin is another site's page, which may send requests here but has no business to.
 */
export function requireLocal({ headersDistinct }: IncomingMessage): string | undefined {
  const { host: hosts = [], origin: origins = [] } = headersDistinct;
  if (hosts.length > 1 || origins.length > 1) return 'a request has one Host and one Origin';
  const [[host], [origin]] = [hosts, origins];
  const name = /^(.*?)(:\d+)?$/.exec(host ?? '')?.[1] ?? '';
  if (!LOCAL_NAMES.has(name.toLowerCase())) return 'open this page as localhost or 127.0.0.1';
  if (origin !== undefined && origin.toLowerCase() !== `http://${host}`.toLowerCase())
    return 'requests from other pages are refused';
  return undefined;
}
