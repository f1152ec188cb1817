import type { CallContext, Decision, JsonValue, RequestContext } from '@safeai/core';
import type { Guard } from './guard.ts';
import type { GuardedStep } from './options.ts';

/** What was decided on contents that go into a model. */
export interface ScannedContents {
  /** The one that decided, or the last; null where there was nothing to judge. */
  readonly decision: Decision | null;
  /** What goes on, in their order; null where nothing does. */
  readonly values: readonly JsonValue[] | null;
}

/**
 * Judges contents at the input boundary: one decision where the guard is in this program. A gateway takes the strings of a
 * payload for values of fields, so that there each text is a decision of its own; the first that does not go on is the last.
 */
export async function scanContents(
  guard: Guard,
  circumstances: RequestContext,
  contents: readonly JsonValue[],
  call: CallContext | undefined,
  onDecision: ((step: GuardedStep, decision: Decision) => void) | undefined,
): Promise<ScannedContents> {
  const how: CallContext = { surface: 'input', ...call };
  if (guard.openOutput !== undefined) {
    const request = { ...circumstances, payload: contents, areTexts: true };
    const { decision, filtered } = await guard.scanStructured(request, how);
    onDecision?.('input', decision);
    return {
      decision,
      values: Array.isArray(filtered) ? (filtered as readonly JsonValue[]) : null,
    };
  }
  const values: JsonValue[] = [];
  let last: Decision | null = null;
  for (const content of contents) {
    const { decision, filtered } =
      typeof content === 'string'
        ? await guard.scanInput({ ...circumstances, text: content }, how)
        : await guard.scanStructured({ ...circumstances, payload: content }, how);
    onDecision?.('input', decision);
    last = decision;
    // Of JSON, null may be what was judged.
    if (filtered === null && content !== null) return { decision, values: null };
    values.push(filtered);
  }
  return { decision: last, values };
}
