import { useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useEffectEvent, useRef, useState } from 'react';
import { onOtherTabs, tellOtherTabs, type TabNews } from './other-tabs.ts';
import { remembered } from './remembered.ts';
import { carrySession, carryTenant } from './routes.ts';
import type { SignedIn } from './session-context.ts';
import { onSessionEnd } from './session-end.ts';
import type { SignInReason } from './sign-in-reason.ts';
import { tenantOf } from './tenant-of.ts';
import { ofCookie, whoIsSignedIn, whoIsSignedInAgain } from './who-is-signed-in.ts';

/** Whether somebody is signed in. */
export type Gate =
  | { readonly state: 'asking' }
  | { readonly state: 'failed'; readonly error: Error }
  | { readonly state: 'out'; readonly reason: SignInReason }
  | { readonly state: 'in'; readonly signedIn: SignedIn };

/** Sessions that may be lost in a row before the page asks a person. */
const MOST_RETURNS = 3;
const RETURNS_MS = 10_000;

/**
 * Whether somebody is signed in: asked at first, when a request was refused because nobody is, and when another tab says
 * so.
 */
export function useGate(): {
  readonly gate: Gate;
  readonly enter: (signedIn: SignedIn) => void;
  readonly leave: (reason: SignInReason) => void;
  /** Asks from the beginning. */
  readonly ask: () => void;
} {
  const [gate, setGate] = useState<Gate>({ state: 'asking' });
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
    whoIsSignedIn()
      .then((next) => {
        if (next === null) {
          leave('first');
          return;
        }
        // Whoever came from an issuer just now has another cookie than the tabs know.
        tellOtherTabs('in');
        enter(next);
      })
      .catch((error: unknown) => {
        setGate({ state: 'failed', error: error as Error });
      });
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
  return { gate, enter, leave, ask };
}
