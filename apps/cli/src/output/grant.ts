import type { AnswerOf } from '@safeai/api';
import { printable } from './printable.ts';

/** A grant in a list: id, agent, what it opens, until when. */
export function grantRow(grant: AnswerOf<'capabilities'>[number]): readonly string[] {
  const { revoked_at: revoked, session_id: session } = grant;
  const about = [...grant.tools, ...grant.secrets].map(printable).join(' ');
  return [
    grant.id,
    printable(grant.agent_id),
    session === null ? '' : `session ${printable(session)}`,
    about,
    revoked === null ? `until ${grant.expires_at}` : `revoked ${revoked}`,
  ];
}
