import { editsOfResult, valueOfResult, type Edit, type ToolResult } from '@safeai/protocols';
import type { GuardedCall } from './guarded-call.ts';
import { Refusal } from './refusal.ts';
import { refuseLeftEncoded } from './unscanned.ts';

/** What of a request is changed. */
export interface JudgedResults {
  readonly edits: readonly Edit[];
  readonly redactions: number;
  /** How many decisions were on more that is encoded than one scan undoes. */
  readonly unscanned: number;
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
    { ...context, phase: 'response', toolName, response: valueOfResult(result) },
    call,
  );
  onDecision?.('action', judged);
  const { decision, filteredResponse, redactions } = judged;
  if (decision.action === 'block') throw new Refusal(decision);
  const unscanned = refuseLeftEncoded(guarded, judged);
  return { edits: editsOfResult(result, filteredResponse), redactions, unscanned };
}

async function judgeTogether(
  guarded: GuardedCall,
  toolName: string,
  results: readonly ToolResult[],
): Promise<JudgedResults> {
  const { safeai, context, call, onDecision } = guarded;
  const responses = results.map(valueOfResult);
  const judged = await safeai.interceptToolHistory({ ...context, toolName, responses }, call);
  onDecision?.('action', judged);
  const { decision, filteredResponses, redactions } = judged;
  if (filteredResponses === null) throw new Refusal(decision);
  return {
    edits: results.flatMap((result, index) =>
      editsOfResult(result, filteredResponses[index] ?? null),
    ),
    redactions,
    unscanned: refuseLeftEncoded(guarded, judged),
  };
}
