import type { IncomingHttpHeaders } from 'node:http';
import { EgressRefusal } from '@safeai/runtime/egress';
import { errors, type Dispatcher, type Pool } from 'undici';
import { AnswerBody } from './answer-body.ts';
import { decoderFor, isBomb, type BodyDecoder } from './body-decoder.ts';
import { OVERDUE, type RequestTime } from './request-time.ts';
import { UpstreamError, type UpstreamFault } from './upstream-error.ts';

/** A request as it goes to an upstream. */
export interface ExchangeRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: Record<string, string>;
  readonly body: Buffer | undefined;
}

/** Bounds of an exchange. */
export interface ExchangeLimits {
  readonly firstByteMs: number;
  readonly idleMs: number;
  /** Unpacked. */
  readonly maxBytes: number;
}

/** An answer as it came. */
export interface ExchangeAnswer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: AnswerBody;
  /** Fulfilled once the exchange needs nothing any more: whole, failed or left. */
  readonly settled: Promise<void>;
}

/** What an exchange works with. */
export interface ExchangeOptions {
  /** Name of the upstream, for errors. */
  readonly upstream: string;
  readonly limits: ExchangeLimits;
  /** Told when the request begins to go out. */
  readonly onBegin: () => void;
  /** Ends the exchange at once; its reason is what the reader gets. */
  readonly time: RequestTime;
}

/**
 * Sends one request over a pool and gives its answer as soon as its head is there.
 *
 * @throws UpstreamError where no head comes; its `sent` says whether the request may have been begun
 * @throws what ended the time of the request
 */
export function exchange(
  pool: Pool,
  request: ExchangeRequest,
  options: ExchangeOptions,
): Promise<ExchangeAnswer> {
  return new Promise((resolve, reject) => {
    const handler = new Exchange(options, resolve, reject);
    if (handler.settled) return;
    const { body = null, ...rest } = request;
    pool.dispatch({ ...rest, method: rest.method, body }, handler);
  });
}

class Exchange implements Dispatcher.DispatchHandler {
  readonly #options: ExchangeOptions;
  readonly #resolve: (answer: ExchangeAnswer) => void;
  readonly #reject: (error: unknown) => void;
  readonly #body: AnswerBody;
  #timer: NodeJS.Timeout;
  #controller: Dispatcher.DispatchController | undefined;
  #decoder: BodyDecoder | undefined;
  #answered = false;
  /** By its reader. */
  #paused = false;
  #settled = false;
  #onSettled: (() => void) | undefined;
  #received = 0;
  #unpacked = 0;

  constructor(
    options: ExchangeOptions,
    resolve: (answer: ExchangeAnswer) => void,
    reject: (error: unknown) => void,
  ) {
    this.#options = options;
    this.#resolve = resolve;
    this.#reject = reject;
    this.#body = new AnswerBody({
      pause: () => {
        this.#pause();
      },
      resume: () => {
        this.#resume();
      },
      cancel: () => {
        this.#settle(undefined);
      },
    });
    this.#timer = setTimeout(() => {
      this.#fail('silent');
    }, options.limits.firstByteMs);
    options.time.tell(() => {
      const { reason } = options.time;
      if (reason === OVERDUE) this.#fail('overdue');
      else this.#settle(reason);
    });
  }

  /** Whether it needs nothing any more. */
  get settled(): boolean {
    return this.#settled;
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.#controller = controller;
    if (this.#settled) controller.abort(new Error('Nobody waits for it.'));
    else this.#options.onBegin();
  }

  onResponseStart(
    _controller: Dispatcher.DispatchController,
    status: number,
    headers: IncomingHttpHeaders,
  ): void {
    if (this.#settled || status < 200) return;
    try {
      const encoding = headers['content-encoding'];
      this.#decoder = decoderFor(Array.isArray(encoding) ? encoding.join() : encoding);
    } catch {
      this.#fail('undecodable');
      return;
    }
    this.#listenTo(this.#decoder);
    this.#answered = true;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      if (!this.#paused) this.#fail('stalled');
    }, this.#options.limits.idleMs);
    const settled = new Promise<void>((resolve) => {
      this.#onSettled = resolve;
    });
    this.#resolve({ status, headers, body: this.#body, settled });
  }

  onResponseData(controller: Dispatcher.DispatchController, chunk: Buffer): void {
    if (this.#settled) return;
    this.#timer.refresh();
    this.#received += chunk.length;
    if (this.#decoder === undefined) this.#give(chunk);
    else if (!this.#decoder.write(chunk)) controller.pause();
  }

  onResponseEnd(): void {
    if (this.#decoder === undefined) this.#whole();
    else this.#decoder.end();
  }

  onResponseError(_controller: Dispatcher.DispatchController | undefined, error: Error): void {
    if (this.#controller === undefined) this.#fail(whyNotSent(error));
    // What a packed body still holds is not worth having without its end.
    else this.#fail('broken');
  }

  #listenTo(decoder: BodyDecoder | undefined): void {
    decoder
      ?.on('drain', () => {
        this.#controller?.resume();
      })
      .on('data', (chunk: Buffer) => {
        this.#give(chunk);
      })
      .on('end', () => {
        this.#whole();
      })
      .on('error', () => {
        this.#fail('undecodable');
      });
  }

  #give(chunk: Buffer): void {
    if (this.#settled) return;
    this.#unpacked += chunk.length;
    const tooMuch = this.#unpacked > this.#options.limits.maxBytes;
    if (tooMuch || (this.#decoder !== undefined && isBomb(this.#received, this.#unpacked))) {
      this.#fail('too_large');
      return;
    }
    this.#body.push(chunk);
  }

  /** The upstream is not to blame for a reader that is slow: its silence is not measured meanwhile. */
  #pause(): void {
    this.#paused = true;
    if (this.#decoder === undefined) this.#controller?.pause();
    else this.#decoder.pause();
  }

  #resume(): void {
    this.#paused = false;
    if (this.#settled) return;
    this.#timer.refresh();
    if (this.#decoder === undefined) this.#controller?.resume();
    else this.#decoder.resume();
  }

  #whole(): void {
    if (this.#settled) return;
    this.#release();
    this.#body.end();
  }

  #fail(fault: UpstreamFault): void {
    const sent = this.#controller !== undefined;
    this.#settle(new UpstreamError(this.#options.upstream, fault, { sent }));
  }

  /** Ends it here and at the upstream. Without an error: its reader left. */
  #settle(error: unknown): void {
    if (this.#settled) return;
    this.#release();
    this.#controller?.abort(new Error('Nobody waits for it.'));
    this.#decoder?.destroy();
    if (!this.#answered) this.#reject(error);
    else if (error !== undefined) this.#body.fail(error as Error, this.#options.time.over);
  }

  #release(): void {
    this.#settled = true;
    clearTimeout(this.#timer);
    this.#options.time.untell();
    this.#onSettled?.();
  }
}

/** Node's codes of certificates that it does not take. */
const CERTIFICATE = /^(?:ERR_TLS_|CERT_|DEPTH_ZERO_|SELF_SIGNED_|UNABLE_TO_|INVALID_CA|HOSTNAME_)/;

function whyNotSent(error: Error): UpstreamFault {
  if (error instanceof EgressRefusal) return 'forbidden';
  if (error instanceof errors.ConnectTimeoutError) return 'unreachable';
  return CERTIFICATE.test((error as NodeJS.ErrnoException).code ?? '')
    ? 'untrusted'
    : 'unreachable';
}
