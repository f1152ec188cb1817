import type { WireEvent } from '@safeai/client';
import { absentOf, type QueryKey, type Question } from '../question/keys.ts';

/** Keys of which an event says nothing. */
const UNTOLD: readonly QueryKey[] = ['tag', 'session', 'approval', 'would_have', 'shadow'];

/**
 * Whether what an event tells of is a record that a question would find: `no`, `yes`, or `maybe` where the question asks
 * for what events do not say.
 *
 * @param now milliseconds since the epoch
 */
export function matchOf(event: WireEvent, question: Question, now: number): 'no' | 'yes' | 'maybe' {
  if (event.event === 'stream.gap') return 'maybe';
  if (event.decision_id === null || question.decision !== undefined) return 'no';
  if (question.until !== undefined && Date.parse(question.until) <= now) return 'no';
  const { action, boundary, agent_id, rule, tenant_id, detail } = event;
  const told = {
    ...{ action, boundary, agent: agent_id, policy: rule, tenant: tenant_id },
    tool: detail.tool_name ?? null,
  };
  const isOther = Object.entries(told).some(([key, value]) => {
    const wanted = question[key as keyof typeof told];
    return wanted !== undefined && wanted !== value;
  });
  const absent = absentOf(question);
  const isSaid = absent.some((key) => key in told && told[key as keyof typeof told] !== null);
  if (isSaid || isOther || !isOfFamily(event.event, question.event)) return 'no';
  const isUntold = UNTOLD.some(
    (key) => question[key] !== undefined || absent.some((each) => each === key),
  );
  return isUntold ? 'maybe' : 'yes';
}

function isOfFamily(event: string, wanted: string | undefined): boolean {
  if (wanted === undefined) return true;
  return wanted.endsWith('.*') ? event.startsWith(wanted.slice(0, -1)) : event === wanted;
}
