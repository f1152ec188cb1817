import type { JsonObject, JsonValue } from '@safeai/core';
import type { Finish } from '../model.ts';
import { indexOf } from '../openai-chat/message-shapes.ts';
import { spelled, spelledObject } from './spelling.ts';

/** The candidates of a body, each with its index. */
export function candidatesOf(
  body: JsonObject,
): readonly { readonly index: number; readonly candidate: JsonObject }[] {
  const list = body.candidates;
  if (!Array.isArray(list)) return [];
  return (list as readonly JsonValue[]).flatMap((item, position) => {
    if (typeof item !== 'object' || item === null || Array.isArray(item)) return [];
    const candidate = item as JsonObject;
    return [{ index: indexOf(candidate, position, false), candidate }];
  });
}

/** Why the request was refused, before any candidate. */
export function blockReasonOf(body: JsonObject): string | undefined {
  const reason = spelled(spelledObject(body, 'promptFeedback'), 'blockReason');
  return typeof reason === 'string' && reason !== '' ? reason : undefined;
}

/** Why candidates ended; a refused request ends the first. */
export function finishesOf(body: JsonObject): readonly Finish[] {
  const finishes = candidatesOf(body).flatMap(({ index, candidate }) => {
    const reason = spelled(candidate, 'finishReason');
    if (typeof reason !== 'string' || reason === '') return [];
    return reason === 'FINISH_REASON_UNSPECIFIED' ? [] : [{ choice: index, reason }];
  });
  const blocked = blockReasonOf(body);
  return finishes.length === 0 && blocked !== undefined
    ? [{ choice: 0, reason: blocked }]
    : finishes;
}
