import type { CallContext } from '../boundary/boundary.ts';
import type { DecisionContext } from '../boundary/decision-context.ts';
import { SafeNames } from '../boundary/safe-names.ts';
import { recordHappening, tellRecorded, type Happening } from '../boundary/tell.ts';

/** What became of a secret. Names and states alone. */
export interface SecretHappening {
  /**
   * - `secret.rotated`: another value is in use
   * - `secret.stale`: it cannot be read, and its last value is used on; `secret.lost`: there is no value to use any more
   * - `secret.recovered`: what was told is over
   * - `secret.resolved`, `secret.denied`: an agent asked for it, and got it or not
   */
  readonly event:
    | 'secret.rotated'
    | 'secret.stale'
    | 'secret.lost'
    | 'secret.recovered'
    | 'secret.resolved'
    | 'secret.denied';
  readonly backend: string;
  /** As it is written; null where it is about the whole backend. */
  readonly reference: string | null;
  /** A code of its own words. */
  readonly reason?: string | null;
  /** What the backend calls the version in use. */
  readonly version?: string | null;
  /** How long the last value is still used, in milliseconds. */
  readonly usableForMs?: number | null;
  /** Whether something else still cannot be read; of `secret.recovered`. */
  readonly goesOn?: boolean;
  /** The agent that asked. */
  readonly agentId?: string | null;
  readonly sessionId?: string | null;
  /** Absent: it concerns all tenants. */
  readonly tenantId?: string;
  /** The grant that the agent's token is for. */
  readonly capabilityId?: string | null;
}

/** Whom a secret of the configuration concerns, in records and events. */
const EVERYONE = '*';

const WELL: ReadonlySet<SecretHappening['event']> = new Set([
  'secret.rotated',
  'secret.recovered',
  'secret.resolved',
]);

/**
 * Records and tells what became of a secret.
 *
 * @throws SafeAIError `audit_unavailable` when the record cannot be made. What concerns no agent has happened
 *   already, and is told all the same.
 */
export async function recordSecret(
  context: DecisionContext,
  { event, tenantId = EVERYONE, ...happening }: SecretHappening,
  call: CallContext | undefined,
): Promise<void> {
  const names = new SafeNames(context, tenantId);
  const { ports } = context;
  const detail = {
    backend: happening.backend,
    reference: names.of(happening.reference),
    reason: happening.reason ?? null,
    version: names.of(happening.version),
    ...(happening.usableForMs === undefined ? {} : { usable_for_ms: happening.usableForMs }),
    ...(happening.goesOn === undefined ? {} : { goes_on: happening.goesOn }),
    ...(happening.capabilityId === undefined ? {} : { capability_id: happening.capabilityId }),
  };
  const record: Happening = {
    event,
    action: WELL.has(event) ? 'allow' : event === 'secret.denied' ? 'block' : 'flag',
    policyRevision: context.snapshot.policy.revision,
    tenantId: names.tenantId,
    agentId: names.of(happening.agentId),
    sessionId: names.of(happening.sessionId),
    principal: names.of(call?.principal?.user),
    requestId: names.of(call?.requestId),
    detail,
  };
  try {
    tellRecorded(ports, await recordHappening(ports, record), detail);
  } catch (error) {
    if (happening.agentId === undefined) {
      const id = ports.ids.decisionId();
      ports.events.emit({
        ...{ id, event, timestamp: ports.clock.now(), tenantId: names.tenantId },
        ...{ agentId: null, boundary: null, action: null, rule: null, decisionId: null },
        detail,
      });
    }
    throw error;
  }
}
