import {
  fromApproval,
  fromApprovalCursor,
  fromApprovalDecision,
  fromApprovalStatus,
  fromListedApproval,
  REVIEW_ROLES,
  toApprovalFilter,
} from '@safeai/api';
import {
  agentsOf,
  narrowScope,
  SafeAIError,
  type ApprovalRecord,
  type Approvals,
  type Principal,
  type TenantScope,
} from '@safeai/core';
import { untilDecided } from '../approvals/until-decided.ts';
import { withHeaders } from '../http/with-headers.ts';
import { APPROVAL_PAGE } from '../pages/approval-page.ts';
import { approverOf } from './approver.ts';
import type { Dependencies } from './dependencies.ts';
import type { Handler } from './handler.ts';

/** GET /v1/approvals. An agent sees its own. */
export function approvals({ runtime }: Dependencies): Handler<'approvals'> {
  return async ({ query, principal }) => {
    const caller = known(principal);
    const isReviewer = reviews(caller);
    if (!isReviewer && caller.agent === undefined) {
      throw new SafeAIError('forbidden', 'Listing needs a credential that is bound to an agent.');
    }
    const tenants = narrowScope(
      caller.tenants,
      query.tenant_id === undefined ? ['*'] : [query.tenant_id],
    );
    const filter = toApprovalFilter(query, tenants);
    const own = caller.agent ?? '';
    const { requests, next } = await runtime.boundary.approvals.list(
      isReviewer ? filter : { ...filter, agentId: own },
    );
    const now = Date.now();
    const show = isReviewer ? fromListedApproval : fromApprovalStatus;
    return withHeaders(
      requests.map((record) => show(record, now)),
      { 'x-next-cursor': next === null ? undefined : fromApprovalCursor(next) },
    );
  };
}

/** GET /v1/approvals/{id}, and with `?wait=` only once it is decided, or the time is over. */
export function approval({ runtime }: Dependencies): Handler<'approval'> {
  return async (input) => {
    const caller = known(input.principal);
    const { approvals } = runtime.boundary;
    const { id } = input.params;
    const record = await untilDecided(
      await seen(approvals, caller, caller.tenants, id),
      () => approvals.get(caller.tenants, id),
      { waitMs: (input.query.wait ?? 0) * 1000, signal: input.signal },
    );
    const show = reviews(caller) ? fromApproval : fromApprovalStatus;
    return show(record, Date.now());
  };
}

/** POST /v1/approvals/{id}/approve */
export function approve(dependencies: Dependencies): Handler<'approval_approve'> {
  return (input) => decide('approve', dependencies, input);
}

/** POST /v1/approvals/{id}/deny */
export function deny(dependencies: Dependencies): Handler<'approval_deny'> {
  return (input) => decide('deny', dependencies, input);
}

/** POST /v1/approvals/{id}/cancel. A trusted caller on this machine need not say who it is. */
export function cancel({ runtime }: Dependencies): Handler<'approval_cancel'> {
  return async ({ params, body, principal, isTrustedLocal, call }) => {
    const caller = known(principal);
    const named = body?.approver_id;
    const { principal: who, verified } =
      named === undefined
        ? { principal: caller, verified: !isTrustedLocal }
        : approverOf({ principal: caller, isTrustedLocal, named }, runtime.config);
    const { approvals } = runtime.boundary;
    await seen(approvals, who, narrowScope(caller.tenants, who.tenants), params.id);
    const cancelled = await approvals.cancel(who, caller.tenants, params.id, { verified, call });
    return fromApprovalDecision(cancelled, who.user, Date.now());
  };
}

/** GET /approvals/{id}: changes nothing, and says nothing about the request. */
export function approvalPage(): Handler<'approval_page'> {
  return () => APPROVAL_PAGE;
}

async function decide(
  verdict: 'approve' | 'deny',
  { runtime }: Dependencies,
  input: Parameters<Handler<'approval_approve'>>[0],
) {
  const { params, body, isTrustedLocal, call } = input;
  const caller = known(input.principal);
  const { principal: approver, verified } = approverOf(
    { principal: caller, isTrustedLocal, named: body?.approver_id },
    runtime.config,
  );
  const record = await runtime.boundary.approvals[verdict](approver, caller.tenants, params.id, {
    verified,
    call,
    ...(body?.note === undefined ? {} : { note: body.note }),
  });
  return fromApprovalDecision(record, approver.user, Date.now());
}

/** Who is bound to agents speaks for them, and reviews nobody's requests, whatever the roles. */
function reviews(principal: Principal): boolean {
  const { roles } = principal;
  return agentsOf(principal) === undefined && roles.some((role) => REVIEW_ROLES.includes(role));
}

/** A request, for those who may know that there is one: who reviews, and who made it. */
async function seen(
  approvals: Approvals,
  who: Principal,
  tenants: TenantScope,
  id: string,
): Promise<ApprovalRecord> {
  const record = await approvals.get(tenants, id);
  if (reviews(who) || approvals.isOwn(who, record)) return record;
  throw new SafeAIError('not_found', 'There is no such approval request.');
}

/** No route of approvals is public. */
function known(principal: Principal | null): Principal {
  if (principal === null)
    throw new SafeAIError('unauthenticated', 'The request needs a credential.');
  return principal;
}
