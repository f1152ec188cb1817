import { coversTenants, type AuditFacet, type AuditTally, type TenantScope } from '@safeai/core';
import type { AnswerOf } from '../routes/types.ts';

type WireOverview = AnswerOf<'dashboard_overview'>;

/** What the first page of the dashboard shows. Times in milliseconds since the epoch. */
export interface Overview {
  readonly asOf: number;
  /** The first step begins here, and the last one ends at `until`. */
  readonly since: number;
  readonly until: number;
  readonly stepMs: number;
  /** Decisions of that time, in those steps; null: none are kept, or they cannot be read. */
  readonly decisions: AuditTally | null;
  readonly approvals: { readonly pending: number; readonly nextExpiresAt: number | null } | null;
  readonly alerts: WireOverview['alerts'];
  readonly stops: number | null;
}

const NO_ACTIONS = { allow: 0, flag: 0, redact: 0, pending_approval: 0, block: 0 };
const NO_BOUNDARIES = { input: 0, action: 0, output: 0, memory: 0 };

/** GET /v1/dashboard/overview */
export function fromOverview(overview: Overview): WireOverview {
  const { asOf, since, stepMs, decisions, approvals, alerts, stops } = overview;
  return {
    as_of: timeOf(asOf),
    since: timeOf(since),
    step_seconds: stepMs / 1000,
    history: decisions !== null,
    total: decisions?.total ?? 0,
    by_action: countsOf(NO_ACTIONS, decisions?.facets.action),
    by_boundary: countsOf(NO_BOUNDARIES, decisions?.facets.boundary),
    series: decisions === null ? [] : stepsOf(decisions, overview),
    approvals: approvals && {
      pending: approvals.pending,
      next_expires_at: approvals.nextExpiresAt === null ? null : timeOf(approvals.nextExpiresAt),
    },
    alerts,
    stops,
  };
}

/** How often each of some values was found. */
function countsOf<Counts extends Readonly<Record<string, number>>>(
  none: Counts,
  facet: AuditFacet | undefined,
): Counts {
  const counts: Record<string, number> = { ...none };
  for (const { value, count } of facet?.values ?? []) {
    if (value !== null && Object.hasOwn(none, value)) counts[value] = count;
  }
  return counts as Counts;
}

/** Every step of the time, those in which nothing was decided too. */
function stepsOf({ series }: AuditTally, { since, until, stepMs }: Overview) {
  const found = new Map(series.map((bucket) => [bucket.ts, bucket]));
  return Array.from({ length: (until - since) / stepMs }, (_, index) => {
    const ts = since + index * stepMs;
    const { total = 0, byAction = NO_ACTIONS } = found.get(ts) ?? {};
    return { ts: timeOf(ts), total, ...byAction };
  });
}

function timeOf(milliseconds: number): string {
  return new Date(milliseconds).toISOString();
}

/** A user of the configuration. */
export interface ConfiguredUser {
  readonly userId: string;
  readonly role: string;
  readonly tenants: TenantScope;
}

/** GET /v1/dashboard/users: those with no other tenants than a caller may name. */
export function fromUsers(
  users: readonly ConfiguredUser[],
  scope: TenantScope,
): AnswerOf<'dashboard_users'> {
  return users
    .filter(({ tenants }) => coversTenants(scope, tenants))
    .map(({ userId, role, tenants }) => ({ user_id: userId, role, tenants: [...tenants] }));
}
