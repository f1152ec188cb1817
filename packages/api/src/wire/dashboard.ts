import type { TenantScope } from '@safeai/core';
import { coversTenants } from '@safeai/core';
import type { AnswerOf } from '../routes/types.ts';

type WireOverview = AnswerOf<'dashboard_overview'>;

/** How many decisions ended in which action. */
export type ActionCounts = Readonly<WireOverview['by_action']>;

/** A step of an overview. */
export interface OverviewStep {
  /** When it begins, in milliseconds since the epoch. */
  readonly ts: number;
  readonly total: number;
  readonly byAction: ActionCounts;
}

/** Decisions of a time, counted. */
export interface CountedDecisions {
  readonly total: number;
  readonly byAction: ActionCounts;
  readonly byBoundary: Readonly<WireOverview['by_boundary']>;
  /** Oldest first. */
  readonly steps: readonly OverviewStep[];
}

/** What the first page of the dashboard shows. Times in milliseconds since the epoch. */
export interface Overview {
  readonly asOf: number;
  readonly since: number;
  readonly stepMs: number;
  /** Null: nothing is kept, or cannot be read. */
  readonly decisions: CountedDecisions | null;
  readonly approvals: { readonly pending: number; readonly nextExpiresAt: number | null } | null;
  readonly alerts: WireOverview['alerts'];
  readonly stops: number | null;
}

const NO_ACTIONS = { allow: 0, flag: 0, redact: 0, pending_approval: 0, block: 0 };

const NO_DECISIONS: CountedDecisions = {
  total: 0,
  byAction: NO_ACTIONS,
  byBoundary: { input: 0, action: 0, output: 0, memory: 0 },
  steps: [],
};

/** GET /v1/dashboard/overview */
export function fromOverview(overview: Overview): WireOverview {
  const { asOf, since, stepMs, decisions, approvals, alerts, stops } = overview;
  const { total, byAction, byBoundary, steps } = decisions ?? NO_DECISIONS;
  return {
    as_of: timeOf(asOf),
    since: timeOf(since),
    step_seconds: stepMs / 1000,
    history: decisions !== null,
    total,
    by_action: { ...byAction },
    by_boundary: { ...byBoundary },
    series: steps.map((step) => ({ ts: timeOf(step.ts), total: step.total, ...step.byAction })),
    approvals: approvals && {
      pending: approvals.pending,
      next_expires_at: approvals.nextExpiresAt === null ? null : timeOf(approvals.nextExpiresAt),
    },
    alerts,
    stops,
  };
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
