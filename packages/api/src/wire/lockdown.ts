import type { Lockdown, LockdownRequest } from '@safeai/core';
import type { AnswerOf, BodyOf } from '../routes/types.ts';

/** POST /v1/lockdown: the body as a request. */
export function toLockdownRequest(body: BodyOf<'lockdown_set'>): LockdownRequest {
  return {
    ...(body.tenant_id === undefined ? {} : { tenantId: body.tenant_id }),
    ...(body.agent_id === undefined ? {} : { agentId: body.agent_id }),
    ...(body.tool === undefined ? {} : { tool: body.tool }),
    reason: body.reason,
  };
}

/** A lockdown as answers show it. */
export function fromLockdown(lockdown: Lockdown): AnswerOf<'lockdown_set'> {
  const { createdAt } = lockdown;
  return {
    id: lockdown.id,
    tenant_id: lockdown.tenantId,
    agent_id: lockdown.agentId,
    tool: lockdown.tool,
    reason: lockdown.reason,
    set_by: lockdown.setBy,
    by_operator: lockdown.byOperator,
    created_at: createdAt === null ? null : new Date(createdAt).toISOString(),
  };
}
