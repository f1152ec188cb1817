import { SafeAIError, type Action, type ApprovalStatus } from '@safeai/core';

const ACTIONS: ReadonlySet<unknown> = new Set<Action>([
  'allow',
  'flag',
  'redact',
  'pending_approval',
  'block',
]);

const STATUSES: ReadonlySet<unknown> = new Set<ApprovalStatus>([
  'pending',
  'approved',
  'denied',
  'expired',
  'consumed',
  'cancelled',
]);

/** What is looked at of an answer. */
type Fields = Readonly<Record<string, unknown>>;

/**
 * The answer of a boundary, once it is seen that it decides: code that asks whether something is blocked must not
 * take what is no decision, or one of a kind that it does not know, for a leave to go on.
 *
 * @param content the field with what may go on
 * @param phase of a tool call
 * @throws SafeAIError `guard_unavailable`, in no mode failed open: somebody was there, and content may have led to this
 */
export function decided<Answer extends object>(
  answer: Answer,
  content: keyof Answer & string,
  phase?: 'request' | 'response',
): Answer {
  const { decision, detections, ...rest } = answer as Fields;
  const { action, decision_id: id } = (decision ?? {}) as Fields;
  const isDecision = ACTIONS.has(action) && typeof id === 'string' && Array.isArray(detections);
  if (isDecision && rest[content] !== undefined && rest.phase === phase) return answer;
  throw notUnderstood('a decision');
}

/**
 * The answer about an approval, once it is seen that it is about this one.
 *
 * @throws SafeAIError `guard_unavailable`
 */
export function standsFor<Answer extends object>(answer: Answer, id: string): Answer {
  const { request_id: about, status } = answer as Fields;
  if (about === id && STATUSES.has(status)) return answer;
  throw notUnderstood('how the approval stands');
}

function notUnderstood(what: string): SafeAIError {
  return new SafeAIError(
    'guard_unavailable',
    `SafeAI answered, but not with ${what} that this client understands: nothing goes on.`,
  );
}
