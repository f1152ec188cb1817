import type { IncomingHttpHeaders } from 'node:http';
import { mentionsKey } from '../../edge/sent-keys.ts';
import { connectionNames, neverPasses } from './header-names.ts';

/** What the providers read, and nothing that tells of the caller's way here. */
const PASSED = new Set([
  ...['accept', 'accept-language', 'content-type', 'user-agent', 'idempotency-key'],
  ...[
    'anthropic-version',
    'anthropic-beta',
    'openai-beta',
    'x-client-request-id',
    'x-goog-api-client',
  ],
]);

/** What the official clients tell of themselves. */
const PASSED_PREFIX = 'x-stainless-';

/** Where callers put a provider's key. */
const CREDENTIALS = new Set(['authorization', 'x-api-key', 'x-goog-api-key', 'api-key']);

/** Whether a header is one that a provider's key stands in. */
export function isCredential(name: string): boolean {
  return CREDENTIALS.has(name.toLowerCase());
}

/** Which account of the key pays. They belong to the key: whoever's it is says them. */
const ACCOUNTS = new Set(['openai-organization', 'openai-project', 'x-goog-user-project']);

/** How the headers of a request are made. Names in lower case. */
export interface RequestHeaderRules {
  /** Whose key goes up. */
  readonly auth: 'config' | 'caller';
  /** Passed on besides the known ones. */
  readonly more: ReadonlySet<string>;
  /** Never passed on: names that the configuration gave to headers of SafeAI's. */
  readonly own: ReadonlySet<string>;
  /** Set whatever the caller sent: the upstream's own headers, and its key. */
  readonly set: Readonly<Record<string, string>>;
}

/** The headers that go to an upstream. SafeAI's keys never do, in whichever header they stand. */
export function requestHeaders(
  sent: IncomingHttpHeaders,
  rules: RequestHeaderRules,
): Record<string, string> {
  const headers: Record<string, string> = {};
  const connection = connectionNames(sent.connection);
  for (const [written, value] of Object.entries(sent)) {
    const name = written.toLowerCase();
    if (value === undefined || !passes(name, rules) || connection.includes(name)) continue;
    const text = typeof value === 'string' ? value : value.join(', ');
    if (holdsOwnKey(text) || !isFieldValue(text)) continue;
    headers[name] = text;
  }
  for (const [name, value] of Object.entries(rules.set)) {
    if (!neverPasses(name) && isFieldValue(value)) headers[name] = value;
  }
  // An answer that is packed could not be looked at in passing.
  headers['accept-encoding'] = 'identity';
  return headers;
}

/**
 * What a caller says in headers that may go up: names in lower case, and values. Credentials and the accounts that they
 * are of are none of it.
 *
 * @param rules as for {@link requestHeaders}
 */
export function freeHeaders(
  sent: IncomingHttpHeaders,
  rules: Pick<RequestHeaderRules, 'more' | 'own'>,
): [name: string, value: string][] {
  const free: [string, string][] = [];
  for (const written in sent) {
    const value = sent[written];
    const name = written.toLowerCase();
    if (value === undefined || !isFree(name, rules)) continue;
    free.push([name, typeof value === 'string' ? value : value.join(', ')]);
  }
  return free;
}

function isFree(name: string, { more, own }: Pick<RequestHeaderRules, 'more' | 'own'>): boolean {
  if (own.has(name) || CREDENTIALS.has(name) || ACCOUNTS.has(name)) return false;
  if (PASSED.has(name)) return true;
  return (name.startsWith(PASSED_PREFIX) || more.has(name)) && !neverPasses(name);
}

function passes(name: string, rules: RequestHeaderRules): boolean {
  const { auth, own } = rules;
  if (CREDENTIALS.has(name) || ACCOUNTS.has(name)) return auth === 'caller' && !own.has(name);
  // At one account of a provider's, equal keys of several callers would be one request.
  if (name === 'idempotency-key' && auth !== 'caller') return false;
  return isFree(name, rules);
}

/** A key as it is, or as the user or password of `Basic`. */
function holdsOwnKey(value: string): boolean {
  if (mentionsKey(value)) return true;
  const packed = /^basic +([\w+/=-]+)/i.exec(value)?.[1];
  return packed !== undefined && mentionsKey(Buffer.from(packed, 'base64').toString('latin1'));
}

function isFieldValue(value: string): boolean {
  // eslint-disable-next-line no-control-regex -- these are what a header must not hold
  return !/[\x00-\x08\x0a-\x1f\x7f]|[^\x00-\xff]/.test(value);
}

/** Query keys that Google reads a key from. */
const KEY_QUERY = /^(?:key|access_token|oauth_token)$/i;

/** A path without the keys in its query: where the configured key goes up, the caller's does not. */
export function withoutQueryKeys(path: string): string {
  const [, pathname = '', query] = /^([^?]*)(?:\?(.*))?$/.exec(path) ?? [];
  if (query === undefined) return path;
  const kept = query.split('&').filter((pair) => !isKeyQuery(pair));
  return kept.length === 0 ? pathname : `${pathname}?${kept.join('&')}`;
}

/** Whether a pair of a query, as it is written, is one that Google reads a key from. */
export function isKeyQuery(pair: string): boolean {
  return KEY_QUERY.test(nameOf(pair));
}

function nameOf(pair: string): string {
  const [name = ''] = pair.split('=');
  return name.replace(/%([0-9a-f]{2})/gi, (_, hex: string) =>
    String.fromCharCode(Number(`0x${hex}`)),
  );
}
