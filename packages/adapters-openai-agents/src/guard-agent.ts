import type { GuardedAgent } from '@safeai/adapter-kit';
import { getHandoff, Handoff, type Agent, type Model, type ModelProvider } from '@openai/agents';
import { inputGuardrail, outputGuardrail } from './guardrails.ts';
import { guardModel } from './guard-model.ts';
import { guardTools } from './guard-tools.ts';
import { NamedModel } from './named-model.ts';

/** What an agent is guarded with beside the guard. */
export interface GuardAgentParts {
  /** Of models that the agent names; the SDK's default if absent. One that is named at a `Runner` is not seen. */
  readonly modelProvider?: ModelProvider;
}

/**
 * The same agent under guard, with all that it hands over to: its model, its tools, those of its MCP servers, and its answers.
 * The one that is given stays as it is. Events of the new one reach its listeners too.
 *
 * @example
 * const guarded = new GuardedAgent({ guard: new SafeAI(), agentId: 'support' });
 * const result = await run(guardAgent(agent, guarded), 'Who is in charge?');
 */
export function guardAgent<Any extends AnyAgent>(
  openAIAgent: Any,
  agent: GuardedAgent,
  parts: GuardAgentParts = {},
): Any {
  return guardedAgent(openAIAgent, agent, parts, new Map()) as Any;
}

/** Agents differ in their context and in what they answer; a guard does not. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- the SDK's own word for any agent
type AnyAgent = Agent<any, any>;

function guardedAgent(
  given: AnyAgent,
  agent: GuardedAgent,
  parts: GuardAgentParts,
  known: Map<AnyAgent, AnyAgent>,
): AnyAgent {
  const before = known.get(given);
  if (before !== undefined) return before;
  const isText = given.outputType === 'text';
  const isTripping = agent.options.onBlock === 'throw' || !isText;
  const guarded = given.clone({
    handoffs: [],
    inputGuardrails: [...(isTripping ? [inputGuardrail(agent)] : []), ...given.inputGuardrails],
    outputGuardrails: [...given.outputGuardrails, outputGuardrail(agent)],
  });
  known.set(given, guarded);
  if (given.hasExplicitToolConfig()) guarded.tools = guardTools(given.tools, agent);
  guarded.getMcpTools = async (...args) =>
    guardTools(await given.getMcpTools(...args), agent) as never;
  guarded.model = guardModel(modelOf(given.model, parts), agent, isText);
  guarded.handoffs = given.handoffs.map((to) => {
    if (!(to instanceof Handoff)) return guardedAgent(to, agent, parts, known);
    return getHandoff(to).clone({ agent: guardedAgent(to.agent, agent, parts, known) });
  });
  for (const event of EVENTS) {
    guarded.on(event, (...args: unknown[]) => given.emit(event, ...(args as never)));
  }
  return guarded;
}

const EVENTS = [
  'agent_start',
  'agent_end',
  'agent_handoff',
  'agent_tool_start',
  'agent_tool_end',
] as const;

/** The model that an agent has or names. */
function modelOf(model: string | Model, { modelProvider }: GuardAgentParts): Model {
  return typeof model === 'string' ? new NamedModel(model, modelProvider) : model;
}
