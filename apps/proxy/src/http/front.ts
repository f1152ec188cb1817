import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Logger } from 'winston';
import { checkEntry, takeIn } from '../edge/enter.ts';
import type { EventStreams } from '../events/event-streams.ts';
import { isInternal, logFailure } from '../log/failure.ts';
import type { Gateway } from '../gateway/serve/gateway.ts';
import { isProviderRoute, type ServedProviderRoute } from '../gateway/serve/provider-routes.ts';
import { refuseInSidecar } from '../gateway/serve/sidecar.ts';
import type { Metrics } from '../metrics/metrics.ts';
import type { EdgeRoute } from '../routes/edge-route.ts';
import type { ServedRoute } from '../routes/served-route.ts';
import type { EdgeSettings } from '../settings/settings.ts';
import { limitAnswerTime } from './answer-time.ts';
import type { Exchange } from './exchange.ts';
import { ClientGone } from './read-body.ts';
import { sendReply, type Reply } from './reply.ts';
import { problemReply, serveRoute, type Shared } from './serve-route.ts';
import { shownPath } from './shown-path.ts';

/** How metrics and log name what met no route. */
const NO_ROUTE = 'none';

/** The status of a request whose caller left before the answer. */
const CLIENT_GONE = 499;

/** What {@link Front} works with. */
export interface FrontOptions {
  readonly settings: () => EdgeSettings;
  readonly boundHost: string;
  readonly metrics: Metrics;
  readonly log: Logger;
  readonly shared: Shared;
  /** Serves the provider routes. Absent in sidecar mode. */
  readonly gateway?: Gateway | undefined;
  /** Opens streams of events. Absent: there are none. */
  readonly streams?: EventStreams;
  /** helmet's headers for answers that belong to no route. */
  readonly securityHeaders: readonly string[];
  /** Write a line for each request. */
  readonly accessLog: boolean;
  readonly draining: () => boolean;
}

/** A route of SafeAI's own, or one in a provider's format. */
export type AnyRoute = ServedRoute | ServedProviderRoute;

function isEventStream(route: AnyRoute): route is ServedRoute {
  return route.id === 'events_stream';
}

/** Takes requests in, answers them, counts them: the part that both dispatchers share. */
export class Front {
  readonly #options: FrontOptions;

  constructor(options: FrontOptions) {
    this.#options = options;
  }

  /** The request as an exchange, or nothing where the edge refused and answered it. */
  enter(req: IncomingMessage, res: ServerResponse): Exchange | undefined {
    const exchange = takeIn(req, res, this.#options.settings());
    if (this.#options.draining()) res.shouldKeepAlive = false;
    try {
      checkEntry(exchange, this.#options.boundHost);
      return exchange;
    } catch (error) {
      this.fail(exchange, error);
      return undefined;
    }
  }

  /** Answers a request on a route. Never rejects. */
  async serve(route: AnyRoute, exchange: Exchange): Promise<void> {
    const { gateway, streams, shared } = this.#options;
    if (gateway !== undefined && isProviderRoute(route)) {
      this.#count(exchange, await gateway.serve(route, exchange), route);
      return;
    }
    if (streams !== undefined && isEventStream(route)) {
      await this.open(route, exchange, () => streams.stream(route, exchange));
      return;
    }
    try {
      const reply = isProviderRoute(route)
        ? await refuseInSidecar(route, exchange, shared)
        : await serveRoute(route, exchange, shared);
      this.#send(exchange, reply, route);
    } catch (error) {
      this.#refuse(exchange, error, route);
    }
  }

  /**
   * Answers a request in a way of its own. Never rejects.
   *
   * @param opening gives the status; rejects where nothing was answered
   */
  async open(route: AnyRoute, exchange: Exchange, opening: () => Promise<number>): Promise<void> {
    try {
      this.#count(exchange, await opening(), route);
    } catch (error) {
      this.#refuse(exchange, error, route);
    }
  }

  /** Answers with what went wrong. */
  fail(exchange: Exchange, error: unknown, route?: EdgeRoute): void {
    const { requestId } = exchange;
    const instance = route?.path ?? shownPath(exchange.path);
    const reply =
      this.#options.gateway?.refused(exchange, error) ??
      problemReply(error, { instance, requestId });
    this.#send(exchange, reply, route);
    if (reply.status === 500 && isInternal(error)) {
      logFailure(this.#options.log, error, { request_id: requestId, path: instance });
    }
  }

  #refuse(exchange: Exchange, error: unknown, route: AnyRoute): void {
    if (error instanceof ClientGone) this.#count(exchange, CLIENT_GONE, route);
    else this.fail(exchange, error, route);
  }

  #send(exchange: Exchange, reply: Reply, route: EdgeRoute | undefined): void {
    const { res } = exchange;
    if (this.#options.draining()) res.shouldKeepAlive = false;
    const isGone = res.destroyed;
    sendReply(exchange, reply, route?.securityHeaders ?? this.#options.securityHeaders);
    // The system has not taken all of it at once.
    if (res.writableLength > 0) limitAnswerTime(res, exchange.settings.limits.answerSeconds);
    this.#count(exchange, isGone ? CLIENT_GONE : reply.status, route);
  }

  #count(exchange: Exchange, status: number, route: EdgeRoute | undefined): void {
    const milliseconds = performance.now() - exchange.startedAt;
    this.#options.metrics.request(route?.id ?? NO_ROUTE, status, milliseconds);
    if (!this.#options.accessLog) return;
    this.#options.log.info('request', {
      request_id: exchange.requestId,
      method: exchange.req.method,
      path: route?.path ?? shownPath(exchange.path),
      status,
      milliseconds: Math.round(milliseconds * 1000) / 1000,
    });
  }
}
