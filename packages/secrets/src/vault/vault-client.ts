import { readFile } from 'node:fs/promises';
import { request as httpRequest, type IncomingMessage } from 'node:http';
import { request as httpsRequest } from 'node:https';
import type { Secret } from '@safeai/core';
import { SecretError, toSecretError } from '../secret-error.ts';
import type { VaultSettings } from './vault-settings.ts';

/** One request of the HTTP API. */
export interface VaultRequest {
  readonly method: 'GET' | 'POST';
  /** Below `/v1/`, with literal names: `secret/data/safeai`. */
  readonly path: string;
  /** Behind the path: `version=3`. */
  readonly query?: string;
  readonly token?: Secret | undefined;
  readonly body?: Readonly<Record<string, unknown>>;
  readonly signal: AbortSignal;
}

/** An answer that says more than that the server does not serve now. */
export interface VaultAnswer {
  readonly status: number;
  /** Undefined where the answer is empty or no JSON object. It may hold values. */
  readonly body: Readonly<Record<string, unknown>> | undefined;
}

/** Most bytes of an answer. */
const MAX_BODY = 1024 * 1024;
/** Most redirects that are followed, within the same address. */
const MAX_REDIRECTS = 2;
const REDIRECTS: ReadonlySet<number> = new Set([301, 302, 303, 307, 308]);

/**
 * Speaks to one Vault or OpenBao. Certificates are checked; tokens go to the configured address alone, whatever a redirect
 * says.
 */
export class VaultClient {
  /** As it begins a sentence: `Vault at https://vault.internal:8200`. */
  readonly who: string;
  readonly #base: URL;
  readonly #namespace: string | undefined;
  readonly #caFile: string | undefined;

  /** @throws SecretError `misconfigured` for an address that is none */
  constructor({ address, namespace, caFile }: VaultSettings) {
    const base = urlOf(`${address.replace(/\/+$/, '')}/`);
    if (base === undefined || !/^https?:$/.test(base.protocol)) {
      const message = 'the address of Vault must read https://host:port';
      throw new SecretError('misconfigured', message);
    }
    this.#base = base;
    this.who = `Vault at ${base.origin}`;
    this.#namespace = namespace;
    this.#caFile = caFile;
  }

  /**
   * The answer, whatever it says, unless it says that the server does not serve now.
   *
   * @throws SecretError `unreachable`, `untrusted`, `rate_limited`, `sealed`, `unavailable`, `misconfigured`, `malformed`
   */
  async request(request: VaultRequest): Promise<VaultAnswer> {
    const ca = await this.#certificates();
    let url = new URL(`v1/${encodePath(request.path)}`, this.#base);
    if (request.query !== undefined) url.search = request.query;
    for (let redirects = 0; ; redirects++) {
      const answer = await this.#send(url, request, ca).catch((error: unknown) => {
        throw toSecretError(error, this.who);
      });
      if (!REDIRECTS.has(answer.status)) return this.#checked(answer);
      url = this.#redirected(url, answer.location, redirects);
    }
  }

  #redirected(from: URL, location: string | undefined, redirects: number): URL {
    const url = location === undefined ? undefined : urlOf(location, from);
    if (url?.origin === this.#base.origin && redirects < MAX_REDIRECTS) return url;
    const message = `${this.who} redirects to another address, which would get the token; set the address to that of the active server, or of a load balancer`;
    throw new SecretError('misconfigured', message);
  }

  #checked({ status, text, retryAfterMs }: Raw): VaultAnswer {
    const body = objectOf(text);
    const { who } = this;
    if (status === 429) {
      const message = `${who} was asked too often (429); raise its quota, or secrets.cache_ttl`;
      throw new SecretError('rate_limited', message, { retryAfterMs });
    }
    if (status === 503 && isSealed(body)) {
      throw new SecretError('sealed', `${who} is sealed; unseal it`, { retryAfterMs });
    }
    if (status >= 500 || status === 412 || status === 472 || status === 473) {
      const message = `${who} does not serve now (${status}); look at its log`;
      throw new SecretError('unavailable', message, { retryAfterMs });
    }
    if (status >= 200 && status < 300 && body === undefined && text !== '') {
      const message = `${who} answered with something that is no JSON object; check that the address is Vault's`;
      throw new SecretError('malformed', message);
    }
    return { status, body };
  }

  #send(url: URL, { method, token, body, signal }: VaultRequest, ca: string[]): Promise<Raw> {
    const content = body === undefined ? undefined : Buffer.from(JSON.stringify(body));
    const headers = {
      accept: 'application/json',
      'x-vault-request': 'true',
      ...(token === undefined ? {} : { 'x-vault-token': token.reveal() }),
      ...(this.#namespace === undefined ? {} : { 'x-vault-namespace': this.#namespace }),
      ...(content === undefined
        ? {}
        : { 'content-type': 'application/json', 'content-length': content.length }),
    };
    const send = url.protocol === 'https:' ? httpsRequest : httpRequest;
    return new Promise((resolve, reject) => {
      // No connection is kept: there is a request every few minutes.
      const options = { method, headers, signal, agent: false, ...(ca.length > 0 ? { ca } : {}) };
      const request = send(url, options, (response) => {
        read(response, this.who).then(resolve, reject);
      });
      request.on('error', reject);
      request.end(content);
    });
  }

  /** Read at each request, so that new ones need no restart. */
  async #certificates(): Promise<string[]> {
    if (this.#caFile === undefined) return [];
    try {
      return [await readFile(this.#caFile, 'utf8')];
    } catch {
      const message = `the file of certificates to trust (ca_file) cannot be read: ${this.#caFile}`;
      throw new SecretError('misconfigured', message);
    }
  }
}

function urlOf(text: string, base?: URL): URL | undefined {
  return URL.canParse(text, base?.href) ? new URL(text, base) : undefined;
}

interface Raw {
  readonly status: number;
  readonly text: string;
  readonly location: string | undefined;
  readonly retryAfterMs: number | undefined;
}

async function read(response: IncomingMessage, who: string): Promise<Raw> {
  const pieces: Buffer[] = [];
  let length = 0;
  for await (const piece of response as AsyncIterable<Buffer>) {
    length += piece.length;
    if (length > MAX_BODY) {
      response.destroy();
      throw new SecretError('malformed', `${who} answered with more than ${MAX_BODY} bytes`);
    }
    pieces.push(piece);
  }
  const { statusCode = 0, headers } = response;
  const seconds = /^\d{1,6}$/.test(headers['retry-after'] ?? '')
    ? Number(headers['retry-after'])
    : undefined;
  return {
    status: statusCode,
    text: Buffer.concat(pieces).toString('utf8'),
    location: headers.location,
    retryAfterMs: seconds === undefined ? undefined : seconds * 1000,
  };
}

/**
 * Names as they are in a URL.
 *
 * @throws SecretError `misconfigured` for a path that would lead elsewhere
 */
function encodePath(path: string): string {
  const names = path.replace(/^\/+|\/+$/g, '').split('/');
  if (names.some((name) => name === '' || name === '.' || name === '..')) {
    const message = 'the path has an empty name or one of dots in it; write it as secret/data/name';
    throw new SecretError('misconfigured', message);
  }
  return names.map(encodeURIComponent).join('/');
}

function objectOf(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    return asObject(JSON.parse(text));
  } catch {
    return undefined;
  }
}

/** An object of a JSON text, or undefined for anything else. */
export function asObject(value: unknown): Readonly<Record<string, unknown>> | undefined {
  const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
  return isObject ? (value as Readonly<Record<string, unknown>>) : undefined;
}

function isSealed(body: Readonly<Record<string, unknown>> | undefined): boolean {
  const errors = body?.errors;
  return Array.isArray(errors) && errors.some((error) => /\bsealed\b/i.test(String(error)));
}
