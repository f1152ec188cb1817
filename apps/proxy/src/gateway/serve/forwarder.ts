import type { ForwardedRequest, ForwardedResult } from '@safeai/api';
import {
  compileGlob,
  SafeAIError,
  type CallContext,
  type Principal,
  type RequestContext,
} from '@safeai/core';
import { readJson, type Protocol } from '@safeai/protocols';
import type { Runtime } from '@safeai/runtime';
import type { Metrics } from '../../metrics/metrics.ts';
import { Refusal } from '../guard/refusal.ts';
import type { Provider } from '../upstreams/provider.ts';
import type { GatewayTelemetry } from '../telemetry/gateway-telemetry.ts';
import type { Upstreams } from '../upstreams/upstreams.ts';
import { isJson } from './answer-bytes.ts';
import { CollectedAnswer } from './collected-answer.ts';
import { formatOf } from './format-of.ts';
import { targetOf, type Target } from './forward-target.ts';
import { GenericExchange } from './generic-exchange.ts';
import { guardSettings } from './guard-settings.ts';
import { codeOf, GuardedExchange } from './guarded-exchange.ts';
import { ProviderCall } from './provider-call.ts';
import { callerBy, CLIENT_GONE, isCallerGone, type RunningCalls } from './running-calls.ts';
import { strictest } from './strictest.ts';

/** What {@link Forwarder} works with. */
export interface ForwarderOptions {
  readonly runtime: Runtime;
  readonly upstreams: Upstreams;
  /** Absent where nothing is exported. */
  readonly telemetry?: GatewayTelemetry | undefined;
  readonly metrics: Metrics;
  readonly running: RunningCalls;
}

/** Who forwards, and until when. */
export interface ForwardingCaller {
  readonly principal: Principal;
  readonly tenant: string;
  readonly call: CallContext;
  /** Aborted when the caller is gone. */
  readonly gone: AbortSignal;
  /** Aborted when the caller is gone or the server stops: nobody waits for a person then. */
  readonly signalOf: () => AbortSignal;
}

/** What became of a forwarded request, and what SafeAI says of it in headers. */
export interface Forwarded {
  readonly result: ForwardedResult;
  readonly headers: Readonly<Record<string, string>>;
}

/** Forwards requests that name their path themselves. Formats that are known are guarded as such, others as what they are. */
export class Forwarder {
  readonly #options: ForwarderOptions;

  constructor(options: ForwarderOptions) {
    this.#options = options;
  }

  /**
   * @throws UpstreamError; InvalidRequestError; SafeAIError `unscanned_content`, `audit_unavailable`, `state_unavailable`;
   *   HttpError `budget_exceeded`, `upstream_error`
   */
  forward(request: ForwardedRequest, caller: ForwardingCaller): Promise<Forwarded> {
    return this.#options.running.run(callerBy(caller.gone), (gone) =>
      this.#forward(request, { ...caller, gone }),
    );
  }

  async #forward(request: ForwardedRequest, caller: ForwardingCaller): Promise<Forwarded> {
    const target = targetOf(request, this.#options.upstreams);
    const protocol = this.#formatOf(target);
    if (protocol === undefined) this.#checkPath(target.path);
    const { approvalRequestId } = request;
    const agentId = caller.principal.agent ?? request.context.agentId;
    const context: RequestContext = {
      ...request.context,
      tenantId: caller.tenant,
      ...(agentId === undefined ? {} : { agentId }),
    };
    const reached: Reached = {};
    try {
      const answer =
        protocol === undefined
          ? await this.#generic(target, { context, caller, reached })
          : await this.#known(protocol, target, { context, caller, approvalRequestId, reached });
      this.#count(answer.result.status, reached.upstream);
      return answer;
    } catch (error) {
      this.#countFailed(error, caller, reached.upstream);
      if (!(error instanceof Refusal)) throw error;
      return refused(error, reached);
    }
  }

  #count(status: number | null, upstream: string | undefined): void {
    this.#options.metrics.gateway.request('proxy_forward', status ?? 200, upstream);
  }

  #countFailed(error: unknown, { gone }: ForwardingCaller, upstream: string | undefined): void {
    if (isCallerGone(gone)) {
      this.#count(CLIENT_GONE, upstream);
      return;
    }
    this.#options.metrics.gateway.refusal(codeOf(error));
    // The route itself answers well where policy refuses.
    const status = SafeAIError.isInstance(error) ? error.status : 500;
    this.#count(error instanceof Refusal ? 200 : status, upstream);
  }

  /** Paths of formats that nobody here knows: a provider's key may open more than models there. */
  #checkPath(path: string): void {
    const [place = ''] = path.split('?', 1);
    const { forwardPaths } = this.#options.runtime.config.proxy;
    if (forwardPaths.some((glob) => compileGlob(glob)(place))) return;
    throw new SafeAIError(
      'path_not_allowed',
      'The path is of no known format, and not among those of proxy.forward_paths.',
    );
  }

  /** What asks for a head alone is of no format: nothing comes that could be guarded as one. */
  #formatOf({ method, path, upstream }: Target): Protocol | undefined {
    if (method === 'HEAD') return undefined;
    return formatOf(method, [path, ...this.#options.upstreams.pathsOf(path, upstream)]);
  }

  async #known(
    protocol: Protocol,
    target: Target,
    {
      context,
      caller,
      approvalRequestId,
      reached,
    }: {
      context: RequestContext;
      caller: ForwardingCaller;
      approvalRequestId: string | undefined;
      reached: Reached;
    },
  ): Promise<Forwarded> {
    const { runtime, metrics } = this.#options;
    const { method, path, headers, text, upstream } = target;
    const { jsonDepth, forwardJsonLeaves } = runtime.config.limits;
    const read =
      text === undefined ? undefined : readJson(text, { jsonDepth, jsonLeaves: forwardJsonLeaves });
    const reading = protocol.readRequest(read?.value ?? {}, path);
    const model = reading.model ?? context.model;
    const call = new ProviderCall({
      safeai: runtime.boundary,
      protocol,
      settings: guardSettings(runtime.config),
      context: { ...context, ...(model === undefined ? {} : { model }) },
      call: caller.call,
      onDecision: (boundary, taken) => {
        metrics.decision(boundary, caller.tenant, taken);
      },
      approvalRequestId,
      signalOf: caller.signalOf,
    });
    const answer = new CollectedAnswer();
    const exchange = new GuardedExchange(
      {
        ...{ method, path, headers, reading, call, upstream, jsonDepth },
        body: read === undefined ? undefined : { ...read, bytes: Buffer.from(read.text) },
        principal: caller.principal,
        provider: providerOf(protocol),
        gone: caller.gone,
        answerHeaders: {},
      },
      { ...this.#options, cost: runtime.cost },
      answer,
    );
    try {
      await exchange.run();
    } finally {
      reached.upstream = exchange.upstream;
      reached.headers = exchange.reached;
    }
    if (exchange.failure !== undefined) throw exchange.failure;
    const { status } = answer;
    const [own, theirs] = parted(answer.headers);
    const { refusal } = exchange;
    if (refusal !== undefined) metrics.gateway.refusal(refusal.code);
    const decision = refusal?.decision ?? strictest(exchange.decisions);
    if (decision === undefined) throw new Error('The call was made without a decision.');
    const body = refusal === undefined ? bodyOf(answer) : null;
    const approval = refusal?.approvalRequestId;
    return {
      result: { status, headers: theirs, decision, body, approvalRequestId: approval },
      headers: own,
    };
  }

  async #generic(
    target: Target,
    {
      context,
      caller,
      reached,
    }: { context: RequestContext; caller: ForwardingCaller; reached: Reached },
  ): Promise<Forwarded> {
    const exchange = new GenericExchange(target, { context, caller }, this.#options);
    let result;
    try {
      result = await exchange.run();
    } finally {
      reached.upstream = exchange.upstream;
    }
    const { upstream } = reached;
    return { result, headers: upstream === undefined ? {} : { 'x-safeai-upstream': upstream } };
  }
}

/** The upstream that answered, or failed. */
interface Reached {
  upstream?: string | undefined;
  /** What is said of it in headers. */
  headers?: Readonly<Record<string, string>>;
}

/** A request or an answer that is not let through: the route itself answers well. */
function refused({ decision, approvalRequestId }: Refusal, reached: Reached): Forwarded {
  const result = { status: null, headers: {}, decision, approvalRequestId, body: null };
  return { result, headers: { ...reached.headers, 'x-safeai-decision-id': decision.decisionId } };
}

/** JSON as JSON, anything else as the text that it is. */
function bodyOf({ bytes, headers }: CollectedAnswer): ForwardedResult['body'] {
  if (bytes.length === 0) return null;
  const text = bytes.toString('utf8');
  return isJson({ headers }) ? (JSON.parse(text) as ForwardedResult['body']) : text;
}

/** SafeAI's own headers, and the upstream's. */
function parted(
  headers: Readonly<Record<string, string>>,
): [own: Record<string, string>, theirs: Record<string, string>] {
  const isOwn = ([name]: [string, string]): boolean => name.startsWith('x-safeai-');
  const entries = Object.entries(headers);
  return [
    Object.fromEntries(entries.filter(isOwn)),
    Object.fromEntries(entries.filter((entry) => !isOwn(entry))),
  ];
}

function providerOf({ id }: Protocol): Provider {
  const [name = ''] = id.split('.');
  if (name === 'openai' || name === 'anthropic' || name === 'gemini') return name;
  throw new SafeAIError('internal_error', `Nobody is known to speak ${id}.`);
}
