import type { IncomingHttpHeaders } from 'node:http';
import { SafeAIError, type Principal } from '@safeai/core';
import { anthropicMessages, type Protocol, type RequestReading } from '@safeai/protocols';
import type { Runtime } from '@safeai/runtime';
import type { Logger } from 'winston';
import { actingAs, agentOf, checkAccess, checkScope } from '../../edge/access.ts';
import type { Caller } from '../../edge/caller.ts';
import type { Entered } from '../../edge/limits.ts';
import { admit, rolesCount, type Admittance } from '../../http/admit.ts';
import type { Exchange } from '../../http/exchange.ts';
import { ClientGone } from '../../http/read-body.ts';
import type { Reply } from '../../http/reply.ts';
import { RouteFinder } from '../../http/route-finder.ts';
import type { Waits } from '../../http/waits.ts';
import { isInternal, logFailure } from '../../log/failure.ts';
import type { Metrics } from '../../metrics/metrics.ts';
import { Refusal } from '../guard/refusal.ts';
import type { GatewayTelemetry } from '../telemetry/gateway-telemetry.ts';
import type { Upstreams } from '../upstreams/upstreams.ts';
import { envelopeReply, isRefusal, refusalHeaders } from './envelope.ts';
import { guardSettings } from './guard-settings.ts';
import { codeOf, GuardedExchange } from './guarded-exchange.ts';
import { HttpAnswer } from './http-answer.ts';
import { namedIn } from './named-headers.ts';
import { ProviderCall } from './provider-call.ts';
import type { ServedProviderRoute } from './provider-routes.ts';
import type { ReadRequest } from './read-call.ts';
import { readProviderRequest } from './read-request.ts';
import { callerOf, CLIENT_GONE, type RunningCalls } from './running-calls.ts';
import { withheldAnswer } from './withheld.ts';

/** What {@link Gateway} works with. */
export interface GatewayOptions {
  readonly runtime: Runtime;
  readonly upstreams: Upstreams;
  /** Absent where nothing is exported. */
  readonly telemetry?: GatewayTelemetry | undefined;
  readonly routes: readonly ServedProviderRoute[];
  readonly shared: Admittance & { readonly waits: Waits };
  readonly metrics: Metrics;
  readonly running: RunningCalls;
  readonly log: Logger;
  readonly draining: () => boolean;
}

/** Serves the provider routes: the same edge as everywhere, then the guard, the budgets and the upstreams. */
export class Gateway {
  readonly #options: GatewayOptions;
  readonly #finder: RouteFinder<ServedProviderRoute>;

  constructor(options: GatewayOptions) {
    this.#options = options;
    this.#finder = new RouteFinder(options.routes);
  }

  /**
   * Answers a request on a provider route. Never rejects.
   *
   * @returns the status that it was answered with; 499 where its caller was gone
   */
  async serve(route: ServedProviderRoute, exchange: Exchange): Promise<number> {
    const served = new ServedCall(route, exchange, this.#options);
    const status = await this.#options.running.run(callerOf(exchange.res), (gone) =>
      served.answer(gone),
    );
    this.#options.metrics.gateway.request(route.id, status, served.upstream);
    return status;
  }

  /** What went wrong with a request before it was dispatched, where its path is a provider's; undefined elsewhere. */
  refused(exchange: Exchange, error: unknown): Reply | undefined {
    const route = this.#finder.at(exchange.path)?.[0];
    if (route === undefined) return undefined;
    const { requestId } = exchange;
    const context = { protocol: errorsOf(route, exchange), requestId, instance: route.path };
    return envelopeReply(error, context);
  }
}

/** One request on a provider route. */
class ServedCall {
  readonly #route: ServedProviderRoute;
  readonly #exchange: Exchange;
  readonly #options: GatewayOptions;
  readonly #answer: HttpAnswer;
  #request: ReadRequest | undefined;
  #guarded: GuardedExchange | undefined;
  #entered: Entered | undefined;

  constructor(route: ServedProviderRoute, exchange: Exchange, options: GatewayOptions) {
    this.#route = route;
    this.#exchange = exchange;
    this.#options = options;
    const { securityHeaders } = route;
    this.#answer = new HttpAnswer(exchange, { securityHeaders, draining: options.draining });
  }

  /** The upstream that answered, or failed. */
  get upstream(): string | undefined {
    return this.#guarded?.upstream;
  }

  async answer(gone: AbortSignal): Promise<number> {
    const { runtime, upstreams, metrics, telemetry } = this.#options;
    try {
      const caller = await this.#enter();
      this.#request = await this.#read(caller, gone);
      const services = { upstreams, metrics, telemetry, cost: runtime.cost };
      this.#guarded = new GuardedExchange(this.#request, services, this.#answer);
      await this.#guarded.run();
      const told = this.#guarded.refusal ?? this.#guarded.failure;
      if (told !== undefined) metrics.gateway.refusal(codeOf(told));
    } catch (error) {
      if (error instanceof ClientGone || gone.reason instanceof ClientGone) return CLIENT_GONE;
      this.#fail(error);
    } finally {
      this.#entered?.leave();
    }
    return gone.reason instanceof ClientGone ? CLIENT_GONE : (this.#answer.status ?? CLIENT_GONE);
  }

  /** Who asks, and may they. */
  async #enter(): Promise<Caller> {
    const { shared } = this.#options;
    // Whoever is known at once does not wait for a turn of the queue.
    const admitted = admit(this.#route, this.#exchange, shared);
    const caller = admitted instanceof Promise ? await admitted : admitted;
    const entering = shared.limits.enter(this.#exchange, this.#route, caller);
    this.#entered = entering instanceof Promise ? await entering : entering;
    if (caller === null)
      throw new SafeAIError('unauthenticated', 'The request needs a credential.');
    if (rolesCount(this.#exchange)) checkAccess(caller.principal, this.#route.access);
    return caller;
  }

  async #read(caller: Caller, gone: AbortSignal): Promise<ReadRequest> {
    const { runtime, shared, metrics } = this.#options;
    const { req, res, requestId, settings } = this.#exchange;
    const { protocol, method } = this.#route;
    const named = namedIn(req.headers);
    const asked = { agent_id: named.agentId };
    checkScope(caller.principal, asked);
    const principal = actingAs(caller.principal, asked, true);
    const agentId = agentOf(principal, asked);
    const acting = this.#entered?.actFor(principal.tenant, agentId);
    if (acting !== undefined) await acting;
    const read = await readProviderRequest(this.#exchange, protocol, method === 'POST');
    const { model } = read.reading;
    const call = new ProviderCall({
      safeai: runtime.boundary,
      protocol,
      settings: guardSettings(runtime.config),
      context: {
        tenantId: principal.tenant,
        ...(agentId === undefined ? {} : { agentId }),
        ...(named.sessionId === undefined ? {} : { sessionId: named.sessionId }),
        ...(named.dataTags === undefined ? {} : { dataTags: named.dataTags }),
        ...(model === null ? {} : { model }),
      },
      call: { requestId, principal },
      onDecision: (boundary, taken) => {
        metrics.decision(boundary, principal.tenant, taken);
      },
      approvalRequestId: named.approvalRequestId,
      signalOf: () => shared.waits.signalFor(res),
    });
    return {
      body: read.body,
      reading: read.reading,
      path: read.path,
      method: req.method ?? method,
      headers: headersFor(principal, req.headers),
      call,
      principal,
      upstream: named.upstream,
      provider: speaksAnthropic(this.#route, this.#exchange) ? 'anthropic' : this.#route.provider,
      gone,
      jsonDepth: settings.limits.jsonDepth,
      answerHeaders: this.#entered?.headers ?? {},
    };
  }

  /** Tells the caller what went wrong, in the provider's own way. */
  #fail(error: unknown): void {
    const { metrics, log, draining } = this.#options;
    metrics.gateway.refusal(codeOf(error));
    // What has begun cannot be taken back: its reader sees that it is not whole.
    if (this.#answer.begun) this.#answer.cut();
    else if (this.#request !== undefined && isRefusal(error) && this.#answersRefusals()) {
      this.#withhold(error, this.#request.reading);
    } else {
      const { requestId } = this.#exchange;
      const instance = this.#route.path;
      const protocol = errorsOf(this.#route, this.#exchange);
      const { status, mediaType, headers, body } = envelopeReply(error, {
        ...{ protocol, requestId, instance },
      });
      if (draining()) this.#exchange.res.shouldKeepAlive = false;
      const entered = this.#entered?.headers ?? {};
      this.#answer.send(
        status,
        { ...entered, 'content-type': mediaType, ...this.#guarded?.reached, ...headers },
        body,
      );
      if (status !== 500) return;
    }
    if (isInternal(error)) {
      logFailure(log, error, { request_id: this.#exchange.requestId, path: this.#route.path });
    }
  }

  #answersRefusals(): boolean {
    return this.#options.runtime.config.proxy.guard.refusals === 'answer';
  }

  /** An answer in the place of the model's that says why there is none. */
  #withhold(error: SafeAIError, reading: RequestReading): void {
    const id = error instanceof Refusal ? error.decision.decisionId : this.#exchange.requestId;
    const { mediaType, body } = withheldAnswer({
      protocol: this.#route.protocol,
      reading,
      id,
      message: error.message,
      created: Math.floor(Date.now() / 1000),
    });
    const headers = { 'content-type': mediaType, 'x-safeai-code': error.code };
    this.#answer.send(
      200,
      { ...headers, ...this.#guarded?.reached, ...refusalHeaders(error) },
      body,
    );
  }
}

/** The headers that may go on: a token that says who asks is for SafeAI, and nobody else. */
function headersFor(principal: Principal, headers: IncomingHttpHeaders): IncomingHttpHeaders {
  if (principal.source !== 'oidc') return headers;
  const { authorization: _, ...others } = headers;
  return others;
}

/** Anthropic's models are asked for at the path of OpenAI's, with a header of their own. */
function speaksAnthropic({ protocol }: ServedProviderRoute, { req }: Exchange): boolean {
  return protocol.id === 'openai.models' && req.headers['anthropic-version'] !== undefined;
}

/** The format of errors. */
function errorsOf(route: ServedProviderRoute, exchange: Exchange): Protocol {
  return speaksAnthropic(route, exchange) ? anthropicMessages : route.protocol;
}
