import { fromSignInChoices } from '@safeai/api';
import { SafeAIError, type Principal } from '@safeai/core';
import type { Dependencies } from './dependencies.ts';
import type { Handler, HandlerInput } from './handler.ts';
import { noServer, originOf } from './session.ts';

/**
 * GET /v1/session/options: what a sign-in page offers. Each choice is tried as POST /v1/session would, so that what is
 * offered is what is granted. O(users of dashboard.users) on trusted loopback, where alone they are offered.
 */
export function sessionOptions({ runtime, sessions }: Dependencies): Handler<'session_options'> {
  return async (input) => {
    const { dashboard, auth } = runtime.config;
    const whom = wouldSignIn(sessions, input);
    const offered = mayName(input) ? dashboard.users : [];
    const users = await Promise.all(offered.map(({ userId }) => whom(userId)));
    return fromSignInChoices({
      dashboard: dashboard.enabled,
      users: users.filter((user) => user !== null),
      oidc: auth.oidc !== undefined,
      as: input.principal?.source === 'header' ? await whom(undefined) : null,
    });
  };
}

/** Whether the body of a sign-in would say who it is of. */
function mayName({ principal, isTrustedLocal }: HandlerInput): boolean {
  return isTrustedLocal && principal?.source === 'loopback';
}

/** Who would be signed in by a name, or without one; null where nobody would. */
function wouldSignIn(
  sessions: Dependencies['sessions'],
  { principal, isTrustedLocal, visit }: HandlerInput,
): (named: string | undefined) => Promise<Principal | null> {
  if (visit === undefined) throw noServer();
  return async (named) => {
    if (principal === null) return null;
    try {
      return await sessions.whom(originOf(visit, { principal, isTrustedLocal, named }));
    } catch (error) {
      if (SafeAIError.isInstance(error) && error.code === 'forbidden') return null;
      throw error;
    }
  };
}
