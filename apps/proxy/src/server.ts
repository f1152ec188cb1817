import type { Server } from 'node:http';
import type { Runtime } from '@safeai/runtime';
import type { Logger } from 'winston';
import { capturedHeaders, helmetOptions } from './edge/security-headers.ts';
import { answerClientError } from './http/client-error.ts';
import { Front } from './http/front.ts';
import { IdempotencyStore } from './http/idempotency.ts';
import { requestListener, type AheadOfExpress } from './http/listener.ts';
import { makeServer } from './http/make-server.ts';
import { Waits } from './http/waits.ts';
import { drain } from './lifecycle/drain.ts';
import { listen, urlOf } from './lifecycle/listen.ts';
import { Metrics } from './metrics/metrics.ts';
import { processRegistry } from './metrics/process-registry.ts';
import { handlers } from './routes/handlers.ts';
import { servedRoutes } from './routes/served-route.ts';
import { edgeSettings } from './settings/settings.ts';

/** What a server is made of. Host, port and mode are the configuration's where absent. */
export interface ServerOptions {
  /** Decides. The server does not close it. */
  readonly runtime: Runtime;
  readonly log: Logger;
  readonly host?: string;
  /** 0 for any free one. */
  readonly port?: number;
  readonly mode?: 'sidecar' | 'gateway';
  /** Write a log line for each request. */
  readonly accessLog?: boolean;
  /** Which routes are served ahead of Express; the hot ones if absent. */
  readonly aheadOfExpress?: AheadOfExpress;
}

/** An HTTP server in front of a runtime. */
export interface SafeAIServer {
  /**
   * Starts to listen.
   *
   * @throws StartError with one line that says why not
   */
  listen(): Promise<{ readonly url: string }>;
  /** Stops: requests in flight are answered, for at most `server.shutdown_seconds`. Idempotent. */
  close(): Promise<void>;
}

/** Makes a server; it does not listen yet. */
export function createServer(options: ServerOptions): SafeAIServer {
  return new HttpServer(options);
}

class HttpServer implements SafeAIServer {
  readonly #options: ServerOptions;
  readonly #host: string;
  readonly #server: Server;
  readonly #waits = new Waits();
  #closing: Promise<void> | undefined;

  constructor(options: ServerOptions) {
    const { runtime, log, mode, accessLog = false, aheadOfExpress = 'hot' } = options;
    const { config } = runtime;
    this.#options = options;
    this.#host = options.host ?? config.server.host;
    const metrics = new Metrics();
    const draining = (): boolean => this.#closing !== undefined;
    const securityHeaders = capturedHeaders(helmetOptions());
    const routes = servedRoutes(
      handlers({ runtime, metrics, log, mode: mode ?? config.server.mode, draining }),
    );
    const front = new Front({
      settings: () => edgeSettings(runtime.config),
      boundHost: this.#host,
      metrics,
      log,
      shared: { idempotency: new IdempotencyStore(), waits: this.#waits },
      securityHeaders,
      accessLog,
      draining,
    });
    this.#server = makeServer(config, requestListener(routes, front, aheadOfExpress));
    this.#server.on('clientError', (error, socket) => {
      answerClientError(error, socket, config.limits, securityHeaders);
    });
  }

  async listen(): Promise<{ readonly url: string }> {
    processRegistry();
    const wanted = this.#options.port ?? this.#options.runtime.config.server.port;
    const port = await listen(this.#server, this.#host, wanted);
    return { url: urlOf(this.#server, this.#host, port) };
  }

  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  async #close(): Promise<void> {
    const seconds = this.#options.runtime.config.server.shutdownSeconds;
    this.#waits.end();
    const inTime = await drain(this.#server, seconds * 1000);
    if (!inTime) this.#options.log.warn('requests were cut off at the end', { seconds });
  }
}
