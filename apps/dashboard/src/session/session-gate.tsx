import { useQueryClient } from '@tanstack/react-query';
import {
  Fragment,
  useCallback,
  useEffect,
  useEffectEvent,
  useMemo,
  useRef,
  useState,
  type ReactNode,
} from 'react';
import { ErrorPanel } from '../ui/error-panel.tsx';
import { Skeleton } from '../ui/skeleton.tsx';
import { onOtherTabs, tellOtherTabs, type TabNews } from './other-tabs.ts';
import { carrySession, carryTenant, routes } from './routes.ts';
import { SessionContext, type Session, type SignedIn } from './session-context.ts';
import { onSessionEnd } from './session-end.ts';
import { SignIn } from './sign-in.tsx';
import type { SignInReason } from './sign-out-reasons.ts';
import { remembered } from './remembered.ts';
import { ofCookie, whoIsSignedIn, whoIsSignedInAgain } from './who-is-signed-in.ts';

type Gate =
  | { readonly state: 'asking' }
  | { readonly state: 'failed'; readonly error: Error }
  | { readonly state: 'out'; readonly reason: SignInReason }
  | { readonly state: 'in'; readonly signedIn: SignedIn };

/** Sessions that may be lost in a row before the page asks a person. */
const MOST_RETURNS = 3;
const RETURNS_MS = 10_000;

/** Lets nobody through who is not signed in; where they wanted to go stays in the address. */
export function SessionGate({ children }: { readonly children: ReactNode }) {
  const [gate, setGate] = useState<Gate>({ state: 'asking' });
  const [tenant, setTenant] = useState(remembered.tenant());
  const queries = useQueryClient();
  const returns = useRef<{ isUnderWay: boolean; at: readonly number[] }>({
    isUnderWay: false,
    at: [],
  });
  const signedIn = gate.state === 'in' ? gate.signedIn : null;

  const enter = useCallback((next: SignedIn) => {
    carrySession(next);
    carryTenant(tenantOf(next, remembered.tenant()));
    setGate({ state: 'in', signedIn: next });
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
      (next) => {
        if (next === null) leave('first');
        else enter(next);
      },
      (error: unknown) => {
        setGate({ state: 'failed', error: error as Error });
      },
    );
  }, [enter, leave]);

  /** Goes on with a session that may be another one, and another user's: nothing of the page is lost for the same one. */
  const goOn = useEffectEvent((next: SignedIn) => {
    if (JSON.stringify(next) === JSON.stringify(signedIn)) return;
    const isSame = next.user === signedIn?.user;
    if (!isSame) queries.clear();
    enter(next);
    if (isSame) void queries.invalidateQueries();
  });

  // Once, however many requests were refused; a server that restarted may take the same user back at once.
  const onEnd = useEffectEvent(() => {
    const { isUnderWay, at } = returns.current;
    if (gate.state !== 'in' || isUnderWay) return;
    const now = Date.now();
    const before = at.filter((each) => now - each < RETURNS_MS);
    if (before.length >= MOST_RETURNS) {
      leave('ended');
      return;
    }
    returns.current = { isUnderWay: true, at: [...before, now] };
    void whoIsSignedInAgain().then((next) => {
      returns.current = { ...returns.current, isUnderWay: false };
      if (next === null) leave('ended');
      else goOn(next);
    });
  });

  const onNews = useEffectEvent((news: TabNews) => {
    if (news === 'out') {
      remembered.setUser('');
      if (gate.state === 'in') leave('ended');
      return;
    }
    ofCookie().then(
      (next) => {
        if (next !== null) goOn(next);
      },
      // It is asked again by whatever needs it.
      () => undefined,
    );
  });

  useEffect(ask, [ask]);
  useEffect(
    () =>
      onSessionEnd(() => {
        onEnd();
      }),
    [],
  );
  useEffect(
    () =>
      onOtherTabs((news) => {
        onNews(news);
      }),
    [],
  );

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
              queries.clear();
            },
            signOut: async () => {
              await routes.call('session_close');
              remembered.setUser('');
              tellOtherTabs('out');
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

/** The tenant that everything is narrowed to: the one that was chosen, if it may be named. */
function tenantOf({ tenants }: SignedIn, chosen: string): string {
  return chosen !== '' && mayName(tenants, chosen) ? chosen : '';
}

function mayName(tenants: readonly string[], tenant: string): boolean {
  return tenants.includes('*') || tenants.includes(tenant);
}
