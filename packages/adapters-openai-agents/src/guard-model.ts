import { WithheldError, type GuardedAgent, type Withheld } from '@safeai/adapter-kit';
import {
  Usage,
  type AssistantMessageItem,
  type Model,
  type ModelRequest,
  type ModelResponse,
} from '@openai/agents';
import { runsOf } from './agent-runs.ts';
import { guardRequest } from './model-input.ts';
import { guardOutput } from './model-output.ts';
import { guardStream, streamOf } from './streamed.ts';

/**
 * The same model, under guard: what goes into it and what comes out of it, whole or as a stream. What may not go in is answered
 * with why, and the model is not asked; with `onBlock: 'throw'`, a `WithheldError` is thrown.
 *
 * @param isText whether what is withheld can be answered with a text: false for answers that have a form
 */
export function guardModel(model: Model, agent: GuardedAgent, isText = true): Model {
  return new GuardedModel(model, agent, isText);
}

class GuardedModel implements Model {
  readonly supportsPromptModelSelection: boolean;
  readonly #model: Model;
  readonly #agent: GuardedAgent;
  readonly #isText: boolean;

  constructor(model: Model, agent: GuardedAgent, isText: boolean) {
    this.#model = model;
    this.#agent = agent;
    this.#isText = isText;
    this.supportsPromptModelSelection = model.supportsPromptModelSelection ?? false;
  }

  async getResponse(request: ModelRequest): Promise<ModelResponse> {
    const agent = this.#agent;
    const guarded = await guardRequest(agent, request);
    if (guarded.withheld !== null) return this.#refused(guarded.withheld);
    // The provider's answer as it came stays here.
    const { providerData: _, ...response } = await this.#model.getResponse(guarded.request);
    const answered = await guardOutput(agent, runsOf(agent), response.output);
    if (answered.withheld === null) return { ...response, output: answered.output };
    return { ...response, output: this.#inPlace(answered.withheld) };
  }

  async *getStreamedResponse(request: ModelRequest): ReturnType<Model['getStreamedResponse']> {
    const agent = this.#agent;
    const inPlace = (why: Withheld): AssistantMessageItem[] => this.#inPlace(why);
    const guarded = await guardRequest(agent, request);
    if (guarded.withheld !== null) {
      yield* streamOf(guarded.withheld, inPlace(guarded.withheld));
      return;
    }
    const stream = this.#model.getStreamedResponse(guarded.request);
    yield* guardStream(agent, runsOf(agent), stream, inPlace);
  }

  getRetryAdvice(
    args: Parameters<NonNullable<Model['getRetryAdvice']>>[0],
  ): ReturnType<NonNullable<Model['getRetryAdvice']>> {
    return this.#model.getRetryAdvice?.(args);
  }

  #refused(why: Withheld): ModelResponse {
    return { usage: new Usage(), output: this.#inPlace(why) };
  }

  /** @throws WithheldError where no text may take its place */
  #inPlace(why: Withheld): AssistantMessageItem[] {
    if (this.#agent.options.onBlock === 'throw' || !this.#isText) throw new WithheldError(why);
    runsOf(this.#agent).keepAnswer(why.text);
    return [
      {
        type: 'message',
        role: 'assistant',
        status: 'completed',
        content: [{ type: 'output_text', text: why.text }],
      },
    ];
  }
}
