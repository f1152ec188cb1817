import type { Meter, Tracer } from '@opentelemetry/api';
import type { SecretValue } from '@safeai/config';
import type { Logger } from 'winston';
import { StartError } from '../../lifecycle/listen.ts';
import { VERSION } from '../../version.ts';
import type { OpenTelemetry } from './open-telemetry.ts';

/** Where telemetry goes, and under which name. */
export interface PipelineOptions {
  /** Without the paths of the signals. */
  readonly endpoint: string;
  readonly headers: Readonly<Record<string, SecretValue>>;
  readonly secretOf: (value: SecretValue) => string | undefined;
  /** Told that the endpoint refused what a secret stands for. */
  readonly refused?: (value: SecretValue, used: string) => Promise<boolean>;
  readonly serviceName: string;
  /** Share of the traces that begin here which is kept, from 0 to 1. */
  readonly sampleRatio: number;
  readonly log: Pick<Logger, 'warn' | 'info'>;
}

/** What spans and metrics are made with. */
export interface Pipeline {
  readonly tracer: Tracer;
  readonly meter: Meter;
  close(): Promise<void>;
}

/** Spans that wait to be sent; further ones are dropped. */
const MAX_SPANS = 2048;
const SPANS_AT_ONCE = 512;
/** Requests to the endpoint at once: at the end the whole queue is, beside what is under way. */
const MAX_SENDING = 8;
const SPANS_EVERY_MS = 5000;
const METRICS_EVERY_MS = 60_000;
/** Of one request to the endpoint, its repeats included. */
const SEND_MS = 5000;
const CLOSE_MS = 5000;
/** Characters of an attribute. */
const MAX_TEXT = 256;
/** Sets of attributes of one metric; further ones count as one. */
const MAX_SERIES = 2000;

/**
 * OpenTelemetry's own SDK, sending by OTLP over HTTP as JSON. Nothing is registered for the process: a program that
 * has a tracer of its own keeps it. Nothing is told of the machine.
 *
 * @throws StartError where a header has no value
 */
export function openPipeline(otel: OpenTelemetry, options: PipelineOptions): Pipeline {
  const { TracerProvider, BatchSpanProcessor, ParentBasedSampler, TraceIdRatioBasedSampler } =
    otel.trace;
  const { MeterProvider, PeriodicExportingMetricReader } = otel.metrics;
  // Asked for with each export: a secret that was rotated needs no restart.
  let sent = resolved(options);
  const headers = (): Promise<Record<string, string>> => {
    sent = { ...sent, ...present(options) };
    return Promise.resolve(sent);
  };
  const told = new Outages(options.log, () => {
    for (const [name, value] of Object.entries(options.headers)) {
      void options.refused?.(value, sent[name] ?? '');
    }
  });
  const exporting = (
    signal: string,
  ): { url: string; headers: () => Promise<Record<string, string>> } => ({
    url: signalUrl(options.endpoint, signal),
    headers,
  });
  const bounds = { timeoutMillis: SEND_MS, concurrencyLimit: MAX_SENDING };
  const resource = otel.resources.resourceFromAttributes({
    'service.name': options.serviceName,
    'service.version': VERSION,
  });
  const spans = new BatchSpanProcessor({
    exporter: told.watch(
      new otel.traceExport.OTLPTraceExporter({ ...exporting('traces'), ...bounds }),
    ),
    maxQueueSize: MAX_SPANS,
    maxExportBatchSize: SPANS_AT_ONCE,
    scheduledDelayMillis: SPANS_EVERY_MS,
    exportTimeoutMillis: SEND_MS,
  });
  const tracing = new TracerProvider({
    resource,
    sampler: new ParentBasedSampler({ root: new TraceIdRatioBasedSampler(options.sampleRatio) }),
    spanLimits: { attributeValueLengthLimit: MAX_TEXT },
    spanProcessors: [spans],
  });
  const reader = new PeriodicExportingMetricReader({
    exporter: told.watch(
      new otel.metricExport.OTLPMetricExporter({ ...exporting('metrics'), ...bounds }),
    ),
    exportIntervalMillis: METRICS_EVERY_MS,
    exportTimeoutMillis: SEND_MS,
    cardinalityLimits: { default: MAX_SERIES },
  });
  const metering = new MeterProvider({ resource, readers: [reader] });
  let closing: Promise<void> | undefined;
  return {
    tracer: tracing.getTracer('@safeai/proxy', VERSION),
    meter: metering.getMeter('@safeai/proxy', VERSION),
    close: () =>
      (closing ??= within(CLOSE_MS, Promise.allSettled([tracing.shutdown(), metering.shutdown()]))),
  };
}

/** The address of a signal: its path is put behind whatever path the endpoint has. */
function signalUrl(endpoint: string, signal: string): string {
  const url = new URL(endpoint);
  url.pathname = `${url.pathname.replace(/\/+$/, '')}/v1/${signal}`;
  return url.href;
}

/** @throws StartError where a header has no value */
function resolved(options: PipelineOptions): Record<string, string> {
  const found = present(options);
  const missing = Object.keys(options.headers).find((name) => found[name] === undefined);
  if (missing === undefined) return found;
  throw new StartError(`telemetry.otlp_headers.${missing} refers to a secret that has no value.`);
}

/** The headers that have a value now. */
function present({ headers, secretOf }: PipelineOptions): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) => {
      const text = secretOf(value);
      return text === undefined ? [] : [[name, text] as const];
    }),
  );
}

async function within(ms: number, work: Promise<unknown>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise((resolve) => {
    timer = setTimeout(resolve, ms);
  });
  await Promise.race([work, late]);
  clearTimeout(timer);
}

/** What an exporter is told when it has sent, or not. */
interface Sent {
  readonly code: number;
  readonly error?: Error;
}

/** What both of the SDK's exporters are. */
interface Exporter<T> {
  export(items: T, done: (sent: Sent) => void): void;
}

/** Says once that the endpoint does not take anything, and once that it does again. */
class Outages {
  readonly #log: Pick<Logger, 'warn' | 'info'>;
  readonly #onRefusal: () => void;
  #isOut = false;

  /** @param onRefusal told that the endpoint does not take the credentials */
  constructor(log: Pick<Logger, 'warn' | 'info'>, onRefusal: () => void) {
    this.#log = log;
    this.#onRefusal = onRefusal;
  }

  watch<T, E extends Exporter<T>>(exporter: E & Exporter<T>): E {
    const send = (items: T, done: (sent: Sent) => void): void => {
      whole(items, (sent) => {
        this.#tell(sent);
        done(sent);
      });
    };
    const whole = exporter.export.bind(exporter);
    exporter.export = send;
    return exporter;
  }

  #tell({ code, error }: Sent): void {
    const isOut = code !== 0;
    const status = Number((error as { code?: string | number } | undefined)?.code);
    if (status === 401 || status === 403) this.#onRefusal();
    if (isOut === this.#isOut) return;
    this.#isOut = isOut;
    if (!isOut) {
      this.#log.info('telemetry is exported again');
      return;
    }
    // Not its message: that holds what the endpoint answered.
    const reason = (error as { code?: string | number } | undefined)?.code;
    this.#log.warn('telemetry cannot be exported; what waits is dropped once the queue is full', {
      reason,
    });
  }
}
