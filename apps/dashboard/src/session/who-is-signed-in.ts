import { ProblemError } from '@safeai/client';
import { tellOtherTabs } from './other-tabs.ts';
import { remembered } from './remembered.ts';
import { routes } from './routes.ts';
import type { SignedIn } from './session-context.ts';

/** How long to wait for a server that does not answer. Milliseconds. */
const AGAIN_MS = 1_000;

/** Whose session the cookie of this browser is of; null where it is of none. @throws what kept the server from saying it */
export async function ofCookie(): Promise<SignedIn | null> {
  try {
    return (await routes.call('session')).body;
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

async function comeBack(): Promise<SignedIn | null> {
  const user = remembered.user();
  if (user === '') return null;
  try {
    const { body } = await routes.call('session_open', { body: { user_id: user } });
    tellOtherTabs('in');
    return body;
  } catch (error) {
    if (error instanceof ProblemError && error.status < 500) return null;
    throw error;
  }
}
