import type {
  AuditQuery,
  PolicyEngineOptions,
  PolicyFinding,
  ReplayResult,
  TenantScope,
} from '@safeai/core';
import type { AuditAccess } from '../audit-access.ts';
import type { DraftDesk } from './draft-desk.ts';

/** Records that are asked for at a time: between them others have their turn. */
const PAGE = 250;

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
 * @param now the rules in force
 * @throws ConfigError `invalid_config` with every problem of the draft, each with line and column; SafeAIError
 *   `rate_limited`, `limit_exceeded`; and where there is no log to read
 */
export function simulatePolicy(
  desk: DraftDesk,
  now: PolicyEngineOptions,
  log: Pick<AuditAccess, 'query'>,
  { draft, limit, tenants, since, until }: SimulationRequest,
): Promise<Simulation> {
  const window: Omit<AuditQuery, 'limit'> = {
    tenants,
    ...(since === undefined ? {} : { since }),
    ...(until === undefined ? {} : { until }),
  };
  return desk.run(async (ask) => {
    await ask({ kind: 'replay', draft, now });
    let left = limit;
    let cursor: string | null | undefined;
    while (left > 0 && cursor !== null) {
      const { records, nextCursor }: Awaited<ReturnType<typeof log.query>> = await log.query({
        ...window,
        limit: Math.min(left, PAGE),
        ...(cursor === undefined ? {} : { cursor }),
      });
      await ask({ kind: 'records', records });
      left -= records.length;
      cursor = nextCursor;
    }
    return { ...(await ask({ kind: 'replayed' })), isComplete: cursor === null };
  });
}
