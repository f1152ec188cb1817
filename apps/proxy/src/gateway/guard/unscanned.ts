import { redactText, SafeAIError } from '@safeai/core';
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

/** Names on the way may hold anything. */
function shownPath({ safeai: { detection } }: GuardedCall, path: JsonPath): string {
  return path.reduce<string>((shown, step) => {
    if (typeof step === 'number') return `${shown}[${String(step)}]`;
    const name = redactText(step, detection.scan(step));
    return /^[A-Za-z_]\w*$/.test(name) ? `${shown}.${name}` : `${shown}[${JSON.stringify(name)}]`;
  }, '$');
}
