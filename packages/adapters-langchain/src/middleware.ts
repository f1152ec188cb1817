import { WithheldError, type GuardedAgent } from '@safeai/adapter-kit';
import { AIMessage } from '@langchain/core/messages';
import type { AgentMiddleware } from 'langchain';
import { WITHHELD } from './chunks.ts';
import { guardedModel } from './guarded-model.ts';
import { guardHistory } from './history.ts';
import { agentIn } from './session.ts';
import { runCall } from './tool-run.ts';

/** How the middleware guards. */
export interface MiddlewareOptions {
  /**
   * A call that waits for a person pauses the run, as LangGraph's `interrupt` does: it needs a checkpointer. What the run is
   * resumed with decides nothing. If absent, the model is told that the call waits.
   */
  readonly interrupt?: boolean;
}

/** By what LangChain knows a middleware. */
const MIDDLEWARE = Symbol.for('AgentMiddleware');

type Hooks = Required<AgentMiddleware>;

/**
 * Guards an agent of `createAgent`: what goes into the model, each tool call, what tools answer, and what is said, streams
 * too. What is withheld of a conversation is replaced in its history, so that it is not sent again. Put it last, so that it
 * sees what other middleware makes.
 *
 * @example
 * const agent = new GuardedAgent({ guard: new SafeAI(), agentId: 'support' });
 * createAgent({ model, tools, middleware: [safeaiMiddleware(agent)] });
 */
export function safeaiMiddleware(
  agent: GuardedAgent,
  { interrupt = false }: MiddlewareOptions = {},
): AgentMiddleware {
  const middleware: AgentMiddleware = {
    name: 'SafeAI',
    beforeModel: {
      canJumpTo: ['end'],
      async hook({ messages }, runtime) {
        const history = await guardHistory(agentIn(agent, runtime), messages);
        const { withheld } = history;
        if (withheld === null) {
          return history.changed.length === 0 ? undefined : { messages: [...history.changed] };
        }
        if (agent.options.onBlock === 'throw') throw new WithheldError(withheld);
        const said = new AIMessage({ content: withheld.text, response_metadata: { ...WITHHELD } });
        return { messages: [...history.changed, said], jumpTo: 'end' };
      },
    },
    wrapModelCall: (request, handler) => {
      const tools = new Set(request.tools.map(({ name }) => name));
      const model = guardedModel(request.model, {
        agent: agentIn(agent, request.runtime),
        isTool: (name) => tools.has(name),
      });
      return handler({ ...request, model: model as typeof request.model });
    },
    wrapToolCall: (request, handler) => {
      const { toolCall, runtime } = request;
      const how = { interrupt, signal: runtime.signal };
      return runCall(agentIn(agent, runtime), toolCall, how, async (args) =>
        handler({ ...request, toolCall: { ...toolCall, args } }),
      );
    },
  } satisfies Partial<Hooks>;
  return Object.assign(middleware, { [MIDDLEWARE]: true });
}
