import type { BodyOf } from '@safeai/client';
import type { Role } from '@safeai/core';

/** A key as a form describes it. */
export interface KeyWish {
  readonly roles: readonly Role[];
  /** Names with commas between them; `*` for all. */
  readonly tenants: string;
  /** Names with commas between them; empty for any. */
  readonly agents: string;
  /** Empty: the id of the key. */
  readonly user: string;
  /** Empty: until it is revoked. */
  readonly expiresIn: string;
}

/** What a key can be made for. */
export const SPANS: readonly (readonly [expiresIn: string, words: string])[] = [
  ['1d', 'In a day'],
  ['7d', 'In 7 days'],
  ['30d', 'In 30 days'],
  ['90d', 'In 90 days'],
  ['365d', 'In a year'],
  ['', 'When it is revoked'],
];

/** What the route is asked for, or what is missing. */
export function keyBody({
  roles,
  tenants,
  agents,
  user,
  expiresIn,
}: KeyWish): BodyOf<'key_create'> | { readonly problem: string } {
  if (roles.length === 0)
    return { problem: 'Choose a role at least: without one it opens nothing.' };
  const tenantIds = namesIn(tenants);
  if (tenantIds.length === 0) return { problem: 'Name a tenant, or * for all.' };
  const agentIds = namesIn(agents);
  if (agentIds.length > 0 && !roles.every((role) => role === 'agent' || role === 'admin'))
    return { problem: 'A key that is bound to agents has the roles agent or admin alone.' };
  return {
    roles: [...roles],
    tenant_ids: tenantIds,
    ...(agentIds.length === 0 ? {} : { agent_ids: agentIds }),
    ...(user.trim() === '' ? {} : { user_id: user.trim() }),
    ...(expiresIn === '' ? {} : { expires_in: expiresIn }),
  };
}

/** Each name once. */
function namesIn(text: string): string[] {
  return [
    ...new Set(
      text
        .split(',')
        .map((name) => name.trim())
        .filter((name) => name !== ''),
    ),
  ];
}
