import {
  fromTally,
  toAuditQuestion,
  toTallyQuestion,
  type BodyOf,
  type QueryOf,
} from '@safeai/api';
import { parseDuration } from '@safeai/config';
import { SafeAIError, type Principal, type TenantScope } from '@safeai/core';
import type { AuditAccess } from '@safeai/runtime';
import { withHeaders } from '../http/with-headers.ts';
import type { Dependencies } from './dependencies.ts';
import type { Handler } from './handler.ts';

type Asked = QueryOf<'audit'> | NonNullable<BodyOf<'audit_query'>>;

/** GET /v1/audit. Reading is not recorded. */
export function audit({ runtime }: Dependencies): Handler<'audit'> {
  return ({ query, principal }) => page(runtime.audit, query, principal);
}

/** POST /v1/audit/query */
export function auditQuery({ runtime }: Dependencies): Handler<'audit_query'> {
  return ({ body, principal }) => page(runtime.audit, body ?? {}, principal);
}

/** GET /v1/audit/facets. Reading is not recorded. */
export function auditFacets({ runtime }: Dependencies): Handler<'audit_facets'> {
  return async ({ query, principal }) => {
    const stepMs = query.step === undefined ? undefined : parseDuration(query.step);
    const asOf = Date.now();
    const tally = await runtime.audit.tally({
      ...toTallyQuestion(query, sinceLast(query.last), stepMs),
      tenants: tenantsFor(query.tenant_id, principal),
    });
    return fromTally(tally, asOf, stepMs);
  };
}

/** GET /v1/audit/verify */
export function auditVerify({ runtime }: Dependencies): Handler<'audit_verify'> {
  return async () => {
    const { ok, records, segments, checkpoints, problems } = await runtime.audit.verify();
    return { ok, records, segments, checkpoints, problems: [...problems] };
  };
}

/** GET /v1/audit/{decision_id} */
export function auditRecord({ runtime }: Dependencies): Handler<'audit_record'> {
  return ({ params, principal }) => recordOf(runtime.audit, params.decision_id, principal);
}

/** GET /v1/audit/{decision_id}/receipt */
export function auditReceipt({ runtime }: Dependencies): Handler<'audit_receipt'> {
  return async ({ params, principal }) => {
    const record = await recordOf(runtime.audit, params.decision_id, principal);
    return { decision_id: record.decision_id, receipt: runtime.audit.receipt(record) };
  };
}

async function page(log: AuditAccess, asked: Asked, principal: Principal | null) {
  const { records, nextCursor } = await log.query({
    ...toAuditQuestion(asked, sinceLast(asked.last)),
    tenants: tenantsFor(asked.tenant_id, principal),
  });
  return withHeaders(records, { 'x-next-cursor': nextCursor ?? undefined });
}

function sinceLast(last: string | undefined): number | undefined {
  return last === undefined ? undefined : Date.now() - parseDuration(last);
}

/** The edge has seen to it that the caller may name the tenant. */
function tenantsFor(tenantId: string | undefined, principal: Principal | null): TenantScope {
  return tenantId === undefined ? scopeOf(principal) : [tenantId];
}

async function recordOf(log: AuditAccess, decisionId: string, principal: Principal | null) {
  const record = await log.find(scopeOf(principal), decisionId);
  if (record !== undefined) return record;
  throw new SafeAIError('not_found', 'No decision of that id is on record.');
}

/** Nobody sees nothing. */
function scopeOf(principal: Principal | null): TenantScope {
  return principal?.tenants ?? [];
}
