import { SafeAIError } from '@safeai/core';
import {
  protocolFor,
  readJson,
  SseReader,
  type Protocol,
  type RequestReading,
  type SseEvent,
  type StreamReader,
  type StreamStep,
} from '@safeai/protocols';
import type { GuardedAgent } from '../guarded-agent.ts';
import type { AnswerFlow } from '../answer-flow.ts';
import { cannotBeJudged, GuardOutageError } from '../outage.ts';
import { unjudged } from '../texts.ts';
import { passing } from '../passing.ts';
import { WithheldError, type Pending, type Withheld } from '../verdict.ts';
import { guardAnswer } from './answer.ts';
import { MadeCalls } from './made-calls.ts';
import { guardRequest } from './request.ts';
import {
  again,
  bytesOf,
  errorResponse,
  JSON_TYPE,
  refused,
  type ResponseBody,
} from './responses.ts';
import { UnchangeableError } from './heard-stream.ts';
import { LiveAnswer } from './live-answer.ts';
import { guardSteps } from './stream.ts';

/** `fetch`, as far as clients of providers use it. */
export type Fetch = (input: string | URL | Request, init?: RequestInit) => Promise<Response>;

/** What a guarded `fetch` is made of. */
export interface GuardedFetchOptions {
  /** What makes the calls; the global `fetch` if absent. */
  readonly fetch?: Fetch | undefined;
  /**
   * Calls whose format is not known (files, images, batches) are refused (if absent), or made unguarded and on no record.
   */
  readonly unknownCalls?: 'refuse' | 'pass';
}

/**
 * A `fetch` for a provider's client: what goes up and what comes down is judged, whole and as streams, and tool calls at the action
 * boundary. A stream is held until it is whole, but for mode `audit`.
 *
 * What is withheld is an answer of the model's that says so, with the provider's own finish reason (`content_filter`, `refusal`),
 * or status 403 where the agent's `onBlock` is `throw`. Without a decision it is status 503, once: clients do not retry it.
 */
export function guardedFetch(agent: GuardedAgent, options: GuardedFetchOptions = {}): Fetch {
  const calls = new MadeCalls();
  return async (input, init) => {
    const fetchAnswer = options.fetch ?? fetch;
    const given = input instanceof Request ? input : undefined;
    const { pathname, search } = new URL(input instanceof Request ? input.url : input);
    const method = (init?.method ?? given?.method ?? 'GET').toUpperCase();
    const protocol = protocolFor(method, pathname);
    if (protocol === undefined) {
      // A request made of these would take the body from them.
      if (options.unknownCalls === 'pass') return fetchAnswer(input, init);
      return refused(method, pathname);
    }
    const request = new Request(input, init);
    const exchange = { agent, calls, protocol, signal: init?.signal ?? request.signal };
    return new Exchange(exchange).run(request, pathname + search, (body) => {
      const headers = new Headers(request.headers);
      headers.delete('content-length');
      const signal = init?.signal ?? null;
      return fetchAnswer(request.url, {
        ...init,
        method,
        headers,
        signal,
        ...(body !== '' && { body }),
      });
    });
  };
}

interface ExchangeParts {
  readonly agent: GuardedAgent;
  readonly calls: MadeCalls;
  readonly protocol: Protocol;
  readonly signal: AbortSignal;
}

/** One call of a provider. */
class Exchange {
  readonly #parts: ExchangeParts;
  #reading: RequestReading | undefined;

  constructor(parts: ExchangeParts) {
    this.#parts = parts;
  }

  async run(
    request: Request,
    path: string,
    send: (body: string) => Promise<Response>,
  ): Promise<Response> {
    const { agent, calls, protocol } = this.#parts;
    try {
      const written = await request.text();
      const body = written === '' ? { text: '', value: {} } : readJson(written);
      this.#reading = protocol.readRequest(body.value, path);
      const { model } = this.#reading;
      const known = model === null ? agent : agent.with({ model });
      const verdict = await guardRequest(known, calls, body, this.#reading);
      if (verdict.kind === 'withheld') return this.#withheld(verdict);
      const answer = await send(written === '' ? '' : verdict.value);
      return await this.#answered(known, answer);
    } catch (error) {
      return this.#failed(error);
    }
  }

  async #answered(agent: GuardedAgent, answer: Response): Promise<Response> {
    const { calls, protocol, signal } = this.#parts;
    const type = answer.headers.get('content-type') ?? '';
    if (answer.body === null) return answer;
    if (/^text\/event-stream\b/i.test(type)) return this.#streamed(agent, answer, answer.body);
    if (!/[/+]json\b/i.test(type)) return this.#unread(answer);
    const body = readJson(await bytesOf(answer));
    const verdict = await guardAnswer(agent, calls, protocol, body, signal);
    return verdict.kind === 'go' ? again(answer, verdict.value) : this.#withheld(verdict);
  }

  async #streamed(
    agent: GuardedAgent,
    answer: Response,
    source: ReadableStream<Uint8Array>,
  ): Promise<Response> {
    const flow = await agent.openAnswer();
    if (flow.mode !== 'buffer') return this.#live(agent, flow, answer, source);
    await flow.end({ aborted: true });
    const bytes = await bytesOf(answer);
    const verdict = await this.#judgeStream(agent, bytes);
    return verdict.kind === 'go' ? again(answer, verdict.value) : this.#withheld(verdict);
  }

  #judgeStream(agent: GuardedAgent, bytes: Uint8Array) {
    const { calls, signal } = this.#parts;
    const reader = this.#openStream();
    const events = new SseReader();
    const steps: StreamStep[] = [];
    for (const event of [...events.push(bytes), ...events.end()]) {
      // The stream was cut off within it, and most clients drop it.
      if (event.complete) steps.push(reader.read(event));
    }
    return guardSteps(agent, calls, reader, steps, signal);
  }

  /** Texts go on as they come. */
  #live(
    agent: GuardedAgent,
    flow: AnswerFlow,
    answer: Response,
    source: ReadableStream<Uint8Array>,
  ): Response {
    const { calls: made, signal } = this.#parts;
    const reader = this.#openStream();
    const events = new SseReader();
    const live = new LiveAnswer({ agent, made, flow, reader, signal });
    const end = async (): Promise<Uint8Array[]> => {
      const pieces = await live.end();
      const { withheld } = live;
      if (withheld === null) return pieces;
      if (agent.options.onBlock === 'throw') throw new WithheldError(withheld);
      return [reader.endBlocked(withheld.text)];
    };
    const takeAll = async (said: readonly SseEvent[]): Promise<Uint8Array[]> => {
      const pieces: Uint8Array[] = [];
      for (const event of said) {
        // The stream was cut off within it, and most clients drop it.
        if (!event.complete) continue;
        const step = reader.read(event);
        pieces.push(...(await live.take(step)));
        if (step.terminal || live.withheld !== null) pieces.push(...(await end()));
      }
      return pieces.filter(({ length }) => length > 0);
    };
    const body = passing<Uint8Array, Uint8Array>(source, {
      take: (piece) => takeAll(events.push(piece)),
      end: async () => [...(await takeAll(events.end())), ...(await end())],
      cutOff: () => live.cutOff(),
    });
    return again(answer, body);
  }

  /** A body that is neither JSON nor events: an error of something before the provider, without what it says. */
  async #unread(answer: Response): Promise<Response> {
    await answer.body?.cancel();
    const { status } = answer;
    const message = `The provider answered with status ${String(status)}, in a form that cannot be looked into.`;
    return this.#error(answer.ok ? 502 : status, 'upstream_error', message, !answer.ok);
  }

  #openStream(): StreamReader {
    const { protocol } = this.#parts;
    const model = this.#reading?.model ?? null;
    return protocol.openStream({
      id: 'safeai',
      created: Math.floor(Date.now() / 1000),
      ...(model !== null && { model }),
    });
  }

  /** An answer in the place of the model's. */
  #withheld(verdict: Withheld | Pending): Response {
    const { agent, protocol } = this.#parts;
    const message = verdict.text;
    if (agent.options.onBlock === 'throw' || !SPEAKING.has(protocol.id)) {
      const code = verdict.kind === 'pending' ? 'safeai_pending_approval' : 'safeai_blocked';
      return this.#error(403, code, message);
    }
    if (this.#reading?.stream === true) {
      const bytes = this.#openStream().endBlocked(message);
      return new Response(bytes as ResponseBody, {
        headers: { 'content-type': 'text/event-stream; charset=utf-8' },
      });
    }
    const body = protocol.blockedAnswer({
      id: `safeai-${verdict.decision?.decisionId ?? 'withheld'}`,
      model: this.#reading?.model ?? '',
      created: Math.floor(Date.now() / 1000),
      message,
    });
    return new Response(body, { headers: JSON_TYPE });
  }

  #failed(error: unknown): Response {
    if (error instanceof GuardOutageError) return this.#error(503, error.code, error.message);
    if (cannotBeJudged(error) || error instanceof UnchangeableError) {
      return this.#withheld({
        kind: 'withheld',
        text: unjudged('the content', false),
        decision: null,
      });
    }
    if (SafeAIError.isInstance(error)) return this.#error(error.status, error.code, error.message);
    throw error;
  }

  #error(status: number, code: string, message: string, isRetried = false): Response {
    const body = this.#parts.protocol.error({ status, code, message });
    return errorResponse(body, { status, code, isRetried });
  }
}

/** Formats in whose answers a model speaks. */
const SPEAKING: ReadonlySet<string> = new Set([
  'openai.chat',
  'openai.completions',
  'openai.responses',
  'anthropic.messages',
]);
