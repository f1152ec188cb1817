import { SafeAIError } from '@safeai/core';
import type { AnswerOf } from '@safeai/api';
import { DEFAULT_AGENT } from '../tools/agent.ts';
import type { Standing, ToolContext } from '../tools/tool.ts';

/** A request for approval as whoever reviews it sees it. */
type Approval = AnswerOf<'approval'>;

/** Names that no detector takes for a value, so that they are stored as they are. */
export const AGENT_NAME = /^[A-Za-z][A-Za-z0-9_.:-]{0,63}$/;

/** Longest justification on the wire, in UTF-16 code units. */
const MAX_JUSTIFICATION = 4096;

/** Who makes requests without a credential, as records name them. */
const UNNAMED: ReadonlySet<string> = new Set(['', 'local', 'local-cli', 'program']);

const MARK = /^\[through ([^\]]*)\]/;

/** A beginning that was redacted, by a detector of the house for instance: the mark may have been in it. */
const REDACTED_MARK = /^\[[^\]]{0,200}_REDACTED\]/;

/**
 * What the approver reads, marked with the server that it came through. The mark lies where the request does, so that
 * it is known after a restart, by another process and on another machine. It comes first: a text cannot take it away.
 */
export function markedJustification(justification: unknown, standing: Standing): string {
  const mark = `[through ${nameOf(standing)}]`;
  if (typeof justification !== 'string') return mark;
  return `${mark} ${justification}`.slice(0, MAX_JUSTIFICATION);
}

/**
 * Whether a request came through this server, or from the agent that holds it: nobody decides on a request of their
 * own. That of its own principal the gateway refuses by itself.
 */
export function isOwnRequest(
  request: Approval,
  { standing, client }: Pick<ToolContext, 'standing' | 'client'>,
): boolean {
  const own = nameOf(standing);
  const justification = request.justification ?? '';
  if (REDACTED_MARK.test(justification)) return true;
  const through = MARK.exec(justification)?.[1];
  // A name that was redacted may be this one.
  if (through !== undefined && (through === own || !AGENT_NAME.test(through))) return true;
  const agent = plain(request.agent_id);
  // Nobody can tell whose it is: the agent's that uses this server, as likely as another's.
  if (agent === '') return UNNAMED.has(request.requester ?? '');
  if (agent === plain(own)) return true;
  const host = plain(client ?? '');
  if (host === '') return false;
  // Hosts add their surface to their name: `cursor-vscode`.
  const isHost = host === agent || host.startsWith(`${agent}-`) || agent.startsWith(`${host}-`);
  return isHost || HOOK_AGENTS[host] === agent;
}

/** What `safeai hook` calls the agents of hosts that call themselves otherwise. */
const HOOK_AGENTS: Readonly<Record<string, string>> = { 'visual-studio-code': 'copilot' };

/**
 * A server that may approve others' requests must not act on them: it uses approvals of its own requests alone.
 *
 * @throws SafeAIError `forbidden`
 */
export async function checkOwnApproval(requestId: unknown, context: ToolContext): Promise<void> {
  const { routes, standing, signal } = context;
  if (standing.approver === undefined || typeof requestId !== 'string') return;
  const { body } = await routes.call('approval', { params: { id: requestId }, signal });
  if (isOwnRequest(body, context)) return;
  throw new SafeAIError(
    'forbidden',
    'This request was not made through this MCP server, which may approve requests of others: only whoever made it may act on its approval.',
  );
}

function nameOf({ agent }: Standing): string {
  return agent ?? DEFAULT_AGENT;
}

function plain(name: string): string {
  return name.toLowerCase().replace(/[^a-z0-9]+/g, '-');
}
