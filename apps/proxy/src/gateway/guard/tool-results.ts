import type { JsonValue } from '@safeai/core';
import type { Edit, Part } from '@safeai/protocols';
import { changesIn, contentOf, type Content } from './content.ts';
import type { GuardedCall } from './guarded-call.ts';
import { Refusal } from './refusal.ts';
import { refuseLeftEncoded } from './unscanned.ts';

/** What a tool answered, as a request repeats it. */
export interface ToolResult {
  /** Empty where the body does not say whose result it is. */
  readonly toolName: string;
  /** One, or several pieces. */
  readonly contents: readonly Content[];
  /** The model has spoken since: it has seen this result before. */
  readonly isEarlier: boolean;
}

/** What of a request is changed. */
export interface JudgedResults {
  readonly edits: readonly Edit[];
  readonly redactions: number;
  /** How many decisions were on more that is encoded than one scan undoes. */
  readonly unscanned: number;
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
  const results: (ToolResult & {
    readonly id: string | undefined;
    readonly contents: Content[];
  })[] = [];
  parts.forEach((part, index) => {
    const content = isToolResult(part) ? contentOf(part) : null;
    if (content === null) return;
    const { toolName = '', toolCallId: id } = part;
    const isEarlier = index < lastTurn;
    const last = results.at(-1);
    const isMore = id !== undefined && last?.id === id && last.isEarlier === isEarlier;
    if (isMore) last.contents.push(content);
    else results.push({ toolName, id, isEarlier, contents: [content] });
  });
  return results;
}

/** Most new results that get a decision each; of more, those of one tool are decided on together. */
const MOST_ALONE = 64;

/**
 * Judges results at the action boundary, each by its tool's contract, by clearance and policy. What is new is a decision of
 * its own. What the model has seen before comes again with every request of a conversation: for each tool, all of it
 * together is one decision, so that the log grows with the conversation and not with its square; each of them still goes on as
 * it did when it was new.
 *
 * @throws Refusal; LimitExceededError; SafeAIError `audit_unavailable`
 */
export async function judgeToolResults(
  call: GuardedCall,
  results: readonly ToolResult[],
): Promise<JudgedResults> {
  const fresh = results.filter(({ isEarlier }) => !isEarlier);
  const isCrowd = fresh.length > MOST_ALONE;
  const known = new Map<string, ToolResult[]>();
  for (const result of isCrowd ? results : results.filter(({ isEarlier }) => isEarlier)) {
    const same = known.get(result.toolName);
    if (same === undefined) known.set(result.toolName, [result]);
    else same.push(result);
  }
  const judged: JudgedResults[] = [];
  for (const [toolName, same] of known) judged.push(await judgeTogether(call, toolName, same));
  if (!isCrowd) for (const result of fresh) judged.push(await judgeAlone(call, result));
  return {
    edits: judged.flatMap(({ edits }) => edits),
    redactions: judged.reduce((sum, { redactions }) => sum + redactions, 0),
    unscanned: judged.reduce((sum, { unscanned }) => sum + unscanned, 0),
  };
}

async function judgeAlone(guarded: GuardedCall, result: ToolResult): Promise<JudgedResults> {
  const { safeai, context, call, onDecision } = guarded;
  const { toolName } = result;
  const judged = await safeai.interceptTool(
    { ...context, phase: 'response', toolName, response: valueOf(result) },
    call,
  );
  onDecision?.('action', judged);
  const { decision, filteredResponse, redactions } = judged;
  if (decision.action === 'block') throw new Refusal(decision);
  const unscanned = refuseLeftEncoded(guarded, judged);
  return { edits: editsOf(result, filteredResponse), redactions, unscanned };
}

async function judgeTogether(
  guarded: GuardedCall,
  toolName: string,
  results: readonly ToolResult[],
): Promise<JudgedResults> {
  const { safeai, context, call, onDecision } = guarded;
  const responses = results.map(valueOf);
  const judged = await safeai.interceptToolHistory({ ...context, toolName, responses }, call);
  onDecision?.('action', judged);
  const { decision, filteredResponses, redactions } = judged;
  if (filteredResponses === null) throw new Refusal(decision);
  return {
    edits: results.flatMap((result, index) => editsOf(result, filteredResponses[index] ?? null)),
    redactions,
    unscanned: refuseLeftEncoded(guarded, judged),
  };
}

/** A result in one piece is that piece: what a contract says of its fields holds for it. */
function valueOf({ contents }: ToolResult): JsonValue {
  const values = contents.map(({ value }) => value);
  return values.length === 1 ? (values[0] ?? null) : values;
}

function editsOf({ contents }: ToolResult, judged: JsonValue): readonly Edit[] {
  const each = contents.length === 1 ? [judged] : (judged as readonly JsonValue[]);
  return changesIn(contents, each).flatMap(({ edits }) => edits);
}
