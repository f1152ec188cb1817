import { createHash } from 'node:crypto';
import { plainName } from './plain-name.ts';
import type { Severity } from './severity.ts';

/**
 * What is said: `trigger`: it has begun; `update`: it goes on, or something is new about it; `acknowledge`: somebody
 * looks after it; `resolve`: it is over.
 */
export type AlertAction = 'trigger' | 'update' | 'acknowledge' | 'resolve';

/** Events of an alert that are alike. */
export interface AlertMember {
  readonly event: string;
  readonly boundary: string | null;
  readonly action: string | null;
  /** Name of the policy rule. */
  readonly policy: string | null;
  readonly agentId: string | null;
  readonly toolName: string | null;
  /** Kind of what was found, such as `secret` or `email`. */
  readonly detectionType: string | null;
  readonly count: number;
}

/** What a channel is told. Ids, names of rules and counts; never content. */
export interface Alert {
  /** Of this message: the same for every attempt and every channel. */
  readonly id: string;
  /** Of what it is about: the same for all messages about it. Services deduplicate by it. At most 255 characters. */
  readonly key: string;
  readonly action: AlertAction;
  /** Name of the alert rule. */
  readonly rule: string;
  readonly severity: Severity;
  /** `*` for what concerns all of them. */
  readonly tenantId: string;
  /** Name of the installation that says it. */
  readonly source: string;
  /** When the first of the events was, in milliseconds since the epoch. */
  readonly startedAt: number;
  /** When the last of them was. */
  readonly lastAt: number;
  /** When this was written. */
  readonly at: number;
  /** Events since it began. */
  readonly count: number;
  /** Events since the message before. */
  readonly newCount: number;
  /** The most frequent first. */
  readonly members: readonly AlertMember[];
  /** Events that are in none of the members. */
  readonly otherCount: number;
  /** Some of the decisions, the latest last. */
  readonly decisionIds: readonly string[];
}

/** An alert of a program's own. */
export interface AlertRequest extends Partial<Omit<Alert, 'rule'>> {
  /** What it is called. */
  readonly rule: string;
}

/**
 * An alert for a channel that is used on its own. What is not given follows from the rule and the tenant: the same
 * two have the same key.
 *
 * @example
 * await channel.send(newAlert({ rule: 'backup-failed', severity: 'error' }));
 */
export function newAlert(request: AlertRequest): Alert {
  const at = request.at ?? Date.now();
  const rule = plainName(request.rule);
  const tenantId = request.tenantId ?? '*';
  const action = request.action ?? 'trigger';
  const { key: given = '' } = request;
  const key = given === '' ? keyOf('', rule, [tenantId]) : given;
  const count = request.count ?? 1;
  return {
    ...{ action, rule, tenantId, key, at, count },
    id: request.id ?? messageIdOf(key, at, 1, action),
    severity: request.severity ?? 'warning',
    source: request.source ?? 'safeai',
    startedAt: request.startedAt ?? at,
    lastAt: request.lastAt ?? at,
    newCount: request.newCount ?? count,
    members: request.members ?? [],
    otherCount: request.otherCount ?? 0,
    decisionIds: request.decisionIds ?? [],
  };
}

/** The deduplication key of a rule and what it groups by, in one installation. */
export function keyOf(
  installation: string,
  rule: string,
  group: readonly (string | null)[],
): string {
  return `safeai-${digest([installation, rule, ...group]).slice(0, 32)}`;
}

/** The id of a message: the place in the order of its key, since the alert began. */
export function messageIdOf(
  key: string,
  startedAt: number,
  sequence: number,
  action: AlertAction,
): string {
  return `msg_${digest([key, startedAt, sequence, action]).slice(0, 32)}`;
}

function digest(parts: readonly (string | number | null)[]): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex');
}
