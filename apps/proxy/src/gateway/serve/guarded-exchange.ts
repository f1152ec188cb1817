import { type Decision, SafeAIError, type Usage } from '@safeai/core';
import type { Finish, ReadBody } from '@safeai/protocols';
import { continueTrace } from '../../edge/trace.ts';
import { guardAnswer } from '../guard/answer-guard.ts';
import type { GuardedCall, GuardReport } from '../guard/guarded-call.ts';
import { Refusal } from '../guard/refusal.ts';
import { guardRequest } from '../guard/request-guard.ts';
import { openGuardedStream } from '../guard/stream/guarded-stream.ts';
import type { CallSpend, SettledCost } from '../spend/call-spend.ts';
import type { CallTelemetry } from '../telemetry/gateway-telemetry.ts';
import type { UpstreamAnswer } from '../upstreams/forwarded.ts';
import type { Provider } from '../upstreams/provider.ts';
import { UpstreamError } from '../upstreams/upstream-error.ts';
import { bytesOf, isEventStream, isJson, readAnswer, unreadable } from './answer-bytes.ts';
import { answerHeaders, sourceHeaders } from './answer-headers.ts';
import type { AnswerSink } from './answer-sink.ts';
import { drainRest } from './drain-rest.ts';
import { giveStream } from './give-stream.ts';
import { wantedBy, type ExchangeServices, type ReadRequest } from './read-call.ts';
import { isCallerGone } from './running-calls.ts';
import { spendOf } from './spend-of.ts';
import { strictest } from './strictest.ts';

/** What was told of an answer, as far as it came. */
interface Told {
  status?: number;
  provider?: Provider | undefined;
  model?: string | null;
  usage?: Usage | null;
  finish?: readonly Finish[];
}

const NO_BODY = { text: '{}', value: {} };
const NO_REPORT: GuardReport = { decisionId: '', redactions: 0, unscanned: 0 };

/**
 * One call to a provider, from the request that was read to the answer that is given: guarded, paid for, forwarded,
 * guarded again. What it sets aside it settles, and what it opens it ends, whatever happens.
 */
export class GuardedExchange {
  readonly #request: ReadRequest;
  readonly #services: ExchangeServices;
  readonly #sink: AnswerSink;
  #spend: CallSpend | undefined;
  #asked: GuardReport = NO_REPORT;
  #cost: SettledCost | undefined;
  #upstream: string | undefined;
  #refusal: Refusal | undefined;
  #failure: Error | undefined;
  /** Whether a stream came to its end. */
  #isWhole = false;
  #telemetry: CallTelemetry | undefined;
  readonly #told: Told = {};

  constructor(request: ReadRequest, services: ExchangeServices, sink: AnswerSink) {
    this.#request = request;
    this.#services = services;
    this.#sink = sink;
  }

  /** The upstream that answered, or failed. */
  get upstream(): string | undefined {
    return this.#upstream;
  }

  /** A block in the middle of a stream, which its reader was told in the stream. */
  get refusal(): Refusal | undefined {
    return this.#refusal;
  }

  /** What went wrong in the middle of a stream, which its reader was told in the stream. */
  get failure(): Error | undefined {
    return this.#failure;
  }

  /** On the request, the answer and the tools in them, as far as they are taken and stand. */
  get decisions(): readonly Decision[] {
    return this.#request.call.decisions.all;
  }

  /** Of an answer that is not given out: whose it was, and what it cost as far as that is known. */
  get reached(): Record<string, string> {
    if (this.#told.status === undefined || this.#upstream === undefined) return {};
    return sourceHeaders(this.#upstream, this.#cost);
  }

  /**
   * Makes the call, and gives its answer to the sink.
   *
   * @throws what went wrong before anything was given; later, the answer says it
   */
  async run(): Promise<void> {
    const { call, reading, headers } = this.#request;
    this.#telemetry = this.#services.telemetry?.call({
      ...{ protocol: call.protocol.id, reading },
      traceparent: headers.traceparent,
    });
    try {
      await this.#run();
    } catch (error) {
      this.#tell(error);
      throw error;
    }
    this.#tell(this.#refusal ?? this.#failure);
  }

  #tell(error: unknown): void {
    if (this.#telemetry === undefined) return;
    const { gone } = this.#request;
    const isGone = isCallerGone(gone);
    const refused = error instanceof Refusal ? [error.decision] : [];
    this.#telemetry.end({
      ...this.#told,
      ...(error !== undefined && { errorCode: isGone ? 'client_gone' : codeOf(error) }),
      ...(SafeAIError.isInstance(error) && !this.#sink.begun && { status: error.status }),
      upstream: this.#upstream,
      action: strictest([...this.decisions, ...refused])?.action,
    });
  }

  async #run(): Promise<void> {
    const { call, body, reading, path, headers } = this.#request;
    const around = { path, headers: this.#services.upstreams.freeHeaders(headers) };
    const guarded = await guardRequest(call, body ?? NO_BODY, reading, around);
    this.#asked = guarded.report;
    this.#took('request', guarded.report);
    const sent = this.#withUsage(guarded.text);
    this.#spend = await spendOf(this.#request, this.#services, sent);
    try {
      await this.#forward(sent);
    } catch (error) {
      // What was not sent is released already.
      const cost = await this.#spend?.settleAtMost();
      if (this.#told.status !== undefined && this.#told.status < 400) this.#cost ??= cost;
      throw error;
    }
  }

  /** The body as it goes up: the bytes that came, where nothing was changed. */
  #withUsage(text: string): Buffer | undefined {
    const { body, reading, call } = this.#request;
    if (body === undefined) return undefined;
    if (reading.stream && !reading.streamUsage) {
      // What was replaced must not come back with what is written anew.
      const value = text === body.text ? body.value : (JSON.parse(text) as ReadBody['value']);
      return Buffer.from(call.protocol.withStreamUsage(text, value));
    }
    return text === body.text ? body.bytes : Buffer.from(text);
  }

  async #forward(body: Buffer | undefined): Promise<void> {
    const { method, path, headers, gone } = this.#request;
    const { upstreams } = this.#services;
    const metrics = this.#services.metrics.gateway;
    const begun = performance.now();
    const wanted = wantedBy(this.#request);
    let answer: UpstreamAnswer;
    const sending = { isBegun: false };
    try {
      answer = await upstreams.forward({
        onBegun: () => {
          sending.isBegun = true;
        },
        method,
        path,
        headers,
        body,
        signal: gone,
        traceparent: this.#telemetry?.traceparent ?? continueTrace(headers.traceparent),
        upstream: wanted.upstream,
        model: wanted.model,
        provider: wanted.provider,
      });
    } catch (error) {
      if (error instanceof UpstreamError) {
        this.#upstream = error.upstream;
        metrics.retries(error.upstream, error.attempts);
      }
      if (!sending.isBegun) await this.#spend?.release();
      throw error;
    }
    this.#upstream = answer.upstream;
    this.#told.status = answer.status;
    this.#told.provider = answer.provider;
    metrics.retries(answer.upstream, answer.attempts);
    metrics.firstByte(answer.upstream, performance.now() - begun);
    try {
      await this.#give(answer);
    } finally {
      // Read to its end, the connection can be used again; the caller need not wait for that.
      void (this.#isWhole ? drainRest(answer.body) : answer.body.return());
      metrics.answered(answer.upstream, performance.now() - begun);
    }
  }

  #give(answer: UpstreamAnswer): Promise<void> {
    const { method, reading } = this.#request;
    const isWell = answer.status < 300;
    if (method === 'HEAD') return this.#giveHead(answer);
    if (isWell && reading.stream) {
      const isArray = reading.framing === 'json-array';
      if (isArray ? isJson(answer) : isEventStream(answer)) return this.#giveStream(answer);
      throw unreadable(answer, 'no stream, which was asked for');
    }
    if (!isJson(answer)) throw unreadable(answer, 'what is not JSON');
    return this.#giveWhole(answer);
  }

  #giveHead(answer: UpstreamAnswer): Promise<void> {
    this.#sink.send(answer.status, this.#headers(answer, NO_REPORT, undefined), null);
    return Promise.resolve();
  }

  async #giveWhole(answer: UpstreamAnswer): Promise<void> {
    const { call, jsonDepth } = this.#request;
    const bytes = await bytesOf(answer.body);
    const body = readAnswer(bytes, answer, jsonDepth);
    // Errors of providers are not charged.
    if (answer.status >= 400) await this.#spend?.release();
    try {
      const { text, report, reading } = await guardAnswer(call, body);
      this.#took('answer', report);
      this.#told.model = reading.model;
      this.#told.usage = reading.usage;
      this.#told.finish = reading.finish;
      const cost = await this.#settle(answer, reading.usage);
      const given = text === body.text ? bytes : text;
      this.#sink.send(answer.status, this.#headers(answer, report, cost), given);
    } catch (error) {
      await this.#settle(answer, usageOf(call, body));
      throw error;
    }
  }

  #took(direction: 'request' | 'answer', report: GuardReport): void {
    this.#telemetry?.guarded(direction, report);
  }

  async #settle({ status }: UpstreamAnswer, usage: Usage | null): Promise<SettledCost | undefined> {
    if (status < 400) this.#cost = await this.#spend?.settle(usage);
    return this.#cost;
  }

  async #giveStream(answer: UpstreamAnswer): Promise<void> {
    const { call, reading, gone } = this.#request;
    const stream = await openGuardedStream(call, {
      ...(reading.framing === undefined ? {} : { framing: reading.framing }),
      usageAsked: reading.streamUsage,
      ...(reading.model === null ? {} : { model: reading.model }),
      id: this.#asked.decisionId,
      created: Math.floor(Date.now() / 1000),
    });
    let failure: unknown;
    try {
      failure = await giveStream(answer, stream, {
        sink: this.#sink,
        gone,
        headers: () => this.#headers(answer, stream.report, undefined),
        onPiece: () => this.#telemetry?.firstByte(),
      });
    } finally {
      this.#told.usage = stream.usage;
      this.#told.finish = stream.finish;
    }
    this.#refusal = stream.refusal;
    this.#took('answer', stream.report);
    this.#note(failure);
    this.#isWhole = stream.refusal === undefined && failure === undefined;
    await (this.#isWhole ? this.#spend?.settle(stream.usage) : this.#spend?.settleAtMost());
    this.#sink.end();
  }

  /** Keeps what was said in the stream. */
  #note(error: unknown): void {
    if (error === undefined) return;
    this.#failure = error instanceof Error ? error : new Error('The stream failed.');
  }

  #headers(
    answer: UpstreamAnswer,
    answered: GuardReport,
    cost: SettledCost | undefined,
  ): Record<string, string> {
    const reports = { asked: this.#asked, answered, cost };
    return answerHeaders(this.#request.answerHeaders, answer, reports);
  }
}

/** The code of what went wrong. */
export function codeOf(error: unknown): string {
  return SafeAIError.isInstance(error) ? error.code : 'internal_error';
}

/** What an answer that is withheld used all the same. */
function usageOf({ protocol }: GuardedCall, { value }: ReadBody): Usage | null {
  try {
    return protocol.readAnswer(value).usage;
  } catch {
    return null;
  }
}
