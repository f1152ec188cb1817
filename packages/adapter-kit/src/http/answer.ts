import type { JsonValue } from '@safeai/core';
import {
  applyEdits,
  calledTools,
  changesIn,
  contentOf,
  logprobRemoval,
  unscannedContent,
  wordsContent,
  type Edit,
  type Protocol,
} from '@safeai/protocols';
import type { GuardedAgent } from '../guarded-agent.ts';
import type { CallVerdict } from '../verdict.ts';
import { isJudged, judgeCalls } from './calls.ts';
import type { MadeCalls } from './made-calls.ts';
import { sameWhereEqual } from './request.ts';

/**
 * Judges a provider's answer that comes whole, an error too: all that it says as one answer, each tool call at the action
 * boundary. Where something of it is changed, the probabilities of its tokens, which say it again, are taken out. Linear.
 *
 * @returns the body that goes on: as it came where nothing in it is changed
 */
export async function guardAnswer(
  agent: GuardedAgent,
  made: MadeCalls,
  protocol: Protocol,
  body: { readonly text: string; readonly value: JsonValue },
  signal: AbortSignal | undefined,
): Promise<CallVerdict<string>> {
  const { parts, unscanned, words } = protocol.readAnswer(body.value);
  const contents = [
    ...parts.filter(({ kind }) => kind !== 'tool_call').map(contentOf),
    ...unscanned.map(unscannedContent),
    wordsContent(words),
  ].filter((content) => content !== null);
  const output = await agent.answers(contents.map(({ value }) => value));
  if (output.kind === 'withheld') return output;
  const calls = calledTools(parts);
  const judged = await judgeCalls(agent, made, calls, signal);
  if (!isJudged(judged)) return judged;
  const edits: Edit[] = changesIn(contents, sameWhereEqual(contents, output.value)).flatMap(
    (change) => change.edits,
  );
  calls.forEach(({ edits: editsFor }, index) => {
    const after = judged[index];
    if (after?.isChanged === true) edits.push(...editsFor(after.value));
  });
  if (edits.length === 0) return { kind: 'go', value: body.text, isChanged: false, decision: null };
  const removal = logprobRemoval(parts);
  const value = applyEdits(body.text, [...without(edits, removal), ...removal]);
  return { kind: 'go', value, isChanged: true, decision: output.decision };
}

/** Those that stand in no place that is taken out. */
function without(edits: readonly Edit[], removal: readonly Edit[]): readonly Edit[] {
  const removed = new Set(removal.map(({ path }) => JSON.stringify(path)));
  return edits.filter(
    ({ path }) => !path.some((_, depth) => removed.has(JSON.stringify(path.slice(0, depth + 1)))),
  );
}
