import {
  jsonOf,
  parametersOf,
  textOf,
  type GuardedAgent,
  type Withheld,
} from '@safeai/adapter-kit';
import type { JsonValue } from '@safeai/core';
import type { Content, Generated } from './model-types.ts';

/** An answer's content as it goes on, or why it does not. */
export type GuardedContent =
  | { readonly content: Content[]; readonly withheld: null }
  | { readonly content: null; readonly withheld: Withheld };

/**
 * Judges the content of a whole answer: its texts, reasoning and sources as one answer; results of tools that the provider
 * runs at the action boundary. Calls of tools that nobody here guards are recorded, with what would have become of them.
 */
export async function guardContent(
  agent: GuardedAgent,
  content: readonly Content[],
  isGuarded: (toolName: string) => boolean,
): Promise<GuardedContent> {
  const said = content.map(saidBy);
  const places = said.flatMap((value, index) => (value === undefined ? [] : [index]));
  const verdict = await agent.answers(places.map((index) => said[index] ?? null));
  if (verdict.kind === 'withheld') return { content: null, withheld: verdict };
  const after = new Map(places.map((index, place) => [index, verdict.value[place] ?? null]));
  const guarded: Content[] = [];
  for (const [index, part] of content.entries()) {
    if (
      part.type === 'tool-call' &&
      (part.providerExecuted === true || !isGuarded(part.toolName))
    ) {
      const stopped = await recordCall(agent, part);
      if (stopped !== null) return { content: null, withheld: stopped };
    }
    const value = after.get(index);
    const next =
      part.type === 'tool-result' ? await guardedResult(agent, part) : withText(part, value);
    if (next !== null) guarded.push(next);
  }
  return { content: guarded, withheld: null };
}

/** An answer that says why there is none. */
export function withheldContent({ text }: Withheld): Pick<Generated, 'content' | 'finishReason'> {
  return {
    content: [{ type: 'text', text }],
    finishReason: { unified: 'content-filter', raw: 'safeai_blocked' },
  };
}

/** Records a call that is not run here. @returns why nothing goes on: an emergency stop */
export async function recordCall(
  agent: GuardedAgent,
  { toolName, input }: { readonly toolName: string; readonly input: string },
): Promise<Withheld | null> {
  const parameters = parametersOf(parsed(input)) ?? { input };
  const verdict = await agent.recordCall({ toolName, parameters });
  return verdict.kind === 'withheld' ? verdict : null;
}

/** What a tool of the provider's answered, as it goes on. */
export async function guardedResult<
  Result extends { readonly toolName: string; readonly result: unknown },
>(agent: GuardedAgent, part: Result): Promise<Result> {
  const response = jsonOf(part.result) ?? null;
  const verdict = await agent.toolResult({ toolName: part.toolName, response });
  if (verdict.kind === 'withheld') return { ...part, result: verdict.text, isError: true };
  return verdict.isChanged ? { ...part, result: verdict.value ?? '' } : part;
}

/** What a part says to the user. */
function saidBy(part: Content): JsonValue | undefined {
  if (part.type === 'text' || part.type === 'reasoning') return part.text;
  return part.type === 'source' ? (jsonOf(part) ?? null) : undefined;
}

/** A source that names what policy takes out is left out. */
function withText(part: Content, value: JsonValue | undefined): Content | null {
  if (value === undefined) return part;
  if (part.type === 'text' || part.type === 'reasoning') {
    return part.text === value ? part : { ...part, text: textOf(value) };
  }
  return JSON.stringify(value) === JSON.stringify(jsonOf(part)) ? part : null;
}

function parsed(input: string): unknown {
  try {
    return JSON.parse(input) as unknown;
  } catch {
    return input;
  }
}
