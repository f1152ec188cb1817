import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Runtime } from '@safeai/runtime';
import type { Logger } from 'winston';
import { capturedHeaders, helmetOptions } from './edge/security-headers.ts';
import { answerClientError } from './http/client-error.ts';
import type { Exchange } from './http/exchange.ts';
import { expressRouter } from './http/express-router.ts';
import { Front } from './http/front.ts';
import { IdempotencyStore } from './http/idempotency.ts';
import { makeServer } from './http/make-server.ts';
import { RouteFinder, type AheadOfExpress } from './http/route-finder.ts';
import { drain } from './lifecycle/drain.ts';
import { listen, urlOf } from './lifecycle/listen.ts';
import { Metrics } from './metrics/metrics.ts';
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
  readonly #server: ReturnType<typeof makeServer>;
  #closing: Promise<void> | undefined;

  constructor(options: ServerOptions) {
    const { runtime, log } = options;
    this.#options = options;
    this.#host = options.host ?? runtime.config.server.host;
    const metrics = new Metrics();
    const draining = (): boolean => this.#closing !== undefined;
    const mode = options.mode ?? runtime.config.server.mode;
    const routes = servedRoutes(handlers({ runtime, metrics, mode, draining }));
    const securityHeaders = capturedHeaders(helmetOptions());
    const front = new Front({
      settings: () => edgeSettings(runtime.config),
      boundHost: this.#host,
      metrics,
      log,
      idempotency: new IdempotencyStore(),
      securityHeaders,
      accessLog: options.accessLog ?? false,
      draining,
    });
    const exchanges = new WeakMap<IncomingMessage, Exchange>();
    const finder = new RouteFinder(routes);
    const express = expressRouter({
      routes,
      finder,
      front,
      exchangeOf: (req) => {
        const exchange = exchanges.get(req);
        if (exchange === undefined) throw new Error('The request did not come through the edge.');
        return exchange;
      },
    });
    const ahead = options.aheadOfExpress ?? 'hot';
    const first = new RouteFinder(
      routes.filter((route) => ahead === 'all' || (ahead === 'hot' && route.hot)),
    );
    this.#server = makeServer(runtime.config, (req: IncomingMessage, res: ServerResponse) => {
      const exchange = front.enter(req, res);
      if (exchange === undefined) return;
      const route = first.find(req.method, exchange.path);
      if (route !== undefined) {
        void front.serve(route, exchange);
        return;
      }
      exchanges.set(req, exchange);
      express(req, res);
    });
    this.#server.on('clientError', (error, socket) => {
      answerClientError(error, socket, runtime.config.limits, securityHeaders);
    });
  }

  async listen(): Promise<{ readonly url: string }> {
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
    const inTime = await drain(this.#server, seconds * 1000);
    if (!inTime) this.#options.log.warn('requests were cut off at the end', { seconds });
  }
}
