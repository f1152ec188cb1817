import type { GuardedAgent } from '@safeai/adapter-kit';
import { WithheldError, type Withheld } from '@safeai/adapter-kit';
import type { CallbackManagerForLLMRun } from '@langchain/core/callbacks/manager';
import {
  BaseChatModel,
  type BaseChatModelCallOptions,
  type BindToolsInput,
} from '@langchain/core/language_models/chat_models';
import { AIMessage, type AIMessageChunk, type BaseMessage } from '@langchain/core/messages';
import { ChatGenerationChunk, type ChatResult } from '@langchain/core/outputs';
import { RunnableBinding, RunnableSequence, type Runnable } from '@langchain/core/runnables';
import { guardChunks } from './answer-chunks.ts';
import { guardAnswer } from './answer.ts';
import { WITHHELD, withheldChunk } from './chunks.ts';
import { guardHistory } from './history.ts';

/** What a model is guarded with. */
export interface ModelGuard {
  readonly agent: GuardedAgent;
  /** Whether a call that the model makes is one of a tool; else its arguments are part of the answer. */
  readonly isTool: (name: string) => boolean;
}

/**
 * A chat model under guard: what goes into it is judged, and what comes out of it, whole or in pieces. What may not go in is
 * answered with why, and the model is not asked. Calls of tools are judged where they run.
 *
 * @throws TypeError for what is no chat model, nor one with bound options or in a sequence
 * @example
 * const model = guardModel(new ChatOpenAI({ model: 'gpt-5' }), agent);
 */
export function guardModel<Model extends object>(model: Model, agent: GuardedAgent): Model {
  return guardedModel(model, { agent, isTool: () => true }) as Model;
}

/** @throws TypeError see {@link guardModel} */
export function guardedModel(model: unknown, guard: ModelGuard): unknown {
  if (isChatModel(model)) return new GuardedChatModel(model, guard);
  if (RunnableBinding.isRunnableBinding(model)) {
    const { bound, config, configFactories } = model;
    return new RunnableBinding({
      bound: guardedModel(bound, guard) as Runnable,
      config,
      // eslint-disable-next-line @typescript-eslint/no-deprecated -- models bind their tools so
      ...('kwargs' in model ? { kwargs: model.kwargs } : {}),
      ...(configFactories === undefined ? {} : { configFactories }),
    });
  }
  if (RunnableSequence.isRunnableSequence(model)) {
    const { steps } = model;
    const at = steps.findIndex(
      (step) => isChatModel(step) || RunnableBinding.isRunnableBinding(step),
    );
    if (at >= 0) {
      const guarded = guardedModel(steps[at], guard) as Runnable;
      return RunnableSequence.from([
        ...steps.slice(0, at),
        guarded,
        ...steps.slice(at + 1),
      ] as never);
    }
  }
  throw new TypeError(
    'SafeAI can guard a chat model, one with bound options, or a sequence with one.',
  );
}

function isChatModel(model: unknown): model is BaseChatModel {
  return typeof model === 'object' && model !== null && '_streamResponseChunks' in model;
}

/** Asks another model, and stands between it and everybody. */
class GuardedChatModel extends BaseChatModel {
  /** Not there yet where the base class asks for the type. */
  private readonly asked: BaseChatModel | undefined;
  readonly #guard: ModelGuard;

  constructor(model: BaseChatModel, guard: ModelGuard) {
    super({});
    this.asked = model;
    this.#guard = guard;
  }

  /** What the model can do: agents choose the way of structured answers by it. */
  override get profile() {
    return this.#model.profile;
  }

  override _llmType(): string {
    return this.asked?._llmType() ?? 'guarded';
  }

  override getName(suffix?: string): string {
    return this.#model.getName(suffix);
  }

  override getLsParams(options: this['ParsedCallOptions']) {
    return this.#model.getLsParams(options);
  }

  override bindTools(
    tools: BindToolsInput[],
    options?: Partial<BaseChatModelCallOptions>,
  ): ReturnType<NonNullable<BaseChatModel['bindTools']>> {
    if (this.#model.bindTools === undefined) {
      throw new TypeError('The model cannot call tools: it has no bindTools.');
    }
    const bound = this.#model.bindTools(tools, options);
    return guardedModel(bound, this.#guard) as ReturnType<NonNullable<BaseChatModel['bindTools']>>;
  }

  override async _generate(
    messages: BaseMessage[],
    options: this['ParsedCallOptions'],
  ): Promise<ChatResult> {
    const { agent, isTool } = this.#guard;
    const history = await guardHistory(agent, messages);
    if (history.withheld !== null) return this.#instead(history.withheld);
    const message = await this.#model.invoke([...history.messages], alone(options));
    const guarded = await guardAnswer(agent, message, isTool);
    return guarded.withheld === null
      ? { generations: [{ text: guarded.message.text, message: guarded.message }] }
      : this.#instead(guarded.withheld);
  }

  override async *_streamResponseChunks(
    messages: BaseMessage[],
    options: this['ParsedCallOptions'],
    runManager?: CallbackManagerForLLMRun,
  ): AsyncGenerator<ChatGenerationChunk> {
    for await (const message of this.#chunks(messages, options)) {
      const chunk = new ChatGenerationChunk({ message, text: message.text });
      yield chunk;
      const at = { prompt: 0, completion: 0 };
      await runManager?.handleLLMNewToken(message.text, at, undefined, undefined, undefined, {
        chunk,
      });
    }
  }

  async *#chunks(
    messages: BaseMessage[],
    options: this['ParsedCallOptions'],
  ): AsyncGenerator<AIMessageChunk> {
    const { agent, isTool } = this.#guard;
    const history = await guardHistory(agent, messages);
    if (history.withheld !== null) {
      this.#mayThrow(history.withheld);
      yield withheldChunk(history.withheld);
      return;
    }
    yield* guardChunks(
      agent,
      await this.#model.stream([...history.messages], alone(options)),
      isTool,
    );
  }

  #instead(withheld: Withheld): ChatResult {
    this.#mayThrow(withheld);
    const { text } = withheld;
    const message = new AIMessage({ content: text, response_metadata: { ...WITHHELD } });
    return { generations: [{ text, message }] };
  }

  get #model(): BaseChatModel {
    if (this.asked === undefined) throw new TypeError('There is no model.');
    return this.asked;
  }

  /** @throws WithheldError where the options ask for it */
  #mayThrow(withheld: Withheld): void {
    if (this.#guard.agent.options.onBlock === 'throw') throw new WithheldError(withheld);
  }
}

/** Callbacks hear this model, not the one that it asks: nothing that was not judged goes past it. */
function alone<Options extends object>(options: Options): Options & { callbacks: [] } {
  return { ...options, callbacks: [] };
}
