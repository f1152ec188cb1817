import { limitAnswerTime } from '../../http/answer-time.ts';
import type { Exchange } from '../../http/exchange.ts';
import type { AnswerSink } from './answer-sink.ts';

/** What an answer over HTTP is sent with. */
export interface HttpAnswerOptions {
  /** The flat list that helmet sets. */
  readonly securityHeaders: readonly string[];
  /** Whether the server stops: connections are not kept then. */
  readonly draining: () => boolean;
}

/** An answer of a provider's, to a caller over HTTP. */
export class HttpAnswer implements AnswerSink {
  readonly #exchange: Exchange;
  readonly #options: HttpAnswerOptions;
  #status: number | undefined;

  constructor(exchange: Exchange, options: HttpAnswerOptions) {
    this.#exchange = exchange;
    this.#options = options;
  }

  get begun(): boolean {
    return this.#status !== undefined;
  }

  /** Of the head that was sent. */
  get status(): number | undefined {
    return this.#status;
  }

  begin(status: number, headers: Readonly<Record<string, string>>): void {
    this.#head(status, headers);
  }

  write(bytes: Uint8Array): Promise<void> | undefined {
    const { res } = this.#exchange;
    if (bytes.length === 0 || res.destroyed) return undefined;
    return res.write(bytes) ? undefined : this.#room();
  }

  end(): void {
    const { res } = this.#exchange;
    if (res.destroyed) return;
    res.end();
    this.#hurry();
  }

  send(
    status: number,
    headers: Readonly<Record<string, string>>,
    body: string | Uint8Array | null,
  ): void {
    const { res } = this.#exchange;
    if (res.destroyed) return;
    if (body === null) {
      this.#head(status, headers);
      res.end();
      return;
    }
    this.#head(status, headers, Buffer.byteLength(body));
    res.end(body);
    this.#hurry();
  }

  cut(): void {
    this.#exchange.res.destroy();
  }

  #head(status: number, headers: Readonly<Record<string, string>>, length?: number): void {
    const { res, requestId, traceparent } = this.#exchange;
    if (res.headersSent || res.destroyed) return;
    if (this.#options.draining()) res.shouldKeepAlive = false;
    this.#status = status;
    const list = [...this.#options.securityHeaders, 'cache-control', 'no-store'];
    for (const name in headers) list.push(name, headers[name] ?? '');
    list.push('x-safeai-request-id', requestId);
    // The provider's own id is what its support asks for; without one, ours stands there as everywhere.
    if (headers['x-request-id'] === undefined) list.push('x-request-id', requestId);
    if (traceparent !== undefined) list.push('traceparent', traceparent);
    if (length !== undefined) list.push('content-length', String(length));
    res.writeHead(status, list);
  }

  /** The system has not taken all of it at once. */
  #hurry(): void {
    const { res, settings } = this.#exchange;
    if (res.writableLength > 0) limitAnswerTime(res, settings.limits.answerSeconds);
  }

  /** Waits for a reader who is slow, and cuts off one who takes nothing for too long. */
  #room(): Promise<void> {
    const { res, settings } = this.#exchange;
    return new Promise((resolve) => {
      const timer = setTimeout(() => {
        res.destroy();
      }, settings.limits.answerSeconds * 1000);
      const done = (): void => {
        clearTimeout(timer);
        res.off('drain', done);
        res.off('close', done);
        resolve();
      };
      res.on('drain', done);
      res.on('close', done);
    });
  }
}
