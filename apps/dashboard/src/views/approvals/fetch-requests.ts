import { questions } from '../../session/routes.ts';
import type { ApprovalRequest, TabId } from './request.ts';
import { serverClock } from './time/use-seconds-left.ts';

/** Which requests are listed; empty names are not asked about. */
export interface RequestFilter {
  readonly tab: TabId;
  readonly tool: string;
  readonly agent: string;
}

/** A page of the list, newest first, and where the next one begins. */
export interface RequestPage {
  readonly requests: readonly ApprovalRequest[];
  readonly next: string | null;
}

interface PageWanted extends RequestFilter {
  readonly limit: number;
  /** Null for the first. */
  readonly cursor: string | null;
  readonly signal: AbortSignal;
}

/** A page of the list. The server's time is learnt from it. @throws ProblemError, GuardUnreachableError */
export async function fetchRequests(wanted: PageWanted): Promise<RequestPage> {
  const { tab, tool, agent, limit, cursor, signal } = wanted;
  const { body, headers } = await questions.call('approvals', {
    query: {
      limit,
      status: tab === 'all' ? undefined : tab,
      tool_name: tool === '' ? undefined : tool,
      agent_id: agent === '' ? undefined : agent,
      cursor: cursor ?? undefined,
    },
    signal,
  });
  const [first] = body;
  if (first !== undefined) serverClock.learn(first.server_time);
  return { requests: body, next: headers['x-next-cursor'] ?? null };
}
