import {
  isGuardOutage,
  parametersOf,
  runTool,
  WithheldError,
  type GuardedAgent,
  type GoOn,
  type Pending,
  type Withheld,
} from '@safeai/adapter-kit';
import type { JsonObject, JsonValue } from '@safeai/core';
import { ToolMessage } from '@langchain/core/messages';
import { isCommand, toolMessagesOf, withToolMessages } from './command.ts';
import { answerOf, toldInstead, withAnswer } from './tool-message.ts';

/** A call as LangChain makes it. */
export interface MadeCall {
  readonly name: string;
  readonly args: unknown;
  readonly id?: string | undefined;
}

/** How a call is guarded. */
export interface RunHow {
  /** Pauses the run of a graph while a person decides. */
  readonly interrupt?: boolean | undefined;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Judges a call, runs it with what is left of its arguments, and judges what it answered: the message of the tool, or a
 * command with messages. A call that is not run, and an answer that is withheld, are a message of status `error`.
 */
export async function runCall<Answer>(
  agent: GuardedAgent,
  call: MadeCall,
  how: RunHow,
  run: (args: JsonObject) => Promise<Answer>,
): Promise<Answer | ToolMessage> {
  const verdict = await judge(agent, call, how);
  if (verdict.kind !== 'go') return told(agent, call, verdict);
  let answer: Answer | undefined;
  let thrown: unknown;
  try {
    const ran = await runTool(
      agent,
      call.name,
      verdict,
      async () => {
        try {
          answer = await run(verdict.value);
        } catch (error) {
          thrown = error;
          throw error;
        }
        return saidBy(answer);
      },
      how.signal,
    );
    if (ran.kind !== 'go') return told(agent, call, ran);
    return ran.isChanged ? (withSaid(answer, ran.value) as Answer) : (answer as Answer);
  } catch (error) {
    if (isGuardOutage(error)) throw error;
    // A pause of the tool's own, or a jump to another graph, is no failure.
    if (isBubbleUp(thrown)) throw thrown;
    if (!isMistake(thrown)) throw error;
    // The model can mend arguments that do not fit: LangChain tells it what fails here.
    return toldInstead(call, error instanceof Error ? error.message : String(error));
  }
}

async function judge(
  agent: GuardedAgent,
  { name, args, id }: MadeCall,
  { interrupt: isInterrupting = false, signal }: RunHow,
): Promise<GoOn<JsonObject> | Withheld | Pending> {
  const parameters = parametersOf(args);
  if (parameters === undefined) throw new TypeError('What a tool is called with is no JSON.');
  const asked = { toolName: name, parameters, toolCallId: id, signal };
  const verdict = await agent.toolCall(asked);
  if (verdict.kind !== 'pending' || !isInterrupting) return verdict;
  const { interrupt } = await import('@langchain/langgraph');
  const { approvalRequestId, decision } = verdict;
  // What the run is resumed with decides nothing: the guard is asked again.
  interrupt({
    type: 'safeai_approval',
    approvalRequestId,
    toolName: name,
    reason: decision.reason,
  });
  return agent.toolCall(asked);
}

function told(agent: GuardedAgent, call: MadeCall, verdict: Withheld | Pending): ToolMessage {
  if (agent.options.onBlock === 'throw') throw new WithheldError(verdict);
  return toldInstead(call, verdict.text);
}

/** What of an answer is judged: a message's content, those of a command's messages, or the answer itself. */
function saidBy(answer: unknown): unknown {
  if (ToolMessage.isInstance(answer)) return answerOf(answer);
  if (!isCommand(answer)) return answer;
  const said = toolMessagesOf(answer).map(answerOf);
  return said.length === 1 ? said[0] : said;
}

function withSaid(answer: unknown, said: JsonValue): unknown {
  if (ToolMessage.isInstance(answer)) return withAnswer(answer, said);
  if (!isCommand(answer)) return said;
  const messages = toolMessagesOf(answer);
  const values = messages.length === 1 ? [said] : (said as readonly JsonValue[]);
  return withToolMessages(answer, (message, index) => withAnswer(message, values[index] ?? null));
}

/** LangGraph's own way out of a tool. */
function isBubbleUp(error: unknown): boolean {
  return typeof error === 'object' && error !== null && 'is_bubble_up' in error;
}

/** Arguments that do not fit the tool's schema. */
function isMistake(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  return '~brand' in error && error['~brand'] === 'ToolInvocationError';
}
