import type { Agent, Dispatcher } from 'undici';
import { DeliveryError } from '../delivery/delivery-error.ts';

/** How a channel that speaks HTTP reaches its service. */
export interface HttpOptions {
  /** Makes the connections: a guarded one, one through a proxy. The channel's own if absent; a given one is not closed. */
  readonly dispatcher?: Dispatcher | undefined;
  /** Milliseconds for one exchange. 10 seconds if absent. */
  readonly timeoutMs?: number | undefined;
  /** Milliseconds since the epoch. The machine's own clock if absent. */
  readonly now?: (() => number) | undefined;
}

/** What is asked. */
export interface HttpAsk {
  readonly method: 'GET' | 'POST';
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly signal?: AbortSignal | undefined;
}

/** What is answered: what is longer than 64 KiB is cut. */
export interface HttpAnswer {
  readonly status: number;
  readonly text: string;
  readonly retryAfterMs: number | undefined;
}

const TIMEOUT_MS = 10_000;
const MOST_BYTES = 65_536;

/** Asks a service. Redirects are answers like any other: nothing follows them. */
export class HttpClient {
  readonly #given: Dispatcher | undefined;
  readonly #timeoutMs: number;
  readonly #now: () => number;
  #own: Agent | undefined;

  constructor({ dispatcher, timeoutMs = TIMEOUT_MS, now = Date.now }: HttpOptions) {
    this.#given = dispatcher;
    this.#timeoutMs = timeoutMs;
    this.#now = now;
  }

  /** @throws DeliveryError where there is no answer */
  async ask(url: string, { method, headers = {}, body, signal }: HttpAsk): Promise<HttpAnswer> {
    const limit = AbortSignal.timeout(this.#timeoutMs);
    const { origin, pathname, search, username, password } = new URL(url);
    try {
      const answer = await (
        await this.#dispatcher()
      ).request({
        ...{ origin, method, path: `${pathname}${search}` },
        headers: {
          ...{ 'user-agent': 'SafeAI', accept: 'application/json' },
          ...basicAuth(username, password),
          ...headers,
        },
        ...(body === undefined ? {} : { body }),
        signal: signal === undefined ? limit : AbortSignal.any([signal, limit]),
      });
      const { statusCode: status } = answer;
      const after = answer.headers['retry-after'];
      const retryAfterMs = retryAfter(Array.isArray(after) ? after[0] : after, this.#now());
      return { status, text: await start(answer.body), retryAfterMs };
    } catch (error) {
      throw failureOf(error);
    }
  }

  async close(): Promise<void> {
    const own = this.#own;
    this.#own = undefined;
    await own?.destroy();
  }

  /** Loads its package at the first use: most processes that know of channels send nothing. */
  async #dispatcher(): Promise<Dispatcher> {
    if (this.#given !== undefined) return this.#given;
    const { Agent } = await import('undici');
    this.#own ??= new Agent({ connect: { timeout: this.#timeoutMs }, connections: 4 });
    return this.#own;
  }
}

/**
 * What an answer that is no success means. Keys and addresses may be put right while the message waits: what is said
 * of them is no last word.
 */
export function failureOfStatus({ status, retryAfterMs }: HttpAnswer): DeliveryError {
  const problem = `http_${String(status)}`;
  if (status === 429) return new DeliveryError('throttled', problem, retryAfterMs);
  const isFinal = status >= 300 && status < 500 && ![401, 403, 404, 407, 408, 425].includes(status);
  return new DeliveryError(isFinal ? 'rejected' : 'unavailable', problem, retryAfterMs);
}

/** Whether an answer is a success. */
export function isSuccess({ status }: HttpAnswer): boolean {
  return status >= 200 && status < 300;
}

/** What an address says of who asks. */
function basicAuth(username: string, password: string): Readonly<Record<string, string>> {
  if (username === '' && password === '') return {};
  const pair = `${decoded(username)}:${decoded(password)}`;
  return { authorization: `Basic ${Buffer.from(pair).toString('base64')}` };
}

/** A percent sign that begins no escape is one. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** Seconds, or a date. */
function retryAfter(header: string | undefined, now: number): number | undefined {
  if (header === undefined) return undefined;
  if (/^\d{1,9}$/.test(header.trim())) return Number(header) * 1000;
  const date = Date.parse(header);
  return Number.isNaN(date) ? undefined : Math.max(0, date - now);
}

async function start(body: Dispatcher.ResponseData['body']): Promise<string> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of body as AsyncIterable<Buffer>) {
    chunks.push(chunk);
    length += chunk.length;
    if (length > MOST_BYTES) break;
  }
  return Buffer.concat(chunks).subarray(0, MOST_BYTES).toString();
}

const PROBLEMS: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'connection_refused',
  ECONNRESET: 'connection_lost',
  EPIPE: 'connection_lost',
  UND_ERR_SOCKET: 'connection_lost',
  ENOTFOUND: 'unknown_host',
  EAI_AGAIN: 'unknown_host',
  ETIMEDOUT: 'timeout',
  UND_ERR_CONNECT_TIMEOUT: 'timeout',
  UND_ERR_HEADERS_TIMEOUT: 'timeout',
  UND_ERR_BODY_TIMEOUT: 'timeout',
};

function failureOf(error: unknown): DeliveryError {
  if (error instanceof DeliveryError) return error;
  const { name, code } = error as { name?: string; code?: string | number };
  // A connector that looks at addresses refuses one.
  if (name === 'EgressRefusal') return new DeliveryError('rejected', 'address_refused');
  if (name === 'TimeoutError' || name === 'AbortError') {
    return new DeliveryError('unavailable', 'timeout');
  }
  const known = PROBLEMS[String(code)];
  const isTls = /^(?:ERR_TLS|ERR_SSL|CERT_|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO)/.test(String(code));
  return new DeliveryError('unavailable', known ?? (isTls ? 'tls' : 'no_connection'));
}
