import {
  PolicyReplay,
  type AuditQuery,
  type PolicyEngine,
  type PolicyFinding,
  type ReplayResult,
  type TenantScope,
} from '@safeai/core';
import type { AuditAccess } from './audit-access.ts';
import { draftPolicy } from './draft-policy.ts';

/** Records that are asked for at a time: between them others have their turn. */
const PAGE = 1000;

/** What a draft is tried on. */
export interface SimulationRequest {
  /** `policies`, `policy` and `tenants` as `safeai.yaml` has them; all else in it counts for nothing. */
  readonly draft: string;
  /** Whose records, and whose rules are told of. */
  readonly tenants: TenantScope;
  /** Milliseconds since the epoch, inclusive. */
  readonly since?: number;
  /** Milliseconds since the epoch, exclusive. */
  readonly until?: number;
  /** Most records, the newest first. */
  readonly limit: number;
}

/** What a draft would have changed in what is on record. */
export interface Simulation extends ReplayResult {
  /** Of the draft. */
  readonly revision: string;
  /** Of the rules in force. */
  readonly revisionNow: string;
  /** False where there were more records than asked for. */
  readonly isComplete: boolean;
  /** What looks like a mistake in the draft. */
  readonly lint: readonly PolicyFinding[];
}

/**
 * Decides what is on record once more, under a draft. Nothing is recorded, and nothing changes.
 *
 * @throws ConfigError `invalid_config` with every problem of the draft, each with line and column; SafeAIError where
 *   there is no log to read
 */
export async function simulatePolicy(
  now: PolicyEngine,
  log: Pick<AuditAccess, 'query'>,
  request: SimulationRequest,
): Promise<Simulation> {
  const draft = draftPolicy(request.draft);
  const replay = new PolicyReplay(now, draft);
  const { tenants, since, until, limit } = request;
  const window: Omit<AuditQuery, 'limit'> = {
    tenants,
    ...(since === undefined ? {} : { since }),
    ...(until === undefined ? {} : { until }),
  };
  let left = limit;
  let cursor: string | null | undefined;
  while (left > 0 && cursor !== null) {
    const page = await log.query({
      ...window,
      limit: Math.min(left, PAGE),
      ...(cursor === undefined ? {} : { cursor }),
    });
    for (const record of page.records) replay.add(record);
    left -= page.records.length;
    cursor = page.nextCursor;
  }
  return {
    ...replay.result(),
    revision: draft.revision,
    revisionNow: now.revision,
    isComplete: cursor === null,
    lint: draft.lint(),
  };
}
