import type { AnswerOf } from '@safeai/api';
import { printable } from './printable.ts';

type Key = AnswerOf<'keys'>[number];

/** A key in a list: id, tenants, roles, agents, whose, until when. */
export function apiKeyRow(key: Key): readonly string[] {
  const { id, tenant_ids: tenants, roles, agent_ids: agents, user_id: user } = key;
  return [
    printable(id),
    tenants.map(printable).join(' '),
    roles.map(printable).join(' '),
    agents === null ? '' : `agent ${agents.map(printable).join(' ')}`,
    user === id ? '' : printable(user),
    apiKeyEnd(key),
  ];
}

/** When a key ends, or ended. */
export function apiKeyEnd({ expires_at: expires, revoked_at: revoked }: Key): string {
  if (revoked !== null) return `revoked ${printable(revoked)}`;
  return expires === null ? 'until it is revoked' : `until ${printable(expires)}`;
}
