import { ProblemError } from '@safeai/client';
import { useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useMemo, useState, type ReactNode } from 'react';
import { ErrorPanel } from '../ui/error-panel.tsx';
import { Skeleton } from '../ui/skeleton.tsx';
import { carrySession, carryTenant, routes } from './routes.ts';
import { SessionContext, type Session, type SignedIn } from './session-context.ts';
import { onSessionEnd } from './session-end.ts';
import { SignIn } from './sign-in.tsx';
import type { SignInReason } from './sign-out-reasons.ts';
import { remembered } from './remembered.ts';

type Gate =
  | { readonly state: 'asking' }
  | { readonly state: 'failed'; readonly error: Error }
  | { readonly state: 'out'; readonly reason: SignInReason }
  | { readonly state: 'in'; readonly signedIn: SignedIn };

/** Lets nobody through who is not signed in; where they wanted to go stays in the address. */
export function SessionGate({ children }: { readonly children: ReactNode }) {
  const [gate, setGate] = useState<Gate>({ state: 'asking' });
  const [tenant, setTenant] = useState(remembered.tenant());
  const queries = useQueryClient();

  const enter = useCallback((signedIn: SignedIn) => {
    carrySession(signedIn);
    setGate({ state: 'in', signedIn });
  }, []);

  const leave = useCallback(
    (reason: SignInReason) => {
      carrySession(null);
      queries.clear();
      setGate({ state: 'out', reason });
    },
    [queries],
  );

  const ask = useCallback(() => {
    setGate({ state: 'asking' });
    whoIsSignedIn().then(
      (signedIn) => {
        if (signedIn === null) leave('first');
        else enter(signedIn);
      },
      (error: unknown) => {
        setGate({ state: 'failed', error: error as Error });
      },
    );
  }, [enter, leave]);

  useEffect(ask, [ask]);
  useEffect(
    () =>
      onSessionEnd(() => {
        // Once, however many requests were refused; a server that restarted may take the same user back at once.
        setGate((now) => {
          if (now.state !== 'in') return now;
          void comeBack().then((signedIn) => {
            if (signedIn === null) leave('ended');
            else enter(signedIn);
          });
          return { state: 'asking' };
        });
      }),
    [enter, leave],
  );

  const signedIn = gate.state === 'in' ? gate.signedIn : null;
  const chosen =
    signedIn !== null && tenant !== '' && mayName(signedIn.tenants, tenant) ? tenant : '';
  carryTenant(chosen);

  const session = useMemo<Session | null>(
    () =>
      signedIn === null
        ? null
        : {
            user: signedIn.user,
            roles: signedIn.roles,
            rolesChecked: signedIn.roles_checked,
            tenants: signedIn.tenants,
            tenant: chosen,
            setTenant: (next) => {
              remembered.setTenant(next);
              carryTenant(next);
              setTenant(next);
              queries.clear();
            },
            signOut: async () => {
              await routes.call('session_close');
              remembered.setUser('');
              leave('left');
            },
          },
    [signedIn, chosen, queries, leave],
  );

  if (gate.state === 'failed') {
    return (
      <div className="sign-in">
        <main>
          <h1>SafeAI</h1>
          <ErrorPanel error={gate.error} onRetry={ask} />
        </main>
      </div>
    );
  }
  if (gate.state === 'out') return <SignIn reason={gate.reason} onSignedIn={enter} />;
  if (session === null) return <Waiting />;
  return <SessionContext value={session}>{children}</SessionContext>;
}

function Waiting() {
  return (
    <div className="sign-in" aria-busy="true">
      <main>
        <h1 className="unseen">SafeAI</h1>
        <Skeleton lines={4} label="Asking who is signed in" />
      </main>
    </div>
  );
}

async function whoIsSignedIn(): Promise<SignedIn | null> {
  try {
    return (await routes.call('session')).body;
  } catch (error) {
    if (!(error instanceof ProblemError) || error.status !== 401) throw error;
    return comeBack();
  }
}

/** Signs the user of this tab in again where the server takes a name for that; null where it does not. */
async function comeBack(): Promise<SignedIn | null> {
  carrySession(null);
  const user = remembered.user();
  if (user === '') return null;
  try {
    return (await routes.call('session_open', { body: { user_id: user } })).body;
  } catch {
    return null;
  }
}

function mayName(tenants: readonly string[], tenant: string): boolean {
  return tenants.includes('*') || tenants.includes(tenant);
}
