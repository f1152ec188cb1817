import { InvalidRequestError } from '@safeai/core';
import { mentionsKey } from '../../edge/sent-keys.ts';

/** The part of a path that says which version of an interface is meant: `v1`, `v1beta`. */
const VERSION = /^v\d+(?:(?:alpha|beta)\d*)?$/;

/** Whoever reads a path may decode it more than once. */
const DECODINGS = 3;

/** Longest path that is sent, its query included. */
const MAX_PATH = 8192;

/** Where an upstream is: the address that the configuration names, and the paths below it. */
export class BaseAddress {
  /** Scheme, host and port. */
  readonly origin: string;
  readonly hostname: string;
  readonly #segments: readonly string[];
  readonly #query: string;

  /** @param target `http:` or `https:`; a user and a password in it are not used */
  constructor(target: string) {
    const url = new URL(target);
    this.origin = url.origin;
    this.hostname = url.hostname.replace(/^\[(.*)\]$/, '$1');
    this.#segments = url.pathname.split('/').filter((segment) => segment !== '');
    this.#query = url.search.slice(1);
  }

  /**
   * The path of a request at this upstream. A version is never doubled: one at the end of the base gives way to the
   * path's own (`…/v1` and `/v1beta/models` is `…/v1beta/models`); one further up in it stays, and the path's is left out
   * (`…/v1beta/openai` and `/v1/models` is `…/v1beta/openai/models`).
   *
   * @throws InvalidRequestError for a path that could lead out of the base, or holds a SafeAI key
   */
  join(path: string): string {
    const { segments, query } = split(path);
    const versioned = VERSION.test(segments[0] ?? '');
    let base = this.#segments;
    let rest = segments;
    if (versioned && VERSION.test(base.at(-1) ?? '')) base = base.slice(0, -1);
    else if (versioned && base.some((segment) => VERSION.test(segment))) rest = rest.slice(1);
    const queries = [this.#query, query].filter((part) => part !== '');
    const joined = `/${[...base, ...rest].join('/')}`;
    return queries.length === 0 ? joined : `${joined}?${queries.join('&')}`;
  }

  /** The path of an absolute address below this one, as {@link join} takes it; undefined for any other address. */
  pathOf(address: string): string | undefined {
    if (!/^https?:\/\//i.test(address) || !URL.canParse(address)) return undefined;
    const url = new URL(address);
    if (url.origin !== this.origin || url.username !== '' || url.password !== '') return undefined;
    const segments = url.pathname.split('/').filter((segment) => segment !== '');
    const versioned = VERSION.test(this.#segments.at(-1) ?? '');
    const fixed = versioned ? this.#segments.slice(0, -1) : this.#segments;
    if (!fixed.every((segment, index) => segments[index] === segment)) return undefined;
    const rest = segments.slice(fixed.length);
    // Below `…/v1` lies what names a version, not all that lies beside it.
    if (versioned && !VERSION.test(rest[0] ?? '')) return undefined;
    return `/${rest.join('/')}${url.search}`;
  }
}

function split(path: string): { segments: string[]; query: string } {
  if (path.length > MAX_PATH || !/^\/(?!\/)[\x21-\x7e]*$/.test(path) || /[#\\]/.test(path)) {
    throw new InvalidRequestError(
      `The path must begin with one "/", hold printable ASCII without "#" and "\\", and be no longer than ${String(MAX_PATH)} characters.`,
    );
  }
  if (mentionsKey(path)) {
    throw new InvalidRequestError('The path holds a SafeAI key, which goes to no upstream.');
  }
  const [, pathname = '', query = ''] = /^([^?]*)\??(.*)$/.exec(path) ?? [];
  const segments = pathname.slice(1).split('/');
  if (segments.some(climbs)) {
    throw new InvalidRequestError('The path has a segment "." or "..", or one that hides it.');
  }
  return { segments, query };
}

/** Whether a segment is, or decodes to, one that leads upwards. */
function climbs(segment: string): boolean {
  let text = segment;
  for (let decoded = 0; decoded <= DECODINGS; decoded++) {
    if (/(?:^|[/\\])\.{1,2}(?:[/\\]|$)/.test(text)) return true;
    if (!text.includes('%')) return false;
    text = text.replace(/%([0-9a-f]{2})/gi, (_, hex: string) =>
      String.fromCharCode(Number(`0x${hex}`)),
    );
  }
  return false;
}
