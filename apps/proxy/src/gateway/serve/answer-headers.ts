import type { GuardReport } from '../guard/guarded-call.ts';
import type { SettledCost } from '../spend/call-spend.ts';
import type { UpstreamAnswer } from '../upstreams/forwarded.ts';

/** What SafeAI says of an answer. */
export interface AnswerReports {
  readonly asked: GuardReport;
  readonly answered: GuardReport;
  /** As far as it is known. */
  readonly cost: SettledCost | undefined;
}

/**
 * What goes with an answer: the upstream's headers that may go back, and what SafeAI says of it.
 *
 * @param own headers of every answer; the upstream's stand over them
 */
export function answerHeaders(
  own: Readonly<Record<string, string>>,
  answer: UpstreamAnswer,
  { asked, answered, cost }: AnswerReports,
): Record<string, string> {
  const headers: Record<string, string> = {};
  for (const given of [own, answer.headers]) {
    for (const name in given) headers[name] = given[name] ?? '';
  }
  Object.assign(headers, sourceHeaders(answer.upstream, cost));
  if (asked.decisionId !== '') headers['x-safeai-decision-id'] = asked.decisionId;
  if (answered.decisionId !== '') headers['x-safeai-answer-decision-id'] = answered.decisionId;
  headers['x-safeai-redactions'] = String(asked.redactions + answered.redactions);
  headers['x-safeai-unscanned'] = String(asked.unscanned + answered.unscanned);
  return headers;
}

/** Whose an answer is, and what it cost as far as that is known. */
export function sourceHeaders(
  upstream: string,
  cost: SettledCost | undefined,
): Record<string, string> {
  const headers: Record<string, string> = { 'x-safeai-upstream': upstream };
  if (typeof cost?.amount === 'string') headers['x-safeai-cost'] = cost.amount;
  return headers;
}
