import type { Attributes, Histogram, Span, SpanStatusCode } from '@opentelemetry/api';
import type { Finish, Usage } from '@safeai/protocols';
import type { GuardReport } from '../guard/guarded-call.ts';
import { API_TYPES, OPERATIONS, SECONDS, TOKENS, providerName } from './conventions.ts';
import type { CallEnd, CallTelemetry, ToldCall } from './gateway-telemetry.ts';
import { ModelNames } from './model-names.ts';
import type { OpenTelemetry } from './open-telemetry.ts';
import type { Pipeline } from './pipeline.ts';
import { parentOf, traceparentOf } from './trace-parent.ts';

/** Makes a span and the metrics of each call. */
export class CallRecorder {
  readonly #otel: OpenTelemetry;
  readonly #pipeline: Pipeline;
  readonly #models: ModelNames;
  readonly #metrics: Metrics;

  constructor(otel: OpenTelemetry, pipeline: Pipeline, isHarmless: (name: string) => boolean) {
    this.#otel = otel;
    this.#pipeline = pipeline;
    this.#models = new ModelNames(isHarmless);
    this.#metrics = metricsOf(pipeline);
  }

  call(call: ToldCall): CallTelemetry {
    const { api } = this.#otel;
    const { protocol, reading } = call;
    const operation = OPERATIONS[protocol];
    const model = reading.model === null ? undefined : this.#models.of(reading.model);
    const parent = parentOf(call.traceparent);
    const context =
      parent === undefined
        ? api.ROOT_CONTEXT
        : api.trace.setSpanContext(api.ROOT_CONTEXT, { ...parent, isRemote: true });
    const span = this.#pipeline.tracer.startSpan(
      model === undefined ? operation : `${operation} ${model}`,
      { kind: api.SpanKind.CLIENT, attributes: requestAttributes(call, operation, model) },
      context,
    );
    return new RecordedCall(span, {
      call,
      operation,
      model,
      models: this.#models,
      failed: api.SpanStatusCode.ERROR,
      ...this.#metrics,
    });
  }
}

interface Metrics {
  readonly duration: Histogram;
  readonly firstChunk: Histogram;
  readonly tokens: Histogram;
}

function metricsOf({ meter }: Pipeline): Metrics {
  const seconds = { unit: 's', advice: { explicitBucketBoundaries: SECONDS } };
  return {
    duration: meter.createHistogram('gen_ai.client.operation.duration', {
      ...seconds,
      description: 'GenAI operation duration.',
    }),
    firstChunk: meter.createHistogram('gen_ai.client.operation.time_to_first_chunk', {
      ...seconds,
      description: 'Time to the first chunk of a streamed answer.',
    }),
    tokens: meter.createHistogram('gen_ai.client.token.usage', {
      unit: '{token}',
      advice: { explicitBucketBoundaries: TOKENS },
      description: 'Number of input and output tokens used.',
    }),
  };
}

interface Recorded extends Metrics {
  readonly call: ToldCall;
  readonly operation: string;
  readonly model: string | undefined;
  readonly models: ModelNames;
  /** The status of a span that failed. */
  readonly failed: SpanStatusCode;
}

class RecordedCall implements CallTelemetry {
  readonly traceparent: string;
  readonly #span: Span;
  readonly #recorded: Recorded;
  readonly #startedAt = performance.now();
  #firstByteAt: number | undefined;
  #isEnded = false;

  constructor(span: Span, recorded: Recorded) {
    this.#span = span;
    this.#recorded = recorded;
    this.traceparent = traceparentOf(span.spanContext());
  }

  guarded(direction: 'request' | 'answer', report: GuardReport): void {
    this.#span.addEvent('safeai.guarded', {
      'safeai.direction': direction,
      'safeai.decision.id': report.decisionId,
      'safeai.redactions': report.redactions,
      'safeai.unscanned': report.unscanned,
    });
  }

  firstByte(): void {
    this.#firstByteAt ??= performance.now();
  }

  end(how: CallEnd): void {
    if (this.#isEnded) return;
    this.#isEnded = true;
    const errorType = errorTypeOf(how);
    const answered =
      typeof how.model === 'string' && how.model !== ''
        ? this.#recorded.models.of(how.model)
        : undefined;
    this.#endSpan(how, errorType, answered);
    this.#measure(how, errorType, answered);
  }

  #endSpan(how: CallEnd, errorType: string | undefined, answered: string | undefined): void {
    const span = this.#span;
    span.setAttributes(
      defined({
        'gen_ai.provider.name': providerName(this.#recorded.call.protocol, how.provider),
        'gen_ai.response.model': answered,
        'gen_ai.response.finish_reasons': finishReasons(how.finish),
        'gen_ai.response.time_to_first_chunk': this.#firstChunkSeconds(),
        'http.response.status_code': how.status,
        'error.type': errorType,
        'safeai.upstream': how.upstream,
        'safeai.action': how.action,
        ...usageAttributes(how.usage),
      }),
    );
    if (errorType !== undefined) span.setStatus({ code: this.#recorded.failed });
    span.end();
  }

  #measure(how: CallEnd, errorType: string | undefined, answered: string | undefined): void {
    const { call, operation, model, models, duration, firstChunk, tokens } = this.#recorded;
    const served = errorType === undefined && how.upstream !== undefined;
    const common = defined({
      'gen_ai.operation.name': operation,
      'gen_ai.provider.name': providerName(call.protocol, how.provider),
      'gen_ai.request.model': model === undefined ? undefined : models.label(model, served),
      'gen_ai.response.model': answered === undefined ? undefined : models.label(answered, served),
    });
    const seconds = (performance.now() - this.#startedAt) / 1000;
    duration.record(seconds, defined({ ...common, 'error.type': errorType }));
    const toFirst = this.#firstChunkSeconds();
    if (toFirst !== undefined) firstChunk.record(toFirst, common);
    for (const [type, count] of [
      ['input', how.usage?.inputTokens],
      ['output', how.usage?.outputTokens],
    ] as const) {
      if (typeof count === 'number') tokens.record(count, { ...common, 'gen_ai.token.type': type });
    }
  }

  /** Of streams alone. */
  #firstChunkSeconds(): number | undefined {
    if (this.#firstByteAt === undefined || !this.#recorded.call.reading.stream) return undefined;
    return (this.#firstByteAt - this.#startedAt) / 1000;
  }
}

function requestAttributes(
  { protocol, reading }: ToldCall,
  operation: string,
  model: string | undefined,
): Attributes {
  return defined({
    'gen_ai.operation.name': operation,
    'gen_ai.provider.name': providerName(protocol),
    'gen_ai.request.model': model,
    'gen_ai.request.max_tokens': reading.maxOutputTokens ?? undefined,
    'gen_ai.request.choice.count': reading.choices === 1 ? undefined : reading.choices,
    'gen_ai.request.stream': reading.stream ? true : undefined,
    'openai.api.type': API_TYPES[protocol],
  });
}

function usageAttributes(usage: Usage | null | undefined): Attributes {
  if (usage === null || usage === undefined) return {};
  const written = [usage.cacheWriteTokens, usage.cacheWriteHourTokens].filter(
    (count) => count !== null,
  );
  return {
    'gen_ai.usage.input_tokens': usage.inputTokens ?? undefined,
    'gen_ai.usage.output_tokens': usage.outputTokens ?? undefined,
    'gen_ai.usage.cache_read.input_tokens': usage.cachedInputTokens ?? undefined,
    'gen_ai.usage.cache_creation.input_tokens':
      written.length === 0 ? undefined : written.reduce((sum, count) => sum + count, 0),
    'gen_ai.usage.reasoning.output_tokens': usage.reasoningTokens ?? undefined,
    'gen_ai.usage.audio.input_tokens': usage.audioInputTokens ?? undefined,
    'gen_ai.usage.audio.output_tokens': usage.audioOutputTokens ?? undefined,
  };
}

/** Our code, else the status of what the provider refused. */
function errorTypeOf({ errorCode, status }: CallEnd): string | undefined {
  if (errorCode !== undefined) return errorCode;
  return status !== undefined && status >= 400 ? String(status) : undefined;
}

/** Words of a provider's; what is not like one is not told. */
const REASON = /^[A-Za-z_]{1,40}$/;
const MAX_REASONS = 16;

function finishReasons(finish: readonly Finish[] | undefined): string[] | undefined {
  if (finish === undefined || finish.length === 0) return undefined;
  return finish.slice(0, MAX_REASONS).map(({ reason }) => (REASON.test(reason) ? reason : 'other'));
}

/** Without what is not known. */
function defined(attributes: Attributes): Attributes {
  return Object.fromEntries(Object.entries(attributes).filter(([, value]) => value !== undefined));
}
