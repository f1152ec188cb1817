import { ROUTE_ACCESS } from '@safeai/api/wire';
import type { AnswerOf, RouteId } from '@safeai/client';
import { createContext, useContext } from 'react';

/** Who is signed in, as the server says. */
export type SignedIn = AnswerOf<'session'>;

/** Who is signed in, and what that allows. */
export interface Session {
  /** What the server said when it began; another object for another session. */
  readonly signedIn: SignedIn;
  readonly user: string;
  readonly roles: readonly string[];
  /** Whether the server refuses for roles (`dashboard.rbac_enabled`). */
  readonly rolesChecked: boolean;
  /** Those that may be named; `*` for all. */
  readonly tenants: readonly string[];
  /** The one that everything is narrowed to; empty for all of them. */
  readonly tenant: string;
  /** Narrows everything to a tenant; empty for all of them. */
  readonly setTenant: (tenant: string) => void;
  /** Ends the session; says so where that fails. */
  readonly signOut: () => Promise<void>;
}

export const SessionContext = createContext<Session | null>(null);

/** Who is signed in. @throws Error outside of a session */
export function useSession(): Session {
  const session = useContext(SessionContext);
  if (session === null) throw new Error('Nobody is signed in.');
  return session;
}

/** Whether what belongs to all tenants together is shown: to who may name all of them, and has chosen none. */
export function useSeesAll(): boolean {
  const { tenants, tenant } = useSession();
  return tenants.includes('*') && tenant === '';
}

/** Whether a role may call a route, by the server's own table. It decides what is shown; the server decides what is allowed. */
export function mayCall(roles: readonly string[], route: RouteId): boolean {
  const access = ROUTE_ACCESS[route];
  return access === 'public' || access.some((role) => roles.includes(role));
}

/** Which roles may call a route, for who may not. */
export function rolesFor(route: RouteId): readonly string[] {
  const access = ROUTE_ACCESS[route];
  return access === 'public' ? [] : access.filter((role) => role !== 'agent');
}

/** Whether who is signed in may call a route. */
export function useMay(): (route: RouteId) => boolean {
  const { roles, rolesChecked } = useSession();
  return (route) => !rolesChecked || mayCall(roles, route);
}
