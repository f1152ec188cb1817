import { refusal } from '../../../session/refusal.ts';
import { mayCall, useSession } from '../../../session/session-context.ts';
import type { ApprovalRequest } from '../request.ts';
import { statusWords } from '../status.tsx';

/** What a person can do with a request. */
export type Verb = 'approve' | 'deny' | 'cancel';

/** The route of each. */
export const ROUTE_OF = {
  approve: 'approval_approve',
  deny: 'approval_deny',
  cancel: 'approval_cancel',
} as const satisfies Readonly<Record<Verb, string>>;

/**
 * Why who is signed in cannot do that with a request; null where nothing is known against it. Deciding takes the role even
 * where the server checks none for its routes.
 */
export function useRefusal(): (verb: Verb, request: ApprovalRequest) => string | null {
  const { user, roles } = useSession();
  return (verb, { status, requester }) => {
    const isOpen = status === 'pending' || (verb === 'cancel' && status === 'approved');
    if (!isOpen) return `The request waits no more: ${statusWords(status).toLowerCase()}`;
    if (verb === 'cancel') {
      if (roles.includes('admin') || requester === user) return null;
      return 'Its requester or the role admin withdraws a request';
    }
    return refusal(ROUTE_OF[verb], (route) => mayCall(roles, route));
  };
}
