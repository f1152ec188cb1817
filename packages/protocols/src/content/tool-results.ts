import type { JsonValue } from '@safeai/core';
import type { Edit } from '../json/apply-edits.ts';
import type { Part } from '../model.ts';
import { changesIn, contentOf, type Content } from './content.ts';

/** What a tool answered, as a request repeats it. */
export interface ToolResult {
  /** Empty where the body does not say whose result it is. */
  readonly toolName: string;
  /** Of the call that it answers, where the body says so. */
  readonly toolCallId: string | undefined;
  /** One, or several pieces. */
  readonly contents: readonly Content[];
  /** The model has spoken since: it has seen this result before. */
  readonly isEarlier: boolean;
}

/** Whether a part is what a tool answered, rather than what is said about the tool. */
export function isToolResult({ kind, role }: Part): boolean {
  if (kind === 'tool_result') return true;
  return role === 'tool' && !ABOUT_TOOLS.has(kind);
}

const ABOUT_TOOLS: ReadonlySet<Part['kind']> = new Set<Part['kind']>([
  'setting',
  'definition',
  'tool_name',
  'tool_call',
]);

/** The results in a request, in their order. Pieces that follow one another and answer one call are one result. */
export function toolResultsIn(parts: readonly Part[]): readonly ToolResult[] {
  const lastTurn = parts.findLastIndex(({ role }) => role === 'assistant');
  const results: (ToolResult & { readonly contents: Content[] })[] = [];
  parts.forEach((part, index) => {
    const content = isToolResult(part) ? contentOf(part) : null;
    if (content === null) return;
    const { toolName = '', toolCallId } = part;
    const isEarlier = index < lastTurn;
    const last = results.at(-1);
    const isMore =
      toolCallId !== undefined && last?.toolCallId === toolCallId && last.isEarlier === isEarlier;
    if (isMore) last.contents.push(content);
    else results.push({ toolName, toolCallId, isEarlier, contents: [content] });
  });
  return results;
}

/** A result in one piece is that piece: what a contract says of its fields holds for it. */
export function valueOfResult({ contents }: ToolResult): JsonValue {
  const values = contents.map(({ value }) => value);
  return values.length === 1 ? (values[0] ?? null) : values;
}

/** What of the body is changed where a result is to be another. */
export function editsOfResult({ contents }: ToolResult, judged: JsonValue): readonly Edit[] {
  const each = contents.length === 1 ? [judged] : (judged as readonly JsonValue[]);
  return changesIn(contents, each).flatMap(({ edits }) => edits);
}
