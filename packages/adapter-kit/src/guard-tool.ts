import type { JsonValue } from '@safeai/core';
import type { GuardedAgent } from './guarded-agent.ts';
import { jsonOf, parametersOf } from './json-of.ts';
import { unjudged } from './texts.ts';
import type { GoOn, Pending, Withheld } from './verdict.ts';

/** How a call is made. */
export interface CallHow {
  readonly toolCallId?: string | undefined;
  readonly approvalRequestId?: string | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** What a guarded tool gives: its answer as JSON, or a text in its place. */
export type Ran = GoOn<JsonValue> | Withheld | Pending;

/**
 * A tool under guard: its parameters are judged, it runs with what is left of them, how it ended is reported, and what it
 * answered is judged. What goes on is JSON: nothing that was not judged passes beside it. A tool that throws throws; where its
 * message holds what policy takes out, another error is thrown, without it.
 *
 * @param execute gets the judged parameters; those that were no object as they were, under no name
 * @example
 * const search = guardTool(agent, 'search', ({ query }) => index.find(query));
 * const ran = await search({ query: 'alice' }, { toolCallId });
 * const text = ran.kind === 'go' ? JSON.stringify(ran.value) : ran.text;
 */
export function guardTool<Input>(
  agent: GuardedAgent,
  toolName: string,
  execute: (input: Input) => unknown,
): (input: Input, how?: CallHow) => Promise<Ran> {
  return async (input, how = {}) => {
    const parameters = parametersOf(input);
    if (parameters === undefined) return withheld('what the tool was called with', false);
    const verdict = await agent.toolCall({ toolName, parameters, ...how });
    if (verdict.kind !== 'go') return verdict;
    const isObject = typeof input === 'object' && input !== null && !Array.isArray(input);
    const judged = isObject ? verdict.value : verdict.value.input;
    return runTool(agent, toolName, verdict, () => execute(judged as Input), how.signal);
  };
}

/**
 * Runs a call that was let through, reports how it ended, and judges what it answered.
 *
 * @param allowed the verdict that let it through
 */
export async function runTool(
  agent: GuardedAgent,
  toolName: string,
  { decision }: Pick<GoOn<unknown>, 'decision'>,
  execute: () => unknown,
  signal?: AbortSignal,
): Promise<Ran> {
  let answered: unknown;
  try {
    answered = await execute();
  } catch (error) {
    await agent.report(decision, isCutOff(error, signal) ? 'unknown' : 'failed');
    throw await judgedError(agent, toolName, error);
  }
  const response = jsonOf(answered);
  if (response === undefined) {
    await agent.report(decision, 'succeeded');
    return withheld('what it answered', true);
  }
  const verdict = await agent.toolResult({ toolName, response, decision });
  // One that was withheld before it was recorded as done has run all the same.
  if (verdict.kind === 'withheld') await agent.report(decision, 'succeeded');
  return verdict;
}

function withheld(what: string, isRun: boolean): Withheld {
  return { kind: 'withheld', text: unjudged(what, isRun), decision: null };
}

/** Whether nobody knows how far a tool came. */
function isCutOff(error: unknown, signal: AbortSignal | undefined): boolean {
  if (signal?.aborted === true) return true;
  return error instanceof Error && (error.name === 'AbortError' || error.name === 'TimeoutError');
}

/** An error that a model may read: the tool's own, unless its message does not go on. */
async function judgedError(
  agent: GuardedAgent,
  toolName: string,
  error: unknown,
): Promise<unknown> {
  const message = error instanceof Error ? error.message : String(error);
  const verdict = await agent.toolResult({ toolName, response: message });
  if (verdict.kind === 'go' && !verdict.isChanged) return error;
  const text = verdict.kind === 'go' ? verdict.value : verdict.text;
  return new Error(typeof text === 'string' ? text : 'The tool failed.');
}
