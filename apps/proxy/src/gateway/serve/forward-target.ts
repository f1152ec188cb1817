import type { ForwardedRequest } from '@safeai/api';
import { InvalidRequestError } from '@safeai/core';
import type { Upstreams } from '../upstreams/upstreams.ts';

/** A request with its target settled. */
export interface Target {
  readonly method: string;
  readonly path: string;
  readonly upstream: string | undefined;
  readonly headers: Readonly<Record<string, string>>;
  /** As it goes up where nothing is changed; absent where there is none. */
  readonly text: string | undefined;
  readonly isJson: boolean;
}

/**
 * Where a request goes, with which body.
 *
 * @throws InvalidRequestError; UpstreamError `upstream_refused`
 */
export function targetOf(request: ForwardedRequest, upstreams: Pick<Upstreams, 'locate'>): Target {
  const { method, path, upstream, upstreamUrl, headers, jsonBody, textBody } = request;
  if (jsonBody !== undefined && textBody !== undefined) {
    throw new InvalidRequestError('The body is either json_body or text_body, not both.');
  }
  const text = jsonBody === undefined ? textBody : JSON.stringify(jsonBody);
  if (text !== undefined && (method === 'GET' || method === 'HEAD')) {
    throw new InvalidRequestError(`A ${method} request has no body.`);
  }
  checkHeaders(headers);
  const isJson = jsonBody !== undefined || saysJson(headers);
  const typed = text === undefined ? headers : withType(headers, isJson);
  const common = { method, headers: typed, text, isJson };
  if (upstreamUrl === undefined) {
    if (path === undefined) throw new InvalidRequestError('Name a path, or an upstream_url.');
    return { ...common, path, upstream };
  }
  if (upstream !== undefined) {
    throw new InvalidRequestError('Name either an upstream or an upstream_url, not both.');
  }
  const address = path === undefined ? upstreamUrl : joined(upstreamUrl, path);
  return { ...common, ...upstreams.locate(address) };
}

/** Nobody may say two things of a body, or that it is written otherwise than it is read here. */
function checkHeaders(headers: Readonly<Record<string, string>>): void {
  const names = Object.keys(headers).map((name) => name.toLowerCase());
  if (new Set(names).size < names.length) {
    throw new InvalidRequestError('A header stands twice, in other letters.');
  }
  if (OTHER_CHARSET.test(typeIn(headers) ?? '')) {
    throw new InvalidRequestError('The body goes up in UTF-8: content-type names another charset.');
  }
}

const OTHER_CHARSET = /charset(?!\s*=\s*"?(?:utf-?8|us-ascii)"?\s*(?:;|$))/i;

function typeIn(headers: Readonly<Record<string, string>>): string | undefined {
  return Object.entries(headers).find(([name]) => name.toLowerCase() === 'content-type')?.[1];
}

function saysJson(headers: Readonly<Record<string, string>>): boolean {
  return /^application\/(?:[\w.+-]+\+)?json\b/i.test(typeIn(headers) ?? '');
}

function withType(
  headers: Readonly<Record<string, string>>,
  isJson: boolean,
): Readonly<Record<string, string>> {
  if (typeIn(headers) !== undefined) return headers;
  return { ...headers, 'content-type': isJson ? 'application/json' : 'text/plain; charset=utf-8' };
}

function joined(base: string, path: string): string {
  return `${base.replace(/\/+$/, '')}/${path.replace(/^\/+/, '')}`;
}
