import { MOST_UNDONE, redactText, SafeAIError } from '@safeai/core';
import type { JsonPath, Unscanned } from '@safeai/protocols';
import type { GuardedCall } from './guarded-call.ts';

/** Most places that an error lists. */
const MOST_LISTED = 10;

/**
 * Refuses what nobody could look into, where the settings say so.
 *
 * @param what `request` or `answer`, for the message
 * @throws SafeAIError `unscanned_content` with place and kind, never with what stands there
 */
export function refuseUnscanned(
  call: GuardedCall,
  what: 'request' | 'answer',
  unscanned: readonly Unscanned[],
): void {
  const { refuses } = call.settings;
  const refused = unscanned.filter(({ why }) => refuses.has(why)).slice(0, MOST_LISTED);
  const [first] = refused;
  if (first === undefined) return;
  const details = refused.map(({ why, path }) => ({ path: shownPath(call, path), message: why }));
  throw new SafeAIError(
    'unscanned_content',
    `The ${what} holds what cannot be looked into: ${first.why} at ${details[0]?.path ?? '$'}. Leave it out, or take its kind out of proxy.guard.refuse_unscanned.`,
    { details },
  );
}

/**
 * Refuses content of which more was encoded than one scan undoes, where the settings say so. That is known once it is
 * scanned: the decision on it is on record by then.
 *
 * @param scanned the result of that decision
 * @returns how many places that are
 * @throws SafeAIError `unscanned_content`
 */
export function refuseLeftEncoded(
  call: GuardedCall,
  { leftEncoded = false }: { readonly leftEncoded?: boolean },
): number {
  if (leftEncoded && call.settings.refuses.has('encoded')) {
    throw new SafeAIError(
      'unscanned_content',
      `More than ${String(MOST_UNDONE)} characters are encoded, and the rest cannot be looked into. Send less at once, or take encoded out of proxy.guard.refuse_unscanned.`,
    );
  }
  return leftEncoded ? 1 : 0;
}

/** Names on the way may hold anything. */
function shownPath({ safeai: { detection } }: GuardedCall, path: JsonPath): string {
  return path.reduce<string>((shown, step) => {
    if (typeof step === 'number') return `${shown}[${String(step)}]`;
    const name = redactText(step, detection.scan(step));
    return /^[A-Za-z_]\w*$/.test(name) ? `${shown}.${name}` : `${shown}[${JSON.stringify(name)}]`;
  }, '$');
}
