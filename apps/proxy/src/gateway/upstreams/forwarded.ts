import type { IncomingHttpHeaders } from 'node:http';
import type { AnswerBody } from './answer-body.ts';
import type { Wanted } from './candidates.ts';
import type { Provider } from './provider.ts';

/** A request for a provider, as its caller made it. */
export interface UpstreamRequest extends Wanted {
  readonly method: string;
  /** With its query; at the upstream's base address, whose version is never doubled. */
  readonly path: string;
  /** The caller's. Those that providers read are passed on. */
  readonly headers: IncomingHttpHeaders;
  readonly body?: Buffer | undefined;
  /** Ends everything at once: the caller is gone. */
  readonly signal: AbortSignal;
  /** The trace that the provider may continue, where `telemetry.trace_upstream` lets it know. */
  readonly traceparent?: string | undefined;
  /**
   * Told, before the request fails, that an upstream may have begun it and did not answer. Errors of upstreams say it
   * themselves (`sent`); the reason of the signal does not.
   */
  readonly onBegun?: (() => void) | undefined;
  /** Another limit than `proxy.total_seconds`; the shorter one counts. */
  readonly deadlineMs?: number | undefined;
}

/** What an upstream answered, whatever its status. */
export interface UpstreamAnswer {
  readonly status: number;
  /** Those that may go back. */
  readonly headers: Readonly<Record<string, string>>;
  /** Unpacked. Ends with an `UpstreamError`, or the reason of the signal, where it does not come whole. */
  readonly body: AnswerBody;
  readonly upstream: string;
  readonly provider: Provider | undefined;
  readonly attempts: number;
}
