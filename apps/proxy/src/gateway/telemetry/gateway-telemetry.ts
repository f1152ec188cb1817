import type { Decision } from '@safeai/core';
import type { Finish, Protocol, RequestReading, Usage } from '@safeai/protocols';
import type { Runtime } from '@safeai/runtime';
import type { Logger } from 'winston';
import type { GuardReport } from '../guard/guarded-call.ts';
import type { Provider } from '../upstreams/provider.ts';
import { CallRecorder } from './call-recorder.ts';
import { loadOpenTelemetry, type OpenTelemetry } from './open-telemetry.ts';
import { openPipeline } from './pipeline.ts';

/** A call to a provider, once its request is read. */
export interface ToldCall {
  readonly protocol: Protocol['id'];
  readonly reading: Pick<RequestReading, 'model' | 'stream' | 'maxOutputTokens' | 'choices'>;
  /** The caller's header. The call is part of the trace that it names. */
  readonly traceparent?: string | string[] | undefined;
}

/** How a call ended. Nothing of its content. */
export interface CallEnd {
  /** Of the answer to the caller; absent where the caller was gone before there was one. */
  readonly status?: number | undefined;
  /** A code of ours, where the call ended with an error or a refusal, in mid-stream too. */
  readonly errorCode?: string | undefined;
  /** The strictest decision on the call. */
  readonly action?: Decision['action'] | undefined;
  /** The model that says it answered. */
  readonly model?: string | null | undefined;
  readonly usage?: Usage | null | undefined;
  readonly finish?: readonly Finish[] | undefined;
  readonly upstream?: string | undefined;
  readonly provider?: Provider | undefined;
}

/** The trace and the metrics of one call. No method throws. */
export interface CallTelemetry {
  /** For the upstream to continue the trace: this call's own span. */
  readonly traceparent: string;
  /** What the guard said of one direction. */
  guarded(direction: 'request' | 'answer', report: GuardReport): void;
  /** The first byte of the upstream's answer is there. What comes after the first time counts nothing. */
  firstByte(): void;
  /** Exactly once; what comes after the first time counts nothing. */
  end(how: CallEnd): void;
}

/** Traces and metrics of calls to providers, by OpenTelemetry's conventions for generative AI. */
export interface GatewayTelemetry {
  call(call: ToldCall): CallTelemetry;
  /** Sends what is not sent yet, for at most five seconds. Never rejects. Idempotent. */
  close(): Promise<void>;
}

/** What {@link gatewayTelemetry} needs of a runtime. */
export type TelemetryRuntime = Pick<Runtime, 'config' | 'secretOf'> & {
  readonly secrets?: Pick<Runtime['secrets'], 'refused'>;
  readonly boundary: { readonly detection: { scan(text: string): readonly unknown[] } };
};

/**
 * The telemetry that the configuration asks for; undefined without `telemetry.otlp_endpoint`. It is that of the start:
 * a reload does not change it. An endpoint that does not answer is logged, and costs no call anything.
 *
 * @param load finds the packages of OpenTelemetry, which are installed by who wants them
 * @throws StartError that says what to install where they are missing, or which header has no value
 */
export function gatewayTelemetry(
  runtime: TelemetryRuntime,
  log: Pick<Logger, 'warn' | 'info'>,
  load: () => OpenTelemetry = loadOpenTelemetry,
): GatewayTelemetry | undefined {
  const { telemetry } = runtime.config;
  if (telemetry.otlpEndpoint === undefined) return undefined;
  const otel = load();
  const pipeline = openPipeline(otel, {
    endpoint: telemetry.otlpEndpoint,
    headers: telemetry.otlpHeaders,
    secretOf: (value) => runtime.secretOf(value),
    refused: (value, used) => runtime.secrets?.refused(value, used) ?? Promise.resolve(false),
    serviceName: telemetry.serviceName,
    sampleRatio: telemetry.traceSampleRatio,
    log,
  });
  const isHarmless = (name: string): boolean => runtime.boundary.detection.scan(name).length === 0;
  const recorder = new CallRecorder(otel, pipeline, isHarmless);
  return {
    call: (call) => recorder.call(call),
    close: () => pipeline.close(),
  };
}
