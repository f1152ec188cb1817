import {
  inScope,
  type PolicyFinding,
  type ReplayedVerdict,
  type ReplayResult,
  type TenantScope,
} from '@safeai/core';
import type { AnswerOf, BodyOf } from '../routes/types.ts';
import { millisecondsOfTime } from '../validation/formats.ts';
import { fromFinding } from './policies.ts';

const DEFAULT_RECORDS = 10_000;

/** What a draft would have changed (the runtime's, by shape: this package knows core alone). */
export interface SimulationResult extends ReplayResult {
  readonly revision: string;
  readonly revisionNow: string;
  readonly isComplete: boolean;
  readonly lint: readonly PolicyFinding[];
}

/** POST /v1/policies/simulate: what is asked, but for whose records. @param from the first moment, of `last` */
export function toSimulation(asked: BodyOf<'policies_simulate'>, from: number) {
  const { draft, since, until, limit = DEFAULT_RECORDS } = asked;
  return {
    draft,
    limit,
    since: since === undefined ? from : millisecondsOfTime(since),
    ...(until === undefined ? {} : { until: millisecondsOfTime(until) }),
  };
}

/** POST /v1/policies/simulate: the answer, with the rules that concern everybody and those of the caller's tenants. */
export function fromSimulation(
  result: SimulationResult,
  scope: TenantScope,
): AnswerOf<'policies_simulate'> {
  const { records, replayed, changed, changes, examples, rules, unsure } = result;
  const isSeen = ({ tenantId }: { readonly tenantId: string | null }): boolean =>
    tenantId === null || inScope(scope, tenantId);
  const seen = new Set(rules.filter(isSeen).map(({ name }) => name));
  return {
    policy_revision: result.revision,
    policy_revision_now: result.revisionNow,
    records,
    replayed,
    other_gates: result.otherGates,
    not_replayable: result.notReplayable,
    changed,
    complete: result.isComplete,
    changes: changes.map(({ from, to, count }) => ({
      from: fromVerdict(from),
      to: fromVerdict(to),
      count,
    })),
    examples: examples.map(({ record, from, to }) => ({
      decision_id: record.decision_id,
      ts: record.ts,
      event: record.event,
      tenant_id: record.tenant_id,
      agent_id: record.agent_id,
      tool_name: record.tool_name,
      data_tags: [...record.data_tags],
      from: fromVerdict(from),
      to: fromVerdict(to),
    })),
    rules: rules
      .filter(isSeen)
      .map(({ name, tenantId, now, draft }) => ({ name, tenant_id: tenantId, now, draft })),
    unsure: unsure.filter((name) => seen.has(name)),
    lint: result.lint.filter(isSeen).map(fromFinding),
  };
}

function fromVerdict({ action, policyName }: ReplayedVerdict) {
  return { action, policy_name: policyName };
}
