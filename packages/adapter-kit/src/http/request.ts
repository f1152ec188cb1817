import type { JsonValue } from '@safeai/core';
import {
  applyEdits,
  changesIn,
  contentOf,
  editsOfResult,
  isToolResult,
  toolResultsIn,
  unscannedContent,
  valueOfResult,
  wordsContent,
  type Edit,
  type Part,
  type RequestReading,
} from '@safeai/protocols';
import type { GuardedAgent } from '../guarded-agent.ts';
import { same, type Verdict } from '../verdict.ts';
import type { MadeCalls } from './made-calls.ts';

/**
 * Judges a request to a provider. All that it says, but for what tools answered, is one decision at the input boundary on what
 * is new in it; results of tools are judged at the action boundary. Linear.
 *
 * @returns the body that goes on: as it was written where nothing in it is changed
 */
export async function guardRequest(
  agent: GuardedAgent,
  calls: MadeCalls,
  body: { readonly text: string; readonly value: JsonValue },
  { parts, unscanned, words }: RequestReading,
): Promise<Verdict<string>> {
  const contents = [
    ...parts.filter((part) => !isToolResult(part)).map(contentOf),
    ...unscanned.map(unscannedContent),
    wordsContent(words),
  ].filter((content) => content !== null);
  const places = unscanned.length;
  const input = await agent.input(
    contents.map(({ value }) => value),
    places === 0 ? undefined : { unscanned: places },
  );
  if (input.kind === 'withheld') return input;
  const edits = changesIn(contents, sameWhereEqual(contents, input.value)).flatMap(
    (change) => change.edits,
  );
  edits.push(...(await guardResults(agent, calls, parts)));
  const text = edits.length === 0 ? body.text : applyEdits(body.text, edits);
  return { kind: 'go', value: text, isChanged: edits.length > 0, decision: input.decision };
}

/** What a tool answered that does not go on is a text that says so. */
async function guardResults(
  agent: GuardedAgent,
  calls: MadeCalls,
  parts: readonly Part[],
): Promise<Edit[]> {
  const edits: Edit[] = [];
  for (const result of toolResultsIn(parts)) {
    const { toolCallId, isEarlier } = result;
    // A provider that keeps the conversation is told the id of the call alone.
    const named = result.toolName === '' ? calls.nameOf(toolCallId) : result.toolName;
    const toolName = named ?? 'unknown_tool';
    const response = valueOfResult(result);
    const decision = isEarlier ? undefined : calls.take(toolName, toolCallId);
    const verdict =
      decision === undefined
        ? await agent.pastResult(toolName, response)
        : await agent.toolResult({ toolName, response, decision });
    if (verdict.kind === 'go') {
      if (verdict.isChanged) edits.push(...editsOfResult(result, verdict.value));
      continue;
    }
    if (decision !== undefined) await agent.report(decision, 'succeeded');
    const [first, ...others] = result.contents;
    if (first === undefined) continue;
    edits.push(...first.edits(verdict.text), ...others.flatMap((content) => content.edits('')));
  }
  return edits;
}

/** A gateway gives copies: what is equal is the same. */
export function sameWhereEqual(
  contents: readonly { readonly value: JsonValue }[],
  judged: readonly JsonValue[],
): readonly JsonValue[] {
  return contents.map(({ value }, index) => {
    const after = judged[index] ?? null;
    return same(after, value) ? value : after;
  });
}
