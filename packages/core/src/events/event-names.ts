const DECISIONS = ['allowed', 'flagged', 'redacted', 'pending_approval', 'blocked'] as const;

function ofDecisions<const Family extends string>(family: Family) {
  return DECISIONS.map((end) => `${family}.${end}` as const);
}

/** What follows decisions on content: each is one of these, once. */
export const DECISION_EVENTS = [
  ...ofDecisions('scan'),
  ...ofDecisions('guard'),
  ...ofDecisions('intercept'),
  ...ofDecisions('message'),
  'memory.write',
  'memory.read',
  'memory.delete',
  'memory.blocked',
] as const;

/** Every name that an event can have, by family. What follows decisions, and what happens besides. */
export const EVENT_NAMES = [
  ...DECISION_EVENTS,
  'memory.purged',
  'memory.shredded',
  'approval.created',
  'approval.voted',
  'approval.approved',
  'approval.denied',
  'approval.cancelled',
  'approval.escalated',
  'approval.expired',
  'approval.consumed',
  'action.succeeded',
  'action.failed',
  'action.unknown',
  'capability.granted',
  'capability.revoked',
  'key.created',
  'key.revoked',
  'lockdown.set',
  'lockdown.lifted',
  'policy.reloaded',
  'policy.reload_failed',
  'budget.warning',
  'budget.exceeded',
  'alert.silenced',
  'alert.unsilenced',
  'alert.acknowledged',
  'alert.resolved',
  'alert.retried',
  'secret.rotated',
  'secret.stale',
  'secret.lost',
  'secret.recovered',
  'secret.resolved',
  'secret.denied',
  'audit.failure',
] as const;

/** The name of an event. */
export type EventName = (typeof EVENT_NAMES)[number];

/** What a stream of events says of itself, whatever its listener asked for. */
export const STREAM_EVENT_NAMES = ['stream.gap', 'heartbeat'] as const;
