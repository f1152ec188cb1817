import {
  GuardOutageError,
  isGuardOutage,
  jsonOf,
  parametersOf,
  runTool,
  textOf,
  WithheldError,
  type CallVerdict,
  type GuardedAgent,
  type GoOn,
  type Pending,
  type Withheld,
} from '@safeai/adapter-kit';
import type { JsonObject } from '@safeai/core';
import {
  defineToolInputGuardrail,
  getCurrentSpan,
  ToolGuardrailFunctionOutputFactory as Behaviour,
  type FunctionTool,
  type RunContext,
  type Tool,
} from '@openai/agents';
import { guardShell } from './guard-shell.ts';
import { runsOf, type AgentRuns, type MadeCall } from './agent-runs.ts';

/**
 * The same tools, each under guard: parameters and answers are judged, how a call ended is on record. A call that waits for a
 * person pauses the run, as `needsApproval` does; once it is approved with SafeAI, go on with the SDK's own approval, which
 * alone lets nothing run. What a tool answers is given on as JSON.
 *
 * Tools that the provider runs, and those for computers and patches, stay as they are: a guarded model records their calls.
 */
export function guardTools<Context>(
  tools: readonly Tool<Context>[],
  agent: GuardedAgent,
): Tool<Context>[] {
  return tools.map((tool) => {
    if (tool.type === 'shell') return guardShell(agent, tool);
    return tool.type === 'function' ? guardedTool(agent, tool) : tool;
  });
}

type AnyTool<Context> = Extract<Tool<Context>, { type: 'function' }>;
type Details = Parameters<FunctionTool['invoke']>[2];

function guardedTool<Context>(agent: GuardedAgent, tool: AnyTool<Context>): AnyTool<Context> {
  const runs = runsOf(agent);
  const { name: toolName } = tool;
  runs.guarded.add(toolName);
  // An agent that is a tool is called again when it goes on after a pause: that is no operation that happens once.
  const isAgent = 'on' in tool;
  const judge = ({ parameters, toolCallId }: MadeCall, signal?: AbortSignal) =>
    agent.toolCall({
      ...{ toolName, parameters, signal },
      ...(isAgent ? {} : { toolCallId }),
    });
  const callOf = (input: unknown, toolCallId: string | undefined): MadeCall => {
    const parameters = parametersOf(input);
    if (parameters === undefined) throw new TypeError('What a tool is called with is no JSON.');
    return { toolName, toolCallId, parameters };
  };
  // Of a tool whose answers have a form, the SDK takes no text from a guardrail.
  const isRejecting = agent.options.onBlock !== 'throw' && tool.outputSchema === undefined;
  const guardrail = defineToolInputGuardrail<Context>({
    name: 'safeai',
    async run({ context, toolCall }) {
      const call = callOf(parsed(toolCall.arguments), toolCall.callId);
      const kept = runs.take(context, call);
      if (kept?.kind === 'paused') return Behaviour.allow();
      try {
        const verdict = kept ?? (await judge(call));
        if (verdict.kind !== 'go' && isRejecting) return Behaviour.rejectContent(verdict.text);
        runs.keep(context, call, verdict);
        return Behaviour.allow();
      } catch (error) {
        if (error instanceof GuardOutageError) return Behaviour.throwException(error);
        throw error;
      }
    },
  });
  return {
    ...tool,
    async needsApproval(context, input, callId) {
      const call = callOf(input, callId);
      // The SDK asks once more before it runs what a person let pass: that is judged where it runs.
      const isOwn = await tool.needsApproval(context, input, callId);
      const verdict = isOwn ? undefined : await judge(call);
      const isPaused = verdict === undefined || verdict.kind === 'pending';
      runs.keep(context, call, isPaused ? { kind: 'paused' } : verdict);
      return isPaused;
    },
    async invoke(context, input, details) {
      const call = callOf(parsed(input), details?.toolCall?.callId);
      const verdict = verdictOf(runs, context, call) ?? (await judge(call, details?.signal));
      if (verdict.kind !== 'go') return textInPlace(agent, verdict);
      const text = verdict.isChanged ? argumentsOf(input, verdict.value) : input;
      return run(agent, tool, verdict, context, text, details);
    },
    inputGuardrails: [...(tool.inputGuardrails ?? []), guardrail],
  };
}

function verdictOf(
  runs: AgentRuns,
  context: object,
  call: MadeCall,
): CallVerdict<JsonObject> | undefined {
  const kept = runs.take(context, call);
  return kept?.kind === 'paused' ? undefined : kept;
}

/** Runs it. The SDK makes a text of what a tool throws, and says so in the span of the call alone. */
async function run<Context>(
  agent: GuardedAgent,
  tool: AnyTool<Context>,
  verdict: GoOn<JsonObject>,
  context: RunContext<Context>,
  input: string,
  details: Details,
): Promise<unknown> {
  let failure: Error | undefined;
  const execute = async (): Promise<unknown> => {
    const answered: unknown = await tool.invoke(context, input, details);
    const failed = getCurrentSpan()?.error ?? null;
    if (failed === null) return answered;
    failure = new Error(textOf(jsonOf(answered) ?? null));
    throw failure;
  };
  try {
    const ran = await runTool(agent, tool.name, verdict, execute, details?.signal);
    return ran.kind === 'go' ? ran.value : textInPlace(agent, ran);
  } catch (error) {
    // Its text goes on as an answer, as it was judged.
    const isAnswer = failure !== undefined && !isGuardOutage(error) && error instanceof Error;
    if (isAnswer) return error.message;
    throw error;
  }
}

function textInPlace(agent: GuardedAgent, verdict: Withheld | Pending): string {
  if (agent.options.onBlock === 'throw') throw new WithheldError(verdict);
  return verdict.text;
}

/** What a model wrote, with these parameters; what was no object stood under the name `input`. */
function argumentsOf(before: string, parameters: JsonObject): string {
  const value = parsed(before);
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
    return JSON.stringify(parameters);
  }
  const { input = null } = parameters;
  return value === before ? textOf(input) : JSON.stringify(input);
}

/** What is no JSON is a text. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
}
