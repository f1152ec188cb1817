import type { ForwardedResult } from '@safeai/api';
import {
  SafeAIError,
  type Decision,
  type JsonValue,
  type RequestContext,
  type ScanInputResult,
} from '@safeai/core';
import { readJson } from '@safeai/protocols';
import { Refusal } from '../guard/refusal.ts';
import { surroundingsFound, surroundingsText } from '../guard/surroundings.ts';
import { openSpend, type CallSpend } from '../spend/call-spend.ts';
import type { UpstreamAnswer } from '../upstreams/forwarded.ts';
import { ofAnswer } from '../guard/guarded-call.ts';
import { bytesOf, isEventStream, isJson, readJsonAnswer, unreadable } from './answer-bytes.ts';
import type { Target } from './forward-target.ts';
import type { ForwarderOptions, ForwardingCaller } from './forwarder.ts';
import { strictest } from './strictest.ts';

const TEXT = /^text\//i;

/** What a request is decided under. */
interface Circumstances {
  readonly context: RequestContext;
  readonly caller: ForwardingCaller;
}

/** One call in a format that nobody here knows: what goes up is scanned as input, what comes back is guarded as output. */
export class GenericExchange {
  readonly #target: Target;
  readonly #circumstances: Circumstances;
  readonly #options: ForwarderOptions;
  readonly #decisions: Decision[] = [];
  #upstream: string | undefined;

  constructor(target: Target, circumstances: Circumstances, options: ForwarderOptions) {
    this.#target = target;
    this.#circumstances = circumstances;
    this.#options = options;
  }

  /** The upstream that answered. */
  get upstream(): string | undefined {
    return this.#upstream;
  }

  /** @throws Refusal; as {@link Forwarder.forward} */
  async run(): Promise<ForwardedResult> {
    const body = await this.#scanned();
    const spend = await this.#openSpend(body);
    try {
      return await this.#forward(body, spend);
    } catch (error) {
      // What was not sent is released already.
      await spend?.settleAtMost();
      throw error;
    }
  }

  /** What goes up. The path and the headers are content too: a query can say anything. */
  async #scanned(): Promise<string | undefined> {
    const { path, headers, text, isJson: asJson } = this.#target;
    const { context, caller } = this.#circumstances;
    const { upstreams, runtime } = this.#options;
    const { boundary } = runtime;
    const around = { path, headers: upstreams.freeHeaders(headers) };
    const beside = surroundingsText(boundary.detection, around, false);
    const value = text === undefined || !asJson ? (text ?? null) : this.#json(text);
    const result = await boundary.scanStructured(
      { ...context, payload: { path: beside, body: value } },
      caller.call,
    );
    this.#took('input', result);
    const { decision } = result;
    const sent = result.filtered as { path: string | null; body: JsonValue } | null;
    if (sent === null) throw new Refusal(decision);
    if (sent.path !== beside) throw surroundingsFound();
    if (text === undefined) return undefined;
    if (sent.body === value) return text;
    return typeof sent.body === 'string' && !asJson ? sent.body : JSON.stringify(sent.body);
  }

  #json(text: string): JsonValue {
    const { jsonDepth, forwardJsonLeaves } = this.#options.runtime.config.limits;
    return readJson(text, { jsonDepth, jsonLeaves: forwardJsonLeaves }).value;
  }

  async #openSpend(body: string | undefined): Promise<CallSpend | undefined> {
    if (body === undefined) return undefined;
    const { principal, tenant, call } = this.#circumstances.caller;
    const { runtime, upstreams } = this.#options;
    const { upstream, text, isJson: asJson } = this.#target;
    const named =
      asJson && text !== undefined ? (this.#json(text) as { model?: unknown } | null) : null;
    const model = typeof named?.model === 'string' ? named.model : null;
    return openSpend(runtime.cost, {
      principal,
      requestId: call.requestId,
      tenantId: tenant,
      agentId: this.#circumstances.context.agentId ?? null,
      model,
      provider: upstreams.vendorFor({ upstream, model: model ?? undefined }),
      inputBytes: Buffer.byteLength(body),
      maxOutputTokens: null,
      choices: 1,
    });
  }

  async #forward(body: string | undefined, spend: CallSpend | undefined): Promise<ForwardedResult> {
    const { method, path, headers, upstream } = this.#target;
    const { caller } = this.#circumstances;
    const sending = { isBegun: false };
    const answer = await this.#options.upstreams
      .forward({
        ...{ method, path, headers, upstream },
        body: body === undefined ? undefined : Buffer.from(body),
        signal: caller.gone,
        onBegun: () => {
          sending.isBegun = true;
        },
      })
      .catch(async (error: unknown) => {
        if (!sending.isBegun) await spend?.release();
        throw error;
      });
    this.#upstream = answer.upstream;
    const given = await this.#guarded(answer);
    await (answer.status >= 400 ? spend?.release() : spend?.settle(null));
    const decision = strictest(this.#decisions);
    if (decision === undefined) throw new Error('The call was made without a decision.');
    return { status: answer.status, headers: answer.headers, decision, body: given };
  }

  async #guarded(answer: UpstreamAnswer): Promise<JsonValue> {
    const bytes = await bytesOf(answer.body);
    if (bytes.length === 0) return null;
    const { boundary, config } = this.#options.runtime;
    const { context, caller } = this.#circumstances;
    const type = answer.headers['content-type'];
    if (type !== undefined && isJson(answer)) {
      const { value } = readJsonAnswer(bytes, answer, config.limits.jsonDepth);
      const result = await boundary.guardStructured(
        { ...ofAnswer(context), payload: value },
        caller.call,
      );
      this.#took('output', result);
      return passed(result, result.fallback ?? result.filtered, value === null);
    }
    if (type !== undefined && !TEXT.test(type) && !isEventStream(answer)) {
      throw new SafeAIError(
        'unscanned_content',
        `The upstream "${answer.upstream}" answered with what is neither text nor JSON, and nobody can look into.`,
      );
    }
    const result = await boundary.guardOutput(
      { ...ofAnswer(context), text: textOf(bytes, answer) },
      caller.call,
    );
    this.#took('output', result);
    return passed(result, result.safeOutput, false);
  }

  #took(
    boundary: 'input' | 'output',
    result: Pick<ScanInputResult, 'decision' | 'detections'>,
  ): void {
    this.#decisions.push(result.decision);
    this.#options.metrics.decision(boundary, this.#circumstances.caller.tenant, result);
  }
}

/** What goes on of an answer. @throws Refusal where nothing does */
function passed(
  { decision }: { readonly decision: Decision },
  value: JsonValue,
  mayBeNull: boolean,
): JsonValue {
  if (value === null && !mayBeNull) throw new Refusal(decision);
  return value;
}

const utf8 = new TextDecoder('utf-8', { fatal: true });

function textOf(bytes: Buffer, answer: UpstreamAnswer): string {
  try {
    return utf8.decode(bytes);
  } catch {
    throw unreadable(answer, 'a text that is not UTF-8');
  }
}
