import { fromOverview, MOST_COUNTED, type Overview } from '@safeai/api';
import {
  DECISION_EVENTS,
  inScope,
  SafeAIError,
  type AuditTally,
  type AuditTallyRequest,
  type TenantScope,
} from '@safeai/core';
import { SEVERITIES, type Runtime } from '@safeai/runtime';
import { dashboardUser } from './dashboard.ts';
import type { Dependencies } from './dependencies.ts';
import type { Handler } from './handler.ts';
import { KeptAnswers } from './kept-answers.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** How far an overview looks back, and in which steps: about 60 of them. Milliseconds. */
const SPANS = {
  '1h': { spanMs: HOUR, stepMs: MINUTE },
  '24h': { spanMs: 24 * HOUR, stepMs: 30 * MINUTE },
  '7d': { spanMs: 7 * 24 * HOUR, stepMs: 3 * HOUR },
  '30d': { spanMs: 30 * 24 * HOUR, stepMs: 12 * HOUR },
} as const;

/** Of actions and boundaries there are no more. */
const MOST_VALUES = 10;

/** Milliseconds that counted decisions are shown for: each open page asks every few seconds. */
const KEEP_MS = 1000;

/** Decisions as they were counted: who hears of later ones adds them. */
interface Counted {
  /** Milliseconds since the epoch. */
  readonly asOf: number;
  readonly decisions: AuditTally;
}

/** GET /v1/dashboard/overview. Reading is not recorded. Decisions are counted once for all who may see the same ones. */
export function dashboardOverview(dependencies: Dependencies): Handler<'dashboard_overview'> {
  const { runtime } = dependencies;
  const counts = new KeptAnswers<Counted>(KEEP_MS);
  return async ({ principal, query }) => {
    const user = dashboardUser(dependencies, principal);
    const tenants = query.tenant_id === undefined ? user.tenants : [query.tenant_id];
    const { spanMs, stepMs } = SPANS[query.last ?? '24h'];
    const now = Date.now();
    // The step that goes on is one of them.
    const until = (Math.floor(now / stepMs) + 1) * stepMs;
    const time = { since: until - spanMs, until, stepMs };
    const [counted, approvals, alerts, stops] = await Promise.all([
      ifKnown(
        counts.get(JSON.stringify([tenants, time]), async () => ({
          asOf: Date.now(),
          decisions: await decisionsOf(runtime, { tenants, ...time }),
        })),
      ),
      ifKnown(pendingApprovals(runtime, tenants)),
      ifKnown(openAlerts(runtime, tenants)),
      ifKnown(stopsOf(runtime, tenants)),
    ]);
    const { asOf, decisions } = counted ?? { asOf: now, decisions: null };
    return fromOverview({ asOf, ...time, decisions, approvals, alerts, stops });
  };
}

/** Counted with what each of them did, and where. */
function decisionsOf(
  { audit }: Runtime,
  asked: Pick<AuditTallyRequest, 'tenants' | 'since' | 'until' | 'stepMs'>,
): Promise<AuditTally> {
  return audit.tally({ ...asked, events: DECISION_EVENTS, top: MOST_VALUES });
}

async function pendingApprovals(
  { boundary }: Runtime,
  tenants: TenantScope,
): Promise<NonNullable<Overview['approvals']>> {
  const { requests } = await boundary.approvals.list({
    ...{ tenants, status: 'pending', limit: MOST_COUNTED },
  });
  const ends = requests.map(({ expiresAt }) => expiresAt);
  return { pending: requests.length, nextExpiresAt: ends.length === 0 ? null : Math.min(...ends) };
}

async function openAlerts(
  { alerts }: Runtime,
  tenants: TenantScope,
): Promise<NonNullable<Overview['alerts']>> {
  const page = await alerts.list({ tenants, state: 'open', limit: MOST_COUNTED });
  const found = new Set(page.alerts.map(({ severity }) => severity));
  return {
    open: page.alerts.length,
    worst: SEVERITIES.findLast((severity) => found.has(severity)) ?? null,
  };
}

/** A stop of everything concerns everybody. */
async function stopsOf({ boundary }: Runtime, tenants: TenantScope): Promise<number> {
  const scope = boundary.recordedTenants(tenants);
  const stops = await boundary.lockdowns.list();
  return stops.filter(({ tenantId }) => tenantId === null || inScope(scope, tenantId)).length;
}

/** `invalid_request`: there is too much to count. */
const UNKNOWN: ReadonlySet<string> = new Set([
  'audit_unavailable',
  'state_unavailable',
  'invalid_request',
]);

/** One part that cannot be known takes no other along. */
async function ifKnown<Part>(part: Promise<Part>): Promise<Part | null> {
  try {
    return await part;
  } catch (error) {
    if (SafeAIError.isInstance(error) && UNKNOWN.has(error.code)) return null;
    throw error;
  }
}
