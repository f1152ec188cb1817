import type { IncomingHttpHeaders } from 'node:http';
import type { Principal } from '@safeai/core';
import type { ReadBody, RequestReading } from '@safeai/protocols';
import type { RuntimeCost } from '@safeai/runtime';
import type { Metrics } from '../../metrics/metrics.ts';
import type { GatewayTelemetry } from '../telemetry/gateway-telemetry.ts';
import type { UpstreamRequest } from '../upstreams/forwarded.ts';
import type { Provider } from '../upstreams/provider.ts';
import type { Upstreams } from '../upstreams/upstreams.ts';
import type { ProviderCall } from './provider-call.ts';

/** A request to a provider that was let in and read. */
export interface ReadRequest {
  readonly method: string;
  /** With its query. */
  readonly path: string;
  /** The caller's. */
  readonly headers: IncomingHttpHeaders;
  /** Absent where there is none: GET and HEAD. */
  readonly body: (ReadBody & { readonly bytes: Buffer }) | undefined;
  readonly reading: RequestReading;
  readonly call: ProviderCall;
  readonly principal: Principal;
  /** The upstream that it names. */
  readonly upstream: string | undefined;
  readonly provider: Provider;
  /** Aborted when the caller is gone, and when the server cuts off what is left at its end. */
  readonly gone: AbortSignal;
  /** Bounds of the answer's JSON. */
  readonly jsonDepth: number;
  /** Headers of every answer. */
  readonly answerHeaders: Readonly<Record<string, string>>;
}

/** What exchanges work with. */
export interface ExchangeServices {
  readonly upstreams: Upstreams;
  readonly cost: RuntimeCost;
  readonly metrics: Metrics;
  /** Absent where nothing is exported. */
  readonly telemetry?: GatewayTelemetry | undefined;
}

/** Which upstream a call is for. */
export function wantedBy({
  upstream,
  provider,
  reading,
}: ReadRequest): Pick<UpstreamRequest, 'upstream' | 'model' | 'provider'> {
  return { upstream, provider, model: reading.model ?? undefined };
}
