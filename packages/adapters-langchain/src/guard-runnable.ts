import { GuardedAgent, jsonOf, WithheldError, type Verdict } from '@safeai/adapter-kit';
import type { JsonValue } from '@safeai/core';
import { AIMessage, AIMessageChunk, BaseMessage } from '@langchain/core/messages';
import { Runnable, type RunnableConfig } from '@langchain/core/runnables';
import { guardChunks } from './answer-chunks.ts';
import { guardAnswer } from './answer.ts';
import { guardHistory } from './history.ts';
import { agentIn } from './session.ts';
import { unchangeable } from './unchangeable.ts';

/**
 * A runnable (a chain, a model, a graph) under guard: what goes into it is judged, and what comes out of it: texts, messages,
 * and lists and objects of them. Streams of texts and of a model's messages go on as the options' mode says; other streams when
 * they are whole. Tools that it calls are guarded by {@link guardTool}.
 *
 * @throws WithheldError from a call, where something may not go in or out
 * @throws GuardOutageError from a call, where there is no decision
 * @example
 * const guarded = guardRunnable(prompt.pipe(model).pipe(new StringOutputParser()), agent);
 * for await (const piece of await guarded.stream({ question })) process.stdout.write(piece);
 */
export function guardRunnable<Input, Output>(
  runnable: Runnable<Input, Output>,
  agent: GuardedAgent,
): Runnable<Input, Output> {
  return new GuardedRunnable(runnable, agent);
}

class GuardedRunnable<Input, Output> extends Runnable<Input, Output> {
  override lc_namespace = ['safeai', 'guarded_runnable'];
  readonly #runnable: Runnable<Input, Output>;
  readonly #agent: GuardedAgent;

  constructor(runnable: Runnable<Input, Output>, agent: GuardedAgent) {
    super();
    this.#runnable = runnable;
    this.#agent = agent;
  }

  override getName(suffix?: string): string {
    return this.#runnable.getName(suffix);
  }

  override async invoke(input: Input, config?: Partial<RunnableConfig>): Promise<Output> {
    const agent = agentIn(this.#agent, config);
    const judged = (await guardInput(agent, input)) as Input;
    return (await guardOutput(agent, await this.#runnable.invoke(judged, config))) as Output;
  }

  override async *_streamIterator(
    input: Input,
    config?: Partial<RunnableConfig>,
  ): AsyncGenerator<Output> {
    const agent = agentIn(this.#agent, config);
    const judged = (await guardInput(agent, input)) as Input;
    yield* guardStream(
      agent,
      await this.#runnable.stream(judged, config),
    ) as AsyncGenerator<Output>;
  }
}

/** @throws WithheldError */
export async function guardInput(agent: GuardedAgent, input: unknown): Promise<unknown> {
  return inAll(input, async (leaf) => {
    if (!BaseMessage.isInstance(leaf)) return valueOf(leaf, agent.input([leaf]));
    const { messages, withheld } = await guardHistory(agent, [leaf]);
    if (withheld !== null) throw new WithheldError(withheld);
    return messages[0];
  });
}

/** @throws WithheldError */
export async function guardOutput(agent: GuardedAgent, output: unknown): Promise<unknown> {
  return inAll(output, async (leaf) => {
    if (!BaseMessage.isInstance(leaf)) return valueOf(leaf, agent.answers([leaf]));
    if (!AIMessage.isInstance(leaf)) {
      const { messages } = await guardHistory(agent, [leaf]);
      return messages[0];
    }
    const guarded = await guardAnswer(agent, leaf, () => true);
    if (guarded.withheld !== null) throw new WithheldError(guarded.withheld);
    return guarded.message;
  });
}

async function valueOf(
  leaf: JsonValue,
  verdict: Promise<Verdict<readonly JsonValue[]>>,
): Promise<unknown> {
  const judged = await verdict;
  if (judged.kind === 'withheld') throw new WithheldError(judged);
  return judged.isChanged ? (judged.value[0] ?? null) : leaf;
}

/**
 * A value with each of its texts and messages as `guard` gives it. What is of a class that is not known stays as it is where
 * nothing in its JSON is changed, and is JSON else.
 */
async function inAll(
  value: unknown,
  guard: (leaf: JsonValue | BaseMessage) => Promise<unknown>,
): Promise<unknown> {
  if (typeof value === 'string') return value === '' ? value : guard(value);
  if (typeof value !== 'object' || value === null) return value;
  if (BaseMessage.isInstance(value)) return guard(value);
  if (Array.isArray(value)) {
    const values: unknown[] = [];
    for (const one of value) values.push(await inAll(one, guard));
    return values;
  }
  if ('toChatMessages' in value && typeof value.toChatMessages === 'function') {
    return inAll((value as { toChatMessages: () => unknown }).toChatMessages(), guard);
  }
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype === Object.prototype || prototype === null) {
    const fields: [string, unknown][] = [];
    for (const [key, one] of Object.entries(value)) fields.push([key, await inAll(one, guard)]);
    return Object.fromEntries(fields);
  }
  const json = jsonOf(value);
  if (json === undefined) throw new TypeError('SafeAI cannot look into a value that has no JSON.');
  const judged = await guard(json);
  return judged === json ? value : judged;
}

/** A stream as it goes on: of texts or of a model's messages by the mode, of others whole. */
async function* guardStream(agent: GuardedAgent, source: AsyncIterable<unknown>): AsyncGenerator {
  const iterator = source[Symbol.asyncIterator]();
  try {
    const first = await iterator.next();
    if (first.done === true) return;
    const all = startingWith(first.value, iterator);
    if (typeof first.value === 'string') yield* guardTexts(agent, all);
    else if (AIMessageChunk.isInstance(first.value)) {
      const throwing = new GuardedAgent({ ...agent.options, onBlock: 'throw' });
      yield* guardChunks(throwing, all as AsyncIterable<AIMessageChunk>, () => true);
    } else yield* guardPieces(agent, all);
  } finally {
    await iterator.return?.();
  }
}

async function* startingWith(first: unknown, rest: AsyncIterator<unknown>): AsyncGenerator {
  yield first;
  for (let next = await rest.next(); next.done !== true; next = await rest.next()) yield next.value;
}

async function* guardTexts(agent: GuardedAgent, source: AsyncIterable<unknown>): AsyncGenerator {
  const flow = await agent.openAnswer();
  try {
    for await (const piece of source) {
      if (typeof piece !== 'string') {
        yield await guardOutput(agent, piece);
        continue;
      }
      const { text, withheld } = await flow.write('text', piece);
      if (text !== '') yield text;
      if (withheld !== null) throw new WithheldError(withheld);
    }
    const { rest, withheld } = await flow.end();
    if (withheld !== null) throw new WithheldError(withheld);
    for (const text of rest.values()) if (text !== '') yield text;
  } finally {
    await flow.end({ aborted: true });
  }
}

/** Pieces that nobody can change a part of: all of them go on, or none. */
async function* guardPieces(agent: GuardedAgent, source: AsyncIterable<unknown>): AsyncGenerator {
  const isHeld = agent.options.mode !== 'audit';
  const pieces: unknown[] = [];
  const joined = new Map<string, string>();
  for await (const piece of source) {
    join(joined, '', jsonOf(piece) ?? null);
    if (isHeld) pieces.push(piece);
    else yield piece;
  }
  const verdict = await agent.answers([...joined.values()]);
  if (!isHeld) return;
  if (verdict.kind === 'withheld') throw new WithheldError(verdict);
  if (verdict.isChanged) throw new WithheldError(unchangeable(verdict.decision));
  yield* pieces;
}

/** A text goes on over the pieces, under the same name. */
function join(joined: Map<string, string>, path: string, value: JsonValue): void {
  if (typeof value === 'string') joined.set(path, (joined.get(path) ?? '') + value);
  else if (typeof value === 'object' && value !== null) {
    for (const [key, one] of Object.entries(value)) join(joined, `${path}/${key}`, one);
  }
}
