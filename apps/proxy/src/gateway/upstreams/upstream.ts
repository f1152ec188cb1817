import type { IncomingHttpHeaders } from 'node:http';
import type { SafeAIConfig, SecretValue } from '@safeai/config';
import { SecretRef } from '@safeai/config';
import { EgressRules } from '@safeai/core';
import { guardedConnector, type Resolve } from '@safeai/runtime/egress';
import { Pool } from 'undici';
import { CircuitBreaker } from './circuit-breaker.ts';
import { keyHeader, keyVariables } from './provider.ts';
import { requestHeaders, withoutQueryKeys } from './request-headers.ts';
import type { UpstreamSettings } from './settings.ts';
import { UpstreamError } from './upstream-error.ts';

/** What an upstream is given from outside. */
export interface UpstreamPorts {
  readonly secretOf: (value: SecretValue) => string | undefined;
  /** Told that a provider refused what a secret stands for; whether it stands for something else now. */
  readonly refused?: ((value: SecretValue, used: string) => Promise<boolean>) | undefined;
  /** Milliseconds that never go back. */
  readonly now: () => number;
  readonly resolve?: Resolve | undefined;
}

/** A secret, and what it stood for when a request was made with it. */
export interface UsedSecret {
  readonly value: SecretValue;
  readonly text: string;
}

/** A request as it goes to an upstream. */
export interface PreparedRequest {
  readonly path: string;
  readonly headers: Record<string, string>;
  readonly used: readonly UsedSecret[];
}

/** A request as a caller made it. */
export interface CallerRequest {
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly traceparent?: string | undefined;
}

/** An upstream: its connections, its key and how it has been lately. */
export class Upstream {
  readonly settings: UpstreamSettings;
  readonly breaker: CircuitBreaker;
  readonly pool: Pool;
  /** Upstreams of the same signature have the same connections. */
  readonly signature: string;
  readonly #ports: UpstreamPorts;

  /** @param former the upstream of this name in the configuration before; what has not changed is taken over */
  constructor(
    settings: UpstreamSettings,
    proxy: SafeAIConfig['proxy'],
    ports: UpstreamPorts,
    former: Upstream | undefined,
  ) {
    this.settings = settings;
    this.#ports = ports;
    const { connectSeconds, egress, maxAnswerHeaderBytes, breaker } = proxy;
    const { target, ca, address } = settings;
    const connection = { target, ca, connectSeconds, egress, maxAnswerHeaderBytes, breaker };
    this.signature = JSON.stringify(connection);
    if (former?.signature === this.signature) {
      this.breaker = former.breaker;
      this.pool = former.pool;
      return;
    }
    const openMs = breaker.openSeconds * 1000;
    this.breaker = new CircuitBreaker({ failures: breaker.failures, openMs }, ports.now);
    this.pool = new Pool(address.origin, {
      connect: guardedConnector({
        rules: new EgressRules(egress.allow, target),
        resolve: ports.resolve,
        connectMs: connectSeconds * 1000,
        ca,
      }),
      maxHeaderSize: maxAnswerHeaderBytes,
      // The exchange measures these itself.
      headersTimeout: 0,
      bodyTimeout: 0,
    });
  }

  get name(): string {
    return this.settings.name;
  }

  /**
   * The path and headers of a request as they go to this upstream.
   *
   * @throws UpstreamError where its key cannot be resolved
   * @throws InvalidRequestError for a path that is not one below this upstream
   */
  prepare(
    request: CallerRequest,
    names: { more: ReadonlySet<string>; own: ReadonlySet<string> },
  ): PreparedRequest {
    const used: UsedSecret[] = [];
    const { address, auth, provider } = this.settings;
    const rules = { auth, ...names };
    const { traceparent } = request;
    const trace = traceparent === undefined ? {} : { traceparent };
    if (auth === 'caller') {
      const headers = requestHeaders(request.headers, {
        ...rules,
        set: { ...trace, ...this.#own(used) },
      });
      return { path: address.join(request.path), headers, used };
    }
    const path = address.join(withoutQueryKeys(request.path));
    const key = this.#key(used);
    const keyed = key === undefined ? [] : [keyHeader(provider, path, key)];
    const set = { ...trace, ...Object.fromEntries(keyed), ...this.#own(used) };
    return { path, headers: requestHeaders(request.headers, { ...rules, set }), used };
  }

  /** The provider refused a request (401, 403): whether one of the secrets that it was made with is another by now. */
  async refused(used: readonly UsedSecret[]): Promise<boolean> {
    const { refused } = this.#ports;
    if (refused === undefined) return false;
    const changed = await Promise.all(used.map(({ value, text }) => refused(value, text)));
    return changed.includes(true);
  }

  #key(used: UsedSecret[]): string | undefined {
    const { key, address, name } = this.settings;
    if (key !== undefined) {
      const text = this.#read(key, used)?.trim();
      if (text === undefined || text === '') throw new UpstreamError(name, 'keyless');
      return text;
    }
    for (const variable of keyVariables(address)) {
      const value = this.#read(new SecretRef('env', variable), used)?.trim();
      if (value !== undefined && value !== '') return value;
    }
    return undefined;
  }

  /** Headers that the configuration sets for this upstream. */
  #own(used: UsedSecret[]): Record<string, string> {
    const headers: Record<string, string> = {};
    for (const [name, value] of Object.entries(this.settings.headers)) {
      const text = this.#read(value, used);
      if (text !== undefined) headers[name.toLowerCase()] = text;
    }
    return headers;
  }

  #read(value: SecretValue, used: UsedSecret[]): string | undefined {
    const text = this.#ports.secretOf(value);
    if (text !== undefined && typeof value !== 'string') used.push({ value, text });
    return text;
  }
}
