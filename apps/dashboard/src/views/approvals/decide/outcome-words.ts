import type { AnswerOf } from '@safeai/client';
import { shownText } from '../../../ui/shown-text.ts';
import type { ToastMessage } from '../../../ui/toasts.tsx';
import type { ApprovalRequest } from '../request.ts';
import type { Verb } from './may-decide.ts';
import { approvalsWords, missingWords } from './quorum.ts';

type Decision = AnswerOf<'approval_approve'>;

/** Longest name in a message. */
const MOST = 60;

/** What a decision was about. */
interface Decided {
  /** The request as it was until then. */
  readonly before: ApprovalRequest;
  /** Of who decided. */
  readonly roles: readonly string[];
}

/** What a decision came to, in words. */
export function outcomeWords(verb: Verb, answer: Decision, decided: Decided): ToastMessage {
  const tool = shownText(answer.tool_name, MOST).text;
  const agent = shownText(answer.agent_id, MOST).text;
  if (verb === 'cancel') return { title: 'Withdrawn', text: `${tool} of ${agent}` };
  if (verb === 'deny')
    return { title: 'Denied', text: `${tool} of ${agent} stays blocked.`, tone: 'bad' };
  if (answer.status === 'pending') {
    const after = withVote(decided, answer);
    return {
      title: `${approvalsWords(after)} approvals`,
      text: `Your approval is on record. ${tool} waits for ${missingWords(after)}.`,
    };
  }
  return {
    title: 'Approved',
    text: `${agent} may make this one call of ${tool}.`,
    tone: 'good',
  };
}

/** The request with the approval that was just given. */
function withVote({ before, roles }: Decided, answer: Decision): ApprovalRequest {
  const { approver_id, decided_by, server_time } = answer;
  const votes = before.votes ?? [];
  if (!decided_by.includes(approver_id)) return before;
  if (votes.some((vote) => vote.approver_id === approver_id)) return before;
  const said = { verdict: 'approve' as const, at: server_time, note: null, verified: false };
  return { ...before, votes: [...votes, { approver_id, roles: [...roles], ...said }] };
}
