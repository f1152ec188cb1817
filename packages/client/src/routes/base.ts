import { SafeAIError } from '@safeai/core';

/** Who asks. What is not given is not said: the server tells it by itself. */
export interface Identification {
  /** A SafeAI API key. */
  readonly key?: string;
  /** One of the key's tenants (`x-safeai-tenant`). */
  readonly tenant?: string;
  /** A configured user, where the server trusts callers to name one (`x-safeai-user`). */
  readonly user?: string;
  /** Further headers of every request: `x-csrf-token` of a page that is signed in. */
  readonly headers?: Readonly<Record<string, string>> | (() => Readonly<Record<string, string>>);
  /** The W3C trace context that a request belongs to, asked for at each one. */
  readonly traceparent?: () => string | undefined;
}

/**
 * The address of a server, without a slash at its end.
 *
 * @throws SafeAIError `invalid_config`
 */
export function baseOf(url: string): string {
  const parsed = URL.canParse(url) ? new URL(url) : undefined;
  if (parsed === undefined || !/^https?:$/.test(parsed.protocol)) {
    throw notValid('url must be an address that begins with http:// or https://.');
  }
  const { username, password, search, hash } = parsed;
  if (username !== '' || password !== '') {
    throw notValid('url must hold no credentials; give the key as key.');
  }
  if (search !== '' || hash !== '') throw notValid('url must have neither query nor fragment.');
  return `${parsed.origin}${parsed.pathname}`.replace(/\/+$/, '');
}

/** Who asks, as headers. */
export function identifying(who: Identification): Record<string, string> {
  const further = typeof who.headers === 'function' ? who.headers() : who.headers;
  const trace = who.traceparent?.();
  return {
    ...(trace === undefined ? {} : { traceparent: trace }),
    ...further,
    ...(who.key === undefined ? {} : { 'x-safeai-key': who.key }),
    ...(who.tenant === undefined ? {} : { 'x-safeai-tenant': who.tenant }),
    ...(who.user === undefined ? {} : { 'x-safeai-user': who.user }),
  };
}

const NAME = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/;
const VALUE = /^[\t\x20-\x7e]*$/;

/**
 * Checks what is sent: a line break in a value would be a header of its own.
 *
 * @throws SafeAIError `invalid_config`; without the value, which may be a key
 */
export function checkHeaders(headers: Readonly<Record<string, string>>): void {
  for (const [name, value] of Object.entries(headers)) {
    if (!NAME.test(name)) throw notValid('A header has a name that is none.');
    if (!VALUE.test(value)) throw notValid(`The header ${name} must be printable ASCII.`);
  }
}

function notValid(message: string): SafeAIError {
  return new SafeAIError('invalid_config', message);
}
