import { GuardUnreachableError, ProblemError, type RouteCall } from '@safeai/client';
import { tellOtherTabs } from './other-tabs.ts';
import { remembered } from './remembered.ts';
import { routes } from './routes.ts';
import type { SignedIn } from './session-context.ts';

/** How long to wait for a server that does not answer. Milliseconds. */
const AGAIN_MS = 1_000;

/** Whose session the cookie of this browser is of; null where it is of none. @throws what kept the server from saying it */
export async function ofCookie(): Promise<SignedIn | null> {
  try {
    return signedInOf((await routes.call('session')).body);
  } catch (error) {
    if (!(error instanceof ProblemError) || error.status !== 401) throw error;
    return null;
  }
}

/** The same, and where it is of none, the user of this tab signed in again if the server takes a name for that. */
export async function whoIsSignedIn(): Promise<SignedIn | null> {
  return (await ofCookie()) ?? (await comeBack());
}

/** The same for a page that is open: a server that does not answer yet is waited for. */
export async function whoIsSignedInAgain(): Promise<SignedIn | null> {
  for (;;) {
    try {
      return await whoIsSignedIn();
    } catch {
      await new Promise((resolve) => setTimeout(resolve, AGAIN_MS));
    }
  }
}

/** Opens a session for who says who they are. @throws what kept the server from it */
export async function openSession(call: RouteCall): Promise<SignedIn> {
  return signedInOf((await routes.call('session_open', call)).body);
}

/** Everything depends on it: what does not say who is signed in is no answer. @throws GuardUnreachableError */
function signedInOf(body: SignedIn): SignedIn {
  const { user, roles, tenants, csrf_token, tenant_header } = body as Record<string, unknown>;
  const isSaid =
    [user, csrf_token, tenant_header].every((each) => typeof each === 'string') &&
    [roles, tenants].every(Array.isArray);
  if (isSaid) return body;
  throw new GuardUnreachableError(
    `${routes.url} does not say who is signed in, and not as SafeAI does.`,
    { answeredStatus: 200 },
  );
}

async function comeBack(): Promise<SignedIn | null> {
  const user = remembered.user();
  if (user === '') return null;
  try {
    const signedIn = await openSession({ body: { user_id: user } });
    tellOtherTabs('in');
    return signedIn;
  } catch (error) {
    if (error instanceof ProblemError && error.status < 500) return null;
    throw error;
  }
}
