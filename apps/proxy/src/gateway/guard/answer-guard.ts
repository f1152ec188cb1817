import type { GuardStructuredResult, JsonValue } from '@safeai/core';
import {
  applyEdits,
  calledTools,
  changesIn,
  contentOf,
  logprobRemoval,
  unscannedContent,
  wordsContent,
  type AnswerReading,
  type Edit,
  type Part,
} from '@safeai/protocols';
import { ofAnswer, type GuardedCall, type GuardReport } from './guarded-call.ts';
import { Refusal } from './refusal.ts';
import { judgeToolCalls } from './tool-calls.ts';
import { refuseLeftEncoded, refuseUnscanned } from './unscanned.ts';

/** An answer that goes on: as it came where nothing in it is changed. */
export interface GuardedAnswer {
  readonly text: string;
  readonly report: GuardReport;
  /** Of the provider's answer. */
  readonly reading: AnswerReading;
}

/**
 * Judges a provider's answer that comes whole, an error too. All that it says is one decision at the output boundary, results
 * of the provider's own tools, names of tools and what can be read of unknown fields too; each tool call is one at the
 * action boundary. Where something of an answer is changed, the probabilities of its tokens, which say it again, are taken
 * out. Where the rule that decides has a fallback, that is the answer. Linear.
 *
 * @throws Refusal; SafeAIError `unscanned_content`, `audit_unavailable`, `state_unavailable`; LimitExceededError;
 *   InvalidRequestError for a body that is no object
 */
export async function guardAnswer(
  call: GuardedCall,
  body: { readonly text: string; readonly value: JsonValue },
): Promise<GuardedAnswer> {
  const reading = call.protocol.readAnswer(body.value);
  const { parts } = reading;
  const calls = calledTools(parts);
  const unscanned = [...reading.unscanned, ...calls.flatMap((made) => made.unscanned)];
  refuseUnscanned(call, 'answer', unscanned);
  const contents = [
    ...parts.filter(({ kind }) => kind !== 'tool_call').map(contentOf),
    ...reading.unscanned.map(unscannedContent),
    wordsContent(reading.words),
  ].filter((content) => content !== null);
  const result = await call.safeai.guardStructured(
    Object.assign({}, ofAnswer(call.context), {
      payload: contents.map(({ value }) => value),
      areTexts: true,
    }),
    Object.assign({}, call.call, { unscanned: unscanned.length }),
  );
  const { decision, detections, filtered, redactions } = result;
  call.onDecision?.('output', { decision, detections });
  const leftEncoded = refuseLeftEncoded(call, result);
  const { decisionId } = decision;
  const report = {
    decisionId,
    decision,
    redactions,
    unscanned: unscanned.length + leftEncoded,
  };
  if (filtered === null) return { text: fallbackAnswer(call, reading, result), report, reading };

  const judged = await judgeToolCalls(call, calls);
  const changes = [
    ...changesIn(contents, filtered as readonly JsonValue[]).map(({ content, edits }) => ({
      choice: content.choice,
      edits,
    })),
    ...calls.map(({ choice, edits }, index) => ({
      choice,
      edits: edits(judged[index]?.parameters ?? {}),
    })),
  ].filter(({ edits }) => edits.length > 0);
  return {
    text: changes.length === 0 ? body.text : applyEdits(body.text, editsFor(changes, parts)),
    report: {
      ...report,
      redactions: judged.reduce((sum, one) => sum + one.redactions, redactions),
    },
    reading,
  };
}

/** An answer of ours that says what the rule has for this; without such a rule, there is none. */
function fallbackAnswer(
  call: GuardedCall,
  { model, usage }: AnswerReading,
  { decision, fallback }: GuardStructuredResult,
): string {
  if (fallback === null || decision.action !== 'redact') {
    throw new Refusal(decision, undefined, fallback ?? undefined);
  }
  return call.protocol.blockedAnswer({
    id: `safeai-${decision.decisionId}`,
    model: model ?? call.context.model ?? '',
    created: Math.floor(Date.now() / 1000),
    message: fallback,
    usage,
  });
}

/** What is changed in one of several answers. */
interface Change {
  readonly choice: number | undefined;
  readonly edits: readonly Edit[];
}

/** All edits, without those of places that are taken out. */
function editsFor(changes: readonly Change[], parts: readonly Part[]): readonly Edit[] {
  const edits = changes.flatMap((one) => one.edits);
  const changed = new Set(changes.map(({ choice }) => choice));
  const removal = logprobRemoval(parts.filter(({ choice }) => changed.has(choice)));
  if (removal.length === 0) return edits;
  const removed = new Set(removal.map(({ path }) => JSON.stringify(path)));
  const isLeft = ({ path }: Edit): boolean =>
    !path.some((_, depth) => removed.has(JSON.stringify(path.slice(0, depth + 1))));
  return [...edits.filter(isLeft), ...removal];
}
