import {
  GuardOutageError,
  parametersOf,
  runTool,
  WithheldError,
  type CallVerdict,
  type GuardedAgent,
  type Pending,
  type Withheld,
} from '@safeai/adapter-kit';
import type { JsonObject } from '@safeai/core';
import type { Tool, ToolSet } from 'ai';
import { runsOf, type AgentRuns, type MadeCall } from './agent-runs.ts';

/**
 * The same tools, each under guard: parameters and answers are judged, how a call ended is on record. A call that waits for a
 * person pauses the run, as `needsApproval` does; once it is approved with SafeAI, go on with the SDK's own approval. What a
 * tool answers is given on as JSON, preliminary results not at all.
 *
 * Tools that the provider runs, and those without `execute`, stay as they are: `safeaiMiddleware` records their calls.
 *
 * @example
 * const agent = new GuardedAgent({ guard: new SafeAI(), agentId: 'support' });
 * const tools = guardTools({ search }, agent);
 */
export function guardTools<Tools extends ToolSet>(tools: Tools, agent: GuardedAgent): Tools {
  const guarded = Object.entries(tools).map(([name, tool]) => [
    name,
    guardedTool(agent, name, tool as unknown as AnyTool),
  ]);
  return Object.fromEntries(guarded) as Tools;
}

/** What of a tool matters here. */
interface AnyTool {
  readonly needsApproval?: boolean | NeedsApproval;
  readonly execute?: (input: unknown, options: ExecuteOptions) => unknown;
}
type NeedsApproval = Exclude<Tool<unknown>['needsApproval'], boolean | undefined>;
type ExecuteOptions = Parameters<NonNullable<Tool<unknown, unknown>['execute']>>[1];

function guardedTool(agent: GuardedAgent, toolName: string, tool: AnyTool): AnyTool {
  const { execute, needsApproval } = tool;
  if (execute === undefined) return tool;
  const runs = runsOf(agent);
  runs.guarded.add(toolName);
  return {
    ...tool,
    async needsApproval(input, options) {
      const { toolCallId, messages } = options;
      // The SDK asks again before it runs what a person let pass: that is judged where it runs.
      if (isResumed(messages, toolCallId)) return true;
      const isOwn =
        typeof needsApproval === 'function' ? await needsApproval(input, options) : needsApproval;
      if (isOwn === true) return true;
      const call = { toolName, toolCallId, input };
      const verdict = await judge(agent, call);
      if (verdict.kind === 'pending') return true;
      await runs.keepVerdict(call, verdict);
      return false;
    },
    async execute(input, options) {
      const { toolCallId, abortSignal } = options;
      const run = (judged: unknown): unknown => last(execute(judged, options));
      try {
        return await runJudged(agent, runs, { toolName, toolCallId, input }, run, abortSignal);
      } catch (error) {
        if (error instanceof GuardOutageError) runs.keepOutage(toolCallId, error);
        throw error;
      }
    },
  };
}

async function runJudged(
  agent: GuardedAgent,
  runs: AgentRuns,
  call: MadeCall,
  run: (judged: unknown) => unknown,
  signal: AbortSignal | undefined,
): Promise<unknown> {
  const verdict = (await runs.takeVerdict(call)) ?? (await judge(agent, call, signal));
  if (verdict.kind !== 'go') return textOf(agent, verdict);
  const { input, toolName } = call;
  const isObject = typeof input === 'object' && input !== null && !Array.isArray(input);
  const judged = isObject ? verdict.value : verdict.value.input;
  const ran = await runTool(agent, toolName, verdict, () => run(judged), signal);
  return ran.kind === 'go' ? ran.value : textOf(agent, ran);
}

function judge(
  agent: GuardedAgent,
  { toolName, toolCallId, input }: MadeCall,
  signal?: AbortSignal,
): Promise<CallVerdict<JsonObject>> {
  const parameters = parametersOf(input);
  if (parameters === undefined) throw new TypeError('What a tool is called with is no JSON.');
  return agent.toolCall({ toolName, parameters, toolCallId, signal });
}

function textOf(agent: GuardedAgent, verdict: Withheld | Pending): string {
  if (agent.options.onBlock === 'throw') throw new WithheldError(verdict);
  return verdict.text;
}

/** Whether the messages hold the SDK's own request to approve this call. */
function isResumed(
  messages: readonly { readonly content: unknown }[],
  toolCallId: string,
): boolean {
  return messages.some(
    ({ content }) =>
      Array.isArray(content) &&
      (content as readonly { readonly type?: unknown; readonly toolCallId?: unknown }[]).some(
        (part) => part.type === 'tool-approval-request' && part.toolCallId === toolCallId,
      ),
  );
}

/** What a tool gives at last. */
async function last(answered: unknown): Promise<unknown> {
  const value = await answered;
  if (typeof value !== 'object' || value === null || !(Symbol.asyncIterator in value)) return value;
  let final: unknown;
  for await (const one of value as AsyncIterable<unknown>) final = one;
  return final;
}
