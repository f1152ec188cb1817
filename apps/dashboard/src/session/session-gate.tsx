import { useQueryClient } from '@tanstack/react-query';
import { Fragment, useMemo, useState, type ReactNode } from 'react';
import { ErrorPanel } from '../ui/error-panel.tsx';
import { Skeleton } from '../ui/skeleton.tsx';
import { useToast } from '../ui/toasts.tsx';
import { tellOtherTabs } from './other-tabs.ts';
import { carryTenant, routes } from './routes.ts';
import { SessionContext, type Session } from './session-context.ts';
import { SignIn } from './sign-in.tsx';
import { tenantOf } from './tenant-of.ts';
import { useGate } from './use-gate.ts';
import { remembered } from './remembered.ts';

/** Lets nobody through who is not signed in; where they wanted to go stays in the address. */
export function SessionGate({ children }: { readonly children: ReactNode }) {
  const { gate, enter, leave, ask } = useGate();
  const [tenant, setTenant] = useState(remembered.tenant());
  const queries = useQueryClient();
  const tell = useToast();
  const signedIn = gate.state === 'in' ? gate.signedIn : null;
  const chosen = signedIn === null ? '' : tenantOf(signedIn, tenant);
  carryTenant(chosen);

  const session = useMemo<Session | null>(
    () =>
      signedIn === null
        ? null
        : {
            signedIn,
            user: signedIn.user,
            roles: signedIn.roles,
            rolesChecked: signedIn.roles_checked,
            tenants: signedIn.tenants,
            tenant: chosen,
            setTenant: (next) => {
              remembered.setTenant(next);
              carryTenant(next);
              setTenant(next);
              // What is shown is asked again, wherever it stands.
              void queries.resetQueries();
            },
            signOut: async () => {
              try {
                await routes.call('session_close');
              } catch (error) {
                const text = error instanceof Error ? error.message : String(error);
                tell({ title: 'You are still signed in', text, tone: 'bad' });
                return;
              }
              remembered.setUser('');
              tellOtherTabs('out');
              leave('left');
            },
          },
    [signedIn, chosen, queries, leave, tell],
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
  if (gate.state === 'out') {
    return (
      <SignIn
        reason={gate.reason}
        onSignedIn={(next) => {
          tellOtherTabs('in');
          enter(next);
        }}
      />
    );
  }
  if (session === null) return <Waiting />;
  return (
    <SessionContext value={session}>
      <Fragment key={session.user}>{children}</Fragment>
    </SessionContext>
  );
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
