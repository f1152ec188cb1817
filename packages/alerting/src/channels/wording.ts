import type { Alert, AlertMember } from '../alert.ts';
import { cut, plainName } from '../plain-name.ts';

const ENDINGS = {
  trigger: '',
  update: ' (goes on)',
  acknowledge: ' (acknowledged)',
  resolve: ' (over)',
} as const;

/** An alert in one line. */
export function headline(alert: Alert, most = 200): string {
  const { rule, tenantId, count, action } = alert;
  const where = tenantId === '*' ? '' : ` in ${plainName(tenantId)}`;
  return cut(`${plainName(rule)}: ${eventsOf(count)}${where}${ENDINGS[action]}`, most);
}

/** What it says beyond its headline: labels and values, one line each. */
export function facts(alert: Alert): readonly (readonly [label: string, value: string])[] {
  const { severity, rule, tenantId, source, count, newCount, decisionIds } = alert;
  return [
    ['Severity', severity],
    ['Rule', plainName(rule)],
    ['Tenant', tenantId === '*' ? 'all' : plainName(tenantId)],
    ['Events', newCount === count ? String(count) : `${String(count)}, ${String(newCount)} new`],
    ['First', timeOf(alert.startedAt)],
    ['Last', timeOf(alert.lastAt)],
    ...memberLines(alert).map((line) => ['Of these', line] as const),
    ...(decisionIds.length === 0
      ? []
      : [['Decisions', decisionIds.map((id) => plainName(id)).join(', ')] as const]),
    ['Reported by', plainName(source)],
    ['Key', plainName(alert.key, 255)],
  ];
}

/** Each kind of event, with what it was about and how often it happened. */
export function memberLines({ members, otherCount }: Alert): readonly string[] {
  const lines = members.map(memberLine);
  return otherCount === 0 ? lines : [...lines, `${eventsOf(otherCount)} of other kinds`];
}

/** ISO 8601, UTC. A time that is none is told as it is. */
export function timeOf(time: number): string {
  return Number.isFinite(time) && Math.abs(time) <= 8.64e15
    ? new Date(time).toISOString()
    : String(time);
}

function memberLine(member: AlertMember): string {
  const { event, action, policy, agentId, toolName, detectionType, count } = member;
  const named = [
    ['policy', policy],
    ['agent', agentId],
    ['tool', toolName],
    ['found', detectionType],
  ].flatMap(([label = '', value]) => (value === null ? [] : `${label} ${plainName(value ?? '')}`));
  const said = [plainName(event), action === null ? null : plainName(action), ...named];
  return `${String(count)} × ${said.filter((part) => part !== null).join(', ')}`;
}

function eventsOf(count: number): string {
  return count === 1 ? '1 event' : `${String(count)} events`;
}
