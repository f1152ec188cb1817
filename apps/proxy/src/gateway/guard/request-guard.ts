import type { JsonValue } from '@safeai/core';
import {
  applyEdits,
  changesIn,
  contentOf,
  isToolResult,
  toolResultsIn,
  unscannedContent,
  wordsContent,
  type RequestReading,
} from '@safeai/protocols';
import type { GuardedCall, GuardReport } from './guarded-call.ts';
import { Refusal } from './refusal.ts';
import { surroundingsContent, type Surroundings } from './surroundings.ts';
import { judgeToolResults } from './tool-results.ts';
import { refuseLeftEncoded, refuseUnscanned } from './unscanned.ts';

/** A body that goes on: as it came where nothing in it is changed. */
export interface GuardedRequest {
  readonly text: string;
  readonly report: GuardReport;
}

/**
 * Judges a request to a provider. All that it says, but for what tools answered, is one decision at the input boundary: the
 * conversation with the tool calls that the model made in it, definitions, settings, and what can be read of unknown fields.
 * What tools answered is judged at the action boundary. Linear.
 *
 * @param body of a request without one, as an empty object would read
 * @param reading what the call's protocol says of the body
 * @param around what goes up beside the body
 * @throws Refusal; SafeAIError `unscanned_content`, `audit_unavailable`; LimitExceededError
 */
export async function guardRequest(
  call: GuardedCall,
  body: { readonly text: string; readonly value: JsonValue },
  reading: RequestReading,
  around?: Surroundings,
): Promise<GuardedRequest> {
  const { parts, unscanned, words, model } = reading;
  refuseUnscanned(call, 'request', unscanned);
  // In the path, of Gemini's requests.
  const isElsewhere = model !== null && !words.some(({ text }) => text === model);
  const contents = [
    ...parts.filter((part) => !isToolResult(part)).map(contentOf),
    ...unscanned.map(unscannedContent),
    wordsContent(words, isElsewhere ? [model] : []),
    around === undefined ? null : surroundingsContent(call, around),
  ].filter((content) => content !== null);
  const result = await call.safeai.scanStructured(
    Object.assign({}, call.context, {
      payload: contents.map(({ value }) => value),
      areTexts: true,
    }),
    Object.assign({}, call.call, { surface: 'input' as const, unscanned: unscanned.length }),
  );
  const { decision, detections, filtered, redactions } = result;
  call.onDecision?.('input', { decision, detections });
  if (filtered === null) throw new Refusal(decision);
  const leftEncoded = refuseLeftEncoded(call, result);
  const results = await judgeToolResults(call, toolResultsIn(parts));
  const edits = changesIn(contents, filtered as readonly JsonValue[]).flatMap((one) => one.edits);
  return {
    text: applyEdits(body.text, [...edits, ...results.edits]),
    report: {
      decisionId: decision.decisionId,
      decision,
      redactions: redactions + results.redactions,
      unscanned: unscanned.length + leftEncoded + results.unscanned,
    },
  };
}
