import { SafeAIError } from '@safeai/core';
import type { AnswerOf } from '@safeai/api';
import type { Arguments } from '../tools/schema.ts';
import type { ToolContext } from '../tools/tool.ts';
import { isOwnRequest } from './own-request.ts';

/** What a person has to do, where nobody is named who decides through this server. */
const HOW =
  'Nobody is named who decides through this MCP server. A person has to name one in its configuration, not in a call: ' +
  'SAFEAI_API_KEY with the key of an approver (safeai keys create --role approver --user NAME), or on the machine that ' +
  'SafeAI runs on SAFEAI_APPROVER with a configured user who has the role approver or admin. A person can also decide by ' +
  'safeai approvals approve ID, or in the dashboard.';

const OWN =
  'This request came through this MCP server, or from the agent that uses it: it cannot be decided here, whoever is ' +
  'named as approver. Tell the user: a person decides it in the dashboard or by safeai approvals approve ID. ' +
  'Where another server is meant, give each its own name with SAFEAI_AGENT.';

/**
 * Approves or denies a request of others, for the approver whom the human named for this server.
 *
 * @throws SafeAIError `forbidden` where nobody is named, where whoever is named may not decide, and for requests that
 *   came through this server or from its agent; `not_found`; `conflict` when it is no longer pending
 */
export async function decide(
  verdict: 'approve' | 'deny',
  args: Arguments,
  context: ToolContext,
): Promise<AnswerOf<'approval_approve'>> {
  const { routes, standing, signal } = context;
  if (standing.approver === undefined && !standing.hasKey) throw new SafeAIError('forbidden', HOW);
  const params = { id: String(args.request_id) };
  const { body: request } = await routes
    .call('approval', { params, signal })
    .catch((error: unknown) => {
      throw explained(error);
    });
  // An agent's key sees the status of its requests, not who made them.
  if (request.requester === undefined) throw new SafeAIError('forbidden', HOW);
  if (isOwnRequest(request, context)) throw new SafeAIError('forbidden', OWN);
  const body = {
    ...(standing.approver === undefined ? {} : { approver_id: standing.approver }),
    ...(args.note === undefined ? {} : { note: args.note }),
  };
  const decided = await routes
    .call(`approval_${verdict}`, { params, body, signal })
    .catch((error: unknown) => {
      throw explained(error);
    });
  return decided.body;
}

/** Codes that come of who asks, not of what is asked. */
const OF_THE_CALLER: ReadonlySet<string> = new Set([
  'unauthenticated',
  'forbidden',
  'invalid_request',
]);

/** A refusal of whoever is named, with what a person can do about it. */
function explained(error: unknown): unknown {
  if (!SafeAIError.isInstance(error) || !OF_THE_CALLER.has(error.code)) return error;
  return new SafeAIError('forbidden', `${error.message} ${HOW}`, { cause: error });
}
