import {
  jsonOf,
  parametersOf,
  WithheldError,
  type GuardedAgent,
  type Verdict,
} from '@safeai/adapter-kit';
import type { Decision, JsonValue } from '@safeai/core';
import { BaseCallbackHandler } from '@langchain/core/callbacks/base';
import type { DocumentInterface } from '@langchain/core/documents';
import type { Serialized } from '@langchain/core/load/serializable';
import { AIMessage, ToolMessage, type BaseMessage } from '@langchain/core/messages';
import type { LLMResult } from '@langchain/core/outputs';
import { guardAnswer } from './answer.ts';
import { guardHistory } from './history.ts';
import { agentIn } from './session.ts';
import { answerOf } from './tool-message.ts';
import { unchangeable } from './unchangeable.ts';

/** Most calls that are remembered until they end. */
const MOST_CALLS = 1000;

/**
 * Guards what has callbacks alone. A callback can change nothing: what would be redacted stops the run too, with a
 * `WithheldError`; tokens that are streamed have been seen when an answer is judged. The last resort: `safeaiMiddleware`,
 * `guardModel`, `guardRunnable` and `guardTool` redact, and tell the model why a call is not made.
 *
 * @example
 * await chain.invoke(question, { callbacks: [new SafeAICallbackHandler(agent)] });
 */
export class SafeAICallbackHandler extends BaseCallbackHandler {
  override readonly name = 'SafeAICallbackHandler';
  /** Without it LangChain logs what a callback throws, and goes on. */
  override raiseError = true;
  /** Nothing goes on before there is a decision. */
  override awaitHandlers = true;
  readonly #agent: GuardedAgent;
  readonly #calls = new Map<string, { toolName: string; decision: Decision | null }>();

  constructor(agent: GuardedAgent) {
    super();
    this.#agent = agent;
  }

  override async handleChatModelStart(
    _model: Serialized,
    messages: BaseMessage[][],
    _runId: string,
    _parentRunId?: string,
    _extra?: Record<string, unknown>,
    _tags?: string[],
    metadata?: Record<string, unknown>,
  ): Promise<void> {
    const agent = agentIn(this.#agent, { configurable: metadata });
    for (const history of messages) {
      const { changed, withheld } = await guardHistory(agent, history);
      if (withheld !== null) throw new WithheldError(withheld);
      if (changed.length > 0) throw new WithheldError(unchangeable(null));
    }
  }

  override async handleLLMStart(_model: Serialized, prompts: string[]): Promise<void> {
    unchanged(await this.#agent.input(prompts));
  }

  override async handleLLMEnd({ generations }: LLMResult): Promise<void> {
    for (const generation of generations.flat()) {
      const message = 'message' in generation ? generation.message : undefined;
      if (!AIMessage.isInstance(message)) {
        unchanged(await this.#agent.answer(generation.text));
        continue;
      }
      const guarded = await guardAnswer(this.#agent, message, () => true);
      if (guarded.withheld !== null) throw new WithheldError(guarded.withheld);
      if (guarded.message !== message) throw new WithheldError(unchangeable(null));
    }
  }

  override async handleToolStart(
    tool: Serialized,
    input: unknown,
    runId: string,
    _parentRunId?: string,
    _tags?: string[],
    metadata?: Record<string, unknown>,
    runName?: string,
    toolCallId?: string,
  ): Promise<void> {
    const toolName = runName ?? tool.name ?? tool.id.at(-1) ?? 'tool';
    const agent = agentIn(this.#agent, { configurable: metadata });
    const parameters = parametersOf(parsed(input)) ?? {};
    const verdict = await agent.toolCall({ toolName, parameters, toolCallId });
    if (verdict.kind === 'pending') throw new WithheldError(verdict);
    if (verdict.kind === 'go') this.#remember(runId, { toolName, decision: verdict.decision });
    if (verdict.kind === 'go' && verdict.isChanged) {
      await this.handleToolError(new Error('The call is not made.'), runId);
    }
    unchanged(verdict);
  }

  override async handleToolEnd(output: unknown, runId: string): Promise<void> {
    const { toolName, decision } = this.#forget(runId);
    const response = ToolMessage.isInstance(output) ? answerOf(output) : (jsonOf(output) ?? null);
    const verdict = await this.#agent.toolResult({ toolName, response, decision });
    if (verdict.kind === 'withheld') await this.#agent.report(decision, 'succeeded');
    unchanged(verdict);
  }

  override async handleToolError(_error: Error, runId: string): Promise<void> {
    await this.#agent.report(this.#forget(runId).decision, 'failed');
  }

  override async handleRetrieverEnd(documents: DocumentInterface[]): Promise<void> {
    const contents = documents.map(({ pageContent, metadata }): JsonValue => {
      return { pageContent, metadata: jsonOf(metadata) ?? null };
    });
    unchanged(await this.#agent.input(contents));
  }

  #remember(runId: string, call: { toolName: string; decision: Decision | null }): void {
    this.#calls.set(runId, call);
    for (const oldest of this.#calls.keys()) {
      if (this.#calls.size <= MOST_CALLS) break;
      this.#calls.delete(oldest);
    }
  }

  #forget(runId: string): { toolName: string; decision: Decision | null } {
    const call = this.#calls.get(runId) ?? { toolName: 'tool', decision: null };
    this.#calls.delete(runId);
    return call;
  }
}

/** @throws WithheldError for what does not go on, and for what does not go on as it is */
function unchanged(verdict: Verdict<unknown>): void {
  if (verdict.kind === 'withheld') throw new WithheldError(verdict);
  if (verdict.isChanged) throw new WithheldError(unchangeable(verdict.decision));
}

/** Tools tell callbacks their arguments, as JSON where they are no text. */
function parsed(input: unknown): unknown {
  if (typeof input !== 'string') return input;
  try {
    return JSON.parse(input) as unknown;
  } catch {
    return input;
  }
}
