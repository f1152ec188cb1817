import type { OutboxEntry, OutboxFilter, Silence } from '@safeai/core';
import type { Static } from '@sinclair/typebox';
import type { AlertMessageSchema, AlertSchema, WireAlertRule } from '../schema/alerts.ts';
import type { AnswerOf, BodyOf, QueryOf } from '../routes/types.ts';
import { snakeCase } from './snake-case.ts';

type WireAlert = Static<typeof AlertSchema>;
type WireMessage = Static<typeof AlertMessageSchema>;

/** What answers show of an alert. */
export interface ShownAlert {
  readonly key: string;
  readonly rule: string;
  readonly severity: WireAlert['severity'];
  readonly tenantId: string;
  readonly status: WireAlert['status'];
  readonly heldBy: string | null;
  readonly isAcknowledged: boolean;
  readonly count: number;
  readonly startedAt: number;
  readonly lastAt: number;
  readonly toldAt: number | null;
  readonly toldTo: readonly string[];
  readonly members: readonly ShownMember[];
  readonly otherCount: number;
  readonly decisionIds: readonly string[];
}

/** Events of an alert that are alike. */
export interface ShownMember {
  readonly event: string;
  readonly boundary: string | null;
  readonly action: string | null;
  readonly policy: string | null;
  readonly agentId: string | null;
  readonly toolName: string | null;
  readonly detectionType: string | null;
  readonly count: number;
}

/** What is said in a message of the outbox. */
export interface ShownMessage {
  readonly rule: string;
  readonly severity: WireMessage['severity'];
  readonly action: WireMessage['says'];
  readonly count: number;
}

/** What answers show of a rule: its settings as they are. */
export interface ShownRule {
  readonly name: string;
  readonly severity?: WireAlertRule['severity'] | undefined;
}

type WireChannel = AnswerOf<'alerts_rules'>['channels'][number];

/** What answers show of a channel. */
export interface ShownChannel extends Pick<
  WireChannel,
  'id' | 'type' | 'enabled' | 'fallback' | 'state' | 'problem' | 'waiting' | 'dead'
> {
  readonly minSeverity: WireChannel['min_severity'];
  readonly ratePerMinute: number;
}

/** An alert as answers show it. */
export function fromAlert(alert: ShownAlert): WireAlert {
  return {
    id: alert.key,
    rule: alert.rule,
    severity: alert.severity,
    tenant_id: alert.tenantId,
    status: alert.status,
    held_by: alert.heldBy,
    acknowledged: alert.isAcknowledged,
    count: alert.count,
    started_at: isoTime(alert.startedAt),
    last_at: isoTime(alert.lastAt),
    told_at: alert.toldAt === null ? null : isoTime(alert.toldAt),
    told_to: [...alert.toldTo],
    members: alert.members.map((member) => ({
      event: member.event,
      boundary: member.boundary,
      action: member.action,
      policy: member.policy,
      agent_id: member.agentId,
      tool_name: member.toolName,
      detection_type: member.detectionType,
      count: member.count,
    })),
    other_count: alert.otherCount,
    decision_ids: [...alert.decisionIds],
  };
}

/** A message as answers show it. */
export function fromAlertMessage(entry: OutboxEntry, said: ShownMessage): WireMessage {
  return {
    id: entry.id,
    alert_id: entry.key,
    channel: entry.channel,
    tenant_id: entry.tenantId,
    rule: said.rule,
    severity: said.severity,
    says: said.action,
    count: said.count,
    status: entry.state,
    attempts: entry.attempts,
    problem: entry.problem,
    moved_from: [...entry.movedFrom],
    created_at: isoTime(entry.createdAt),
    due_at: isoTime(entry.dueAt),
    ended_at: entry.endedAt === null ? null : isoTime(entry.endedAt),
  };
}

/** GET /v1/alerts/messages: the query as a filter, but for the tenants. */
export function toMessageFilter({
  status,
  channel,
  limit = 100,
}: QueryOf<'alerts_messages'>): Omit<OutboxFilter, 'tenants'> {
  return {
    limit,
    ...(status === undefined ? {} : { state: status }),
    ...(channel === undefined ? {} : { channel }),
  };
}

/** POST /v1/alerts/silences: the body as a request, but for its duration. */
export function toSilenceRequest(body: BodyOf<'alerts_silence'>) {
  return {
    tenantId: body.tenant_id,
    rule: body.rule,
    event: body.event,
    agentId: body.agent_id,
    reason: body.reason,
  };
}

/** A silence as answers show it. */
export function fromSilence(silence: Silence): AnswerOf<'alerts_unsilence'> {
  return {
    id: silence.id,
    tenant_id: silence.tenantId,
    rule: silence.rule,
    event: silence.event,
    agent_id: silence.agentId,
    reason: silence.reason,
    set_by: silence.setBy,
    created_at: isoTime(silence.createdAt),
    until: isoTime(silence.until),
  };
}

/** Rules and channels as answers show them. */
export function fromAlertRules(
  rules: readonly ShownRule[],
  channels: readonly ShownChannel[],
): AnswerOf<'alerts_rules'> {
  return {
    rules: rules.map((rule) => {
      const given = Object.entries(rule).filter(([, value]) => value !== undefined);
      const named = given.map(([name, value]) => [snakeCase(name), value as unknown]);
      return { severity: 'warning', ...Object.fromEntries(named) } as WireAlertRule;
    }),
    channels: channels.map(({ minSeverity, ratePerMinute, ...channel }) => ({
      ...channel,
      min_severity: minSeverity,
      rate_per_minute: ratePerMinute,
    })),
  };
}

function isoTime(at: number): string {
  return new Date(at).toISOString();
}
