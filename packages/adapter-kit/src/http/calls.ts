import type { JsonObject } from '@safeai/core';
import type { GuardedAgent } from '../guarded-agent.ts';
import type { GoOn, Pending, Withheld } from '../verdict.ts';
import type { MadeCalls } from './made-calls.ts';

/** A tool call in an answer, whole. */
export interface AnsweredCall {
  readonly toolName: string;
  readonly toolCallId: string | undefined;
  readonly parameters: JsonObject;
}

/** What each call goes on with, in their order; or why the answer does not go on: a model makes its calls together. */
export type JudgedCalls = readonly GoOn<JsonObject>[] | Withheld | Pending;

/** Judges the tool calls of one answer, one after another. None goes on where one does not. */
export async function judgeCalls(
  agent: GuardedAgent,
  made: MadeCalls,
  calls: readonly AnsweredCall[],
  signal: AbortSignal | undefined,
): Promise<JudgedCalls> {
  const judged: GoOn<JsonObject>[] = [];
  for (const call of calls) {
    const verdict = await agent.toolCall({ ...call, signal });
    if (verdict.kind !== 'go') {
      // Those that might have run do not, so that they may be made again.
      for (const { decision } of judged) await agent.report(decision, 'failed');
      return verdict;
    }
    judged.push(verdict);
  }
  calls.forEach(({ toolName, toolCallId }, index) => {
    made.add(toolName, toolCallId, judged[index]?.decision ?? null);
  });
  return judged;
}

export function isJudged(calls: JudgedCalls): calls is readonly GoOn<JsonObject>[] {
  return Array.isArray(calls);
}
