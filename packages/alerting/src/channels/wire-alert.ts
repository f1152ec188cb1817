import type { Alert } from '../alert.ts';
import { plainName } from '../plain-name.ts';
import { timeOf } from './wording.ts';

/** What happened, as receivers switch on it. */
const TYPES = {
  trigger: 'alert.triggered',
  update: 'alert.updated',
  acknowledge: 'alert.acknowledged',
  resolve: 'alert.resolved',
} as const;

/** An alert as receivers of JSON get it. */
export function wireAlert(alert: Alert) {
  const named = (name: string | null): string | null => (name === null ? null : plainName(name));
  return {
    type: TYPES[alert.action],
    timestamp: timeOf(alert.at),
    data: {
      id: alert.id,
      key: alert.key,
      rule: plainName(alert.rule),
      severity: alert.severity,
      tenant_id: plainName(alert.tenantId),
      source: plainName(alert.source),
      started_at: timeOf(alert.startedAt),
      last_at: timeOf(alert.lastAt),
      count: alert.count,
      new_count: alert.newCount,
      members: alert.members.map((member) => ({
        event: plainName(member.event),
        boundary: named(member.boundary),
        action: named(member.action),
        policy: named(member.policy),
        agent_id: named(member.agentId),
        tool_name: named(member.toolName),
        detection_type: named(member.detectionType),
        count: member.count,
      })),
      other_count: alert.otherCount,
      decision_ids: alert.decisionIds.map((id) => plainName(id)),
    },
  };
}
