import { WithheldError, type GuardedAgent, type Withheld } from '@safeai/adapter-kit';
import type { LanguageModelMiddleware } from 'ai';
import { runsOf, type AgentRuns } from './agent-runs.ts';
import { guardContent, withheldContent } from './generated.ts';
import type { CallParams, StreamPart } from './model-types.ts';
import { guardParams } from './prompt.ts';
import { guardStream } from './streamed.ts';

/**
 * Guards what goes into a model and what comes out of it, whole or as a stream. What may not go in is answered with why, and
 * the model is not asked.
 *
 * @example
 * const model = wrapLanguageModel({ model: openai('gpt-5'), middleware: safeaiMiddleware(agent) });
 */
export function safeaiMiddleware(agent: GuardedAgent): LanguageModelMiddleware {
  const runs = runsOf(agent);
  const isGuarded = (toolName: string): boolean => runs.guarded.has(toolName);
  /** Why a call is not made, by its parameters. */
  const refused = new WeakMap<CallParams, Withheld>();
  return {
    specificationVersion: 'v3',
    async transformParams({ params }) {
      endAfterOutage(runs, params);
      const guarded = await guardParams(agent, params);
      if (guarded.withheld === null) return guarded.params;
      if (agent.options.onBlock === 'throw') throw new WithheldError(guarded.withheld);
      const nothing = { ...params, prompt: [] };
      refused.set(nothing, guarded.withheld);
      return nothing;
    },
    async wrapGenerate({ doGenerate, params }) {
      const withheld = refused.get(params);
      if (withheld !== undefined) {
        return { ...withheldContent(withheld), usage: NO_USAGE, warnings: [] };
      }
      const generated = await doGenerate();
      const guarded = await guardContent(agent, generated.content, isGuarded);
      // The provider's answer as it came.
      const { body: _, ...response } = generated.response ?? {};
      if (guarded.withheld === null) return { ...generated, response, content: guarded.content };
      if (agent.options.onBlock === 'throw') throw new WithheldError(guarded.withheld);
      return { ...generated, response, ...withheldContent(guarded.withheld) };
    },
    async wrapStream({ doStream, params }) {
      const withheld = refused.get(params);
      if (withheld !== undefined) return { stream: streamOf(withheld) };
      const streamed = await doStream();
      return { ...streamed, stream: guardStream(agent, streamed.stream, isGuarded) };
    },
  };
}

/** @throws GuardOutageError of a call that the SDK made an error of a tool out of */
function endAfterOutage(runs: AgentRuns, { prompt }: CallParams): void {
  for (const { role, content } of prompt) {
    if (role !== 'tool') continue;
    for (const part of content) {
      const outage = part.type === 'tool-result' ? runs.outageOf(part.toolCallId) : undefined;
      if (outage !== undefined) throw outage;
    }
  }
}

const NO_USAGE = {
  inputTokens: { total: 0, noCache: 0, cacheRead: 0, cacheWrite: 0 },
  outputTokens: { total: 0, text: 0, reasoning: 0 },
};

function streamOf(withheld: Withheld): ReadableStream<StreamPart> {
  const { finishReason } = withheldContent(withheld);
  return new ReadableStream<StreamPart>({
    start(controller) {
      controller.enqueue({ type: 'stream-start', warnings: [] });
      controller.enqueue({ type: 'text-start', id: 'safeai' });
      controller.enqueue({ type: 'text-delta', id: 'safeai', delta: withheld.text });
      controller.enqueue({ type: 'text-end', id: 'safeai' });
      controller.enqueue({ type: 'finish', finishReason, usage: NO_USAGE });
      controller.close();
    },
  });
}
