import type { WireApproval } from '@safeai/api';
import { printable, printableJson } from './printable.ts';

/** A request in a list: id, status, tool, agent, what is left of its time. */
export function approvalRow(request: WireApproval): readonly string[] {
  return [
    request.request_id,
    request.status,
    printable(request.tool_name),
    printable(request.agent_id),
    request.status === 'pending' ? `expires in ${timeLeft(request)}` : request.created_at,
  ];
}

/** A request in full. */
export function approvalLines(request: WireApproval): readonly string[] {
  const facts: readonly (readonly [string, string | null | undefined])[] = [
    ['request', request.request_id],
    ['status', request.status],
    ['tool', request.tool_name],
    ['agent', request.agent_id],
    ['session', request.session_id],
    ['tenant', request.tenant_id],
    ['requester', request.requester],
    ['reason', request.reason],
    ['policy', request.policy_name],
    ['justification', request.justification],
    ['created', request.created_at],
    ['expires', `${request.expires_at} (${timeLeft(request)} left)`],
    ['digest', request.parameters_digest],
    ['needs', needsText(request)],
  ];
  return [
    ...facts.flatMap(([name, text]) =>
      text === null || text === undefined || text === ''
        ? []
        : [`${name.padEnd(13)}  ${printable(text)}`],
    ),
    ...(request.votes ?? []).map(({ verdict, approver_id: by, at, note }) =>
      printable(`${verdict.padEnd(13)}  ${by} at ${at}${note === null ? '' : `: ${note}`}`),
    ),
    'parameters (redacted):',
    printableJson(JSON.stringify(request.parameters ?? null, null, 2)),
  ];
}

function needsText({ requirements = [] }: WireApproval): string {
  return requirements
    .map(({ min_approvals: least, groups }) => {
      const ofRoles = groups.map(({ role, count }) => `${String(count)} of role ${role}`);
      return [`${String(least)} approval${least === 1 ? '' : 's'}`, ...ofRoles].join(', ');
    })
    .join('; ');
}

/** By the server's clock, which decides. */
function timeLeft(request: WireApproval): string {
  const left = Date.parse(request.expires_at) - Date.parse(request.server_time);
  const seconds = Math.max(0, Math.ceil(left / 1000));
  if (seconds < 120) return `${String(seconds)} s`;
  const minutes = Math.ceil(seconds / 60);
  return minutes < 120 ? `${String(minutes)} min` : `${String(Math.ceil(minutes / 60))} h`;
}
