import type { Server } from 'node:http';
import { DASHBOARD_FILES } from '@safeai/dashboard';
import type { Runtime } from '@safeai/runtime';
import type { Logger } from 'winston';
import { systemClock } from '@safeai/core';
import { KnownCredentials } from './edge/credentials.ts';
import { LocalKey } from './edge/local-key.ts';
import { RequestLimits } from './edge/limits/request-limits.ts';
import { capturedHeaders, helmetOptions } from './edge/security-headers.ts';
import { signInOf } from './edge/sign-in/sign-in.ts';
import { EventHub } from './events/hub.ts';
import { EventStreams } from './events/event-streams.ts';
import { EventTickets } from './events/tickets.ts';
import { systemTiming } from './events/timing.ts';
import { serveUpgrades, upgradableMessage } from './events/upgrades.ts';
import { Gateway } from './gateway/serve/gateway.ts';
import { providerRoutes } from './gateway/serve/provider-routes.ts';
import { tellSpend } from './gateway/spend/tell-spend.ts';
import { gatewayTelemetry } from './gateway/telemetry/gateway-telemetry.ts';
import { RunningCalls } from './gateway/serve/running-calls.ts';
import { Upstreams } from './gateway/upstreams/upstreams.ts';
import { answerClientError } from './http/client-error.ts';
import { Front } from './http/front.ts';
import { IdempotencyStore } from './http/idempotency.ts';
import { requestListener, type AheadOfExpress } from './http/listener.ts';
import { makeServer } from './http/make-server.ts';
import { Waits } from './http/waits.ts';
import { drain } from './lifecycle/drain.ts';
import { listen, urlOf } from './lifecycle/listen.ts';
import { removeServerFile, writeServerFile } from './lifecycle/server-file.ts';
import { countDecisions } from './metrics/count-decisions.ts';
import { processRegistry } from './metrics/process-registry.ts';
import type { Dependencies } from './routes/dependencies.ts';
import { handlers } from './routes/handlers.ts';
import { servedRoutes } from './routes/served-route.ts';
import { edgeSettings, type EdgeSettings } from './settings/settings.ts';

/** What a server is made of. Host, port and mode are the configuration's where absent. */
export interface ServerOptions {
  /** Decides. The server does not close it. */
  readonly runtime: Runtime;
  readonly log: Logger;
  readonly host?: string;
  /** 0 for any free one. */
  readonly port?: number;
  readonly mode?: 'sidecar' | 'gateway';
  /** In the place of `proxy.target`, in gateway mode. `http` or `https`. */
  readonly upstreamBaseUrl?: string;
  /** Write a log line for each request. */
  readonly accessLog?: boolean;
  /** Folder of the dashboard's files, where they are not those of `@safeai/dashboard`. */
  readonly dashboardFiles?: string;
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
  readonly #hub: EventHub;
  readonly #stopListening: () => void;
  /** In gateway mode. */
  readonly #forwarding: Dependencies['forwarding'];
  /** There is one where there is a folder to leave it in. */
  readonly #localKey: LocalKey | undefined;
  #closing: Promise<void> | undefined;

  constructor(options: ServerOptions) {
    const { runtime, log, mode, accessLog = false, aheadOfExpress = 'hot' } = options;
    const { dashboardFiles = DASHBOARD_FILES } = options;
    const { config } = runtime;
    this.#options = options;
    this.#host = options.host ?? config.server.host;
    this.#localKey = runtime.stateFolder === undefined ? undefined : new LocalKey();
    const metrics = countDecisions(runtime);
    tellSpend(runtime.cost, log);
    const draining = (): boolean => this.#closing !== undefined;
    const signIn = signInOf(runtime);
    const securityHeaders = capturedHeaders(helmetOptions());
    const serverMode = mode ?? config.server.mode;
    const forwarding =
      serverMode === 'gateway'
        ? {
            upstreams: upstreamsOf(options),
            running: new RunningCalls(),
            telemetry: gatewayTelemetry(runtime, log),
          }
        : undefined;
    this.#forwarding = forwarding;
    const tickets = new EventTickets();
    const served = handlers({
      ...{ runtime, metrics, log, mode: serverMode, draining, ...signIn, tickets, dashboardFiles },
      ...(forwarding === undefined ? {} : { forwarding }),
    });
    const ofProviders = providerRoutes();
    const shared = {
      idempotency: new IdempotencyStore(),
      waits: this.#waits,
      limits: new RequestLimits({
        store: runtime.limits,
        onRefusal: (limit) => {
          metrics.rateLimited(limit);
        },
      }),
      credentials: new KnownCredentials({ runtime, sessions: signIn.sessions, log }),
      localKey: this.#localKey,
      tickets,
    };
    const hub = new EventHub({
      settings: () => runtime.config.events,
      names: runtime.boundary,
      timing: systemTiming,
      random: Math.random,
      onSlow: () => {
        metrics.streams.slow();
      },
    });
    this.#hub = hub;
    this.#stopListening = runtime.events.listen((event) => {
      hub.publish(event);
    });
    metrics.streams.listeners(() => hub.size);
    const settings = (): EdgeSettings => edgeSettings(runtime.config);
    const streams = new EventStreams({ hub, timing: systemTiming, shared, settings });
    const gateway =
      forwarding &&
      new Gateway({
        ...{ runtime, shared, metrics, log, draining },
        ...forwarding,
        routes: ofProviders,
      });
    const front = new Front({
      settings,
      streams,
      boundHost: this.#host,
      ...{ metrics, log, shared, securityHeaders, accessLog, draining },
      gateway,
    });
    const own = servedRoutes(served);
    const routes = [...own, ...ofProviders];
    this.#server = makeServer(config, {
      listener: requestListener(routes, front, aheadOfExpress, dashboardFiles),
      message: upgradableMessage(own),
      localKey: this.#localKey?.text,
    });
    serveUpgrades(this.#server, own, { front, streams });
    this.#server.on('clientError', (error, socket) => {
      answerClientError(error, socket, config.limits, securityHeaders);
    });
  }

  async listen(): Promise<{ readonly url: string }> {
    processRegistry();
    const wanted = this.#options.port ?? this.#options.runtime.config.server.port;
    const { address, port } = await listen(this.#server, this.#host, wanted);
    await this.#tellWhere(urlOf(this.#server, reachable(address), port));
    return { url: urlOf(this.#server, this.#host, port) };
  }

  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  /** Other programs of this user find the server by a file. Without it they still find it by its address. */
  async #tellWhere(url: string): Promise<void> {
    const { runtime, log } = this.#options;
    if (runtime.stateFolder === undefined || this.#localKey === undefined) return;
    try {
      await writeServerFile(runtime.stateFolder, {
        url,
        pid: process.pid,
        token: this.#localKey.text,
        started_at: new Date().toISOString(),
      });
    } catch (error) {
      log.warn('server.json could not be written: other commands will not find this server', {
        code: (error as NodeJS.ErrnoException).code,
      });
    }
  }

  async #close(): Promise<void> {
    const { runtime, log } = this.#options;
    const seconds = runtime.config.server.shutdownSeconds;
    this.#waits.end();
    this.#stopListening();
    const listenersGone = this.#hub.close();
    // First: from now on nobody new gets in, and a drain that is cut short must not leave it behind.
    if (runtime.stateFolder !== undefined && this.#localKey !== undefined) {
      await removeServerFile(runtime.stateFolder, this.#localKey.text);
    }
    const [inTime] = await Promise.all([this.#drained(seconds * 1000), listenersGone]);
    if (!inTime) log.warn('requests were cut off at the end', { seconds });
  }

  /** Answers what is in flight. Long streams are ended in their own way before time is up. @returns whether it was in time */
  async #drained(limitMs: number): Promise<boolean> {
    const cut = setTimeout(
      () => this.#forwarding?.running.cutOff(),
      limitMs - Math.min(LAST_WORDS, limitMs / 2),
    );
    const inTime = await drain(this.#server, limitMs);
    clearTimeout(cut);
    // Their accounts are kept before the runtime ends.
    await this.#forwarding?.running.settled();
    await this.#forwarding?.upstreams.close();
    await this.#forwarding?.telemetry?.close();
    return inTime;
  }
}

/** How long before the end of a stop calls to providers are ended that still run, in milliseconds: to tell their callers. */
const LAST_WORDS = 250;

/** The providers that a server forwards to. @throws SafeAIError `invalid_config` for a `ca_file` that cannot be read */
function upstreamsOf({ runtime, log, upstreamBaseUrl }: ServerOptions): Upstreams {
  return new Upstreams(() => runtime.config, {
    secretOf: (value) => runtime.secretOf(value),
    refused: (value, used) => runtime.secrets.refused(value, used),
    ...{ log, clock: systemClock, random: Math.random, baseUrl: upstreamBaseUrl },
  });
}

/** An address under which a program on this machine reaches a server that listens on all of them. */
function reachable(address: string): string {
  if (address === '0.0.0.0') return '127.0.0.1';
  return address === '::' ? '::1' : address;
}
