import type { IncomingHttpHeaders } from 'node:http';
import type { SafeAIConfig, SecretValue } from '@safeai/config';
import { InvalidRequestError, SafeAIError, type Clock } from '@safeai/core';
import type { Resolve } from '@safeai/runtime/egress';
import type { Logger } from 'winston';
import { AttemptPlan } from './attempt-plan.ts';
import { Attempts, type PassedNames } from './attempts.ts';
import { candidatesFor, type Wanted } from './candidates.ts';
import type { BreakerState } from './circuit-breaker.ts';
import type { UpstreamAnswer, UpstreamRequest } from './forwarded.ts';
import { providerAt, type Provider } from './provider.ts';
import { freeHeaders } from './request-headers.ts';
import { upstreamSettings } from './settings.ts';
import { Upstream } from './upstream.ts';
import { UpstreamError } from './upstream-error.ts';

/** What upstreams are given from outside. */
export interface UpstreamsOptions {
  readonly secretOf: (value: SecretValue) => string | undefined;
  /** Told that a provider refused what a secret stands for; whether it stands for something else now. */
  readonly refused?: (value: SecretValue, used: string) => Promise<boolean>;
  readonly log: Pick<Logger, 'warn'>;
  readonly clock: Clock;
  /** From 0 up to 1. */
  readonly random: () => number;
  /** What the command line names in place of `proxy.target`. */
  readonly baseUrl?: string | undefined;
  /** The machine's own resolver if absent. */
  readonly resolve?: Resolve;
  /** Waits between attempts; a timer if absent. Rejects once the signal is aborted. */
  readonly wait?: (ms: number, signal: AbortSignal) => Promise<unknown>;
}

/** How an upstream has been lately. */
export interface UpstreamHealth {
  readonly name: string;
  readonly state: BreakerState;
  /** In a row. */
  readonly failures: number;
  /** Milliseconds until it is tried again. */
  readonly restMs: number;
}

/** Methods that ask for nothing to be done, so that asking twice does no harm. */
const HARMLESS = new Set(['GET', 'HEAD']);
const METHODS = new Set([...HARMLESS, 'POST', 'PUT', 'PATCH', 'DELETE']);

/** The model providers that requests are forwarded to: those of the configuration, and no others. */
export class Upstreams {
  readonly #configOf: () => SafeAIConfig;
  readonly #options: UpstreamsOptions;
  /** The last one that was given; {@link #config} is the last that could be taken up. */
  #seen: SafeAIConfig;
  #config: SafeAIConfig;
  #names: PassedNames;
  #upstreams: readonly Upstream[];

  /**
   * @param config gives the configuration in force; a new one is taken up with the next request, and what it does not
   *   change keeps its connections
   * @throws SafeAIError `invalid_config` for a `ca_file` that cannot be read
   */
  constructor(config: () => SafeAIConfig, options: UpstreamsOptions) {
    this.#configOf = config;
    this.#options = options;
    this.#seen = config();
    this.#config = this.#seen;
    this.#names = namesOf(this.#config);
    this.#upstreams = this.#made(this.#config, []);
  }

  /**
   * Sends a request to the upstream that serves it, and, where that is safe, to the same or the next one again.
   * Repeated are: what found no connection, and what was answered by 429, 500, 502, 503, 504 or 529. What may have
   * begun without an answer is repeated for GET and HEAD, else only where `proxy.retry.unanswered` says so. Once an
   * answer is given out, nothing is repeated. An answer of another status is given out as it is, and so is the last
   * one of the repeats; a redirect is an error.
   *
   * @throws UpstreamError where no upstream answers; its `sent` says whether one may have begun
   * @throws InvalidRequestError for a method or a path that cannot be forwarded
   * @throws the reason of the request's signal
   */
  async forward(request: UpstreamRequest): Promise<UpstreamAnswer> {
    this.#follow();
    const { proxy, telemetry } = this.#config;
    if (!METHODS.has(request.method)) {
      throw new InvalidRequestError(`The method must be one of ${[...METHODS].join(', ')}.`);
    }
    const groups = candidatesFor(request, this.#upstreams, this.#options.random);
    const { maxAttempts, backoffFactor, maxWaitSeconds, unanswered } = proxy.retry;
    const plan = new AttemptPlan(groups, {
      maxAttempts,
      backoffMs: backoffFactor * 1000,
      maxWaitMs: maxWaitSeconds * 1000,
      random: this.#options.random,
    });
    const { log, clock, wait } = this.#options;
    // Each call comes by here: written plainly.
    const attempts = new Attempts({
      log,
      clock,
      wait,
      proxy,
      names: this.#names,
      request:
        request.traceparent === undefined || telemetry.traceUpstream
          ? request
          : { ...request, traceparent: undefined },
      repeatsUnanswered: unanswered || HARMLESS.has(request.method),
    });
    return attempts.make(plan, groups.flat());
  }

  /**
   * Whose own prices hold for a request: the vendor at whose own address all upstreams are that may serve it. Undefined
   * for any other.
   *
   * @throws UpstreamError where none may serve it
   */
  vendorFor(wanted: Wanted): Provider | undefined {
    this.#follow();
    const candidates = candidatesFor(wanted, this.#upstreams, this.#options.random).flat();
    const [first, ...others] = candidates.map(({ settings }) => providerAt(settings.address));
    return others.every((other) => other === first) ? first : undefined;
  }

  /**
   * Where an absolute address leads: the upstream that it lies below, and the path there.
   *
   * @throws UpstreamError `upstream_refused` where it lies below none
   */
  locate(address: string): { upstream: string; path: string } {
    this.#follow();
    for (const { name, settings } of this.#upstreams) {
      const path = settings.address.pathOf(address);
      if (path !== undefined) return { upstream: name, path };
    }
    throw new UpstreamError(undefined, 'unknown');
  }

  /**
   * What a path is at each upstream that a request may go to.
   *
   * @param upstream the only one, where the request names it
   * @throws InvalidRequestError for a path that cannot be forwarded
   */
  pathsOf(path: string, upstream: string | undefined): readonly string[] {
    this.#follow();
    return this.#upstreams
      .filter(({ name }) => upstream === undefined || name === upstream)
      .map(({ settings }) => settings.address.join(path));
  }

  /** What a caller says in headers that may go up, but for credentials: names in lower case, and values. */
  freeHeaders(headers: IncomingHttpHeaders): readonly (readonly [name: string, value: string])[] {
    this.#follow();
    const { request, own } = this.#names;
    return freeHeaders(headers, { more: request, own });
  }

  /** Each upstream's standing, in the order of the configuration. Asks none of them. */
  health(): UpstreamHealth[] {
    this.#follow();
    return this.#upstreams.map(({ name, breaker }) => ({
      name,
      state: breaker.state,
      failures: breaker.failures,
      restMs: breaker.restMs,
    }));
  }

  /** Ends all connections, and the requests on them. */
  async close(): Promise<void> {
    await Promise.all(this.#upstreams.map(({ pool }) => pool.destroy()));
  }

  #follow(): void {
    const config = this.#configOf();
    if (config === this.#seen) return;
    this.#seen = config;
    const former = this.#upstreams;
    try {
      this.#upstreams = this.#made(config, former);
    } catch (error) {
      if (!SafeAIError.isInstance(error)) throw error;
      this.#options.log.warn('the upstreams stay as they were', { reason: error.message });
      return;
    }
    this.#config = config;
    this.#names = namesOf(config);
    const kept = new Set(this.#upstreams.map(({ pool }) => pool));
    for (const { pool } of former) {
      // Requests on it come to their end.
      if (!kept.has(pool)) void pool.close();
    }
  }

  #made({ proxy }: SafeAIConfig, former: readonly Upstream[]): Upstream[] {
    const { secretOf, refused, clock, resolve, baseUrl } = this.#options;
    const ports = { secretOf, refused, resolve, now: () => clock.monotonic() };
    return upstreamSettings(proxy, baseUrl).map(
      (settings) =>
        new Upstream(
          settings,
          proxy,
          ports,
          former.find(({ name }) => name === settings.name),
        ),
    );
  }
}

function namesOf({ proxy, dashboard }: SafeAIConfig): PassedNames {
  return {
    request: new Set(proxy.forwardRequestHeaders.map((name) => name.toLowerCase())),
    answer: new Set(proxy.forwardResponseHeaders.map((name) => name.toLowerCase())),
    own: new Set([dashboard.userHeader.toLowerCase(), dashboard.tenantHeader.toLowerCase()]),
  };
}
