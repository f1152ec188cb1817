import type { AnswerOf } from '@safeai/api';
import { printable } from './printable.ts';

type Lockdown = AnswerOf<'lockdowns'>[number];

/** What a lockdown is for; nothing of it: everything. */
interface Target {
  readonly tenant_id?: string | null;
  readonly agent_id?: string | null;
  readonly tool?: string | null;
}

/** What a lockdown stops, in words. */
export function targetOf({ tenant_id: tenant, agent_id: agent, tool }: Target): string {
  const named = [
    ['tool', tool],
    ['agent', agent],
    ['tenant', tenant],
  ].flatMap(([what, name]) =>
    name === undefined || name === null ? [] : [`${String(what)} ${printable(name)}`],
  );
  return named.length === 0 ? 'EVERYTHING' : named.join(' of ');
}

/** A lockdown in a list: id, what it stops, why, who set it and when. */
export function lockdownRow(lockdown: Lockdown): readonly string[] {
  const { set_by: setBy, created_at: createdAt } = lockdown;
  return [
    lockdown.id,
    targetOf(lockdown),
    printable(lockdown.reason),
    setBy === null ? 'in the configuration' : `by ${printable(setBy)}`,
    createdAt === null ? '' : `since ${createdAt}`,
  ];
}
