import type { NamedOperation } from '../actions/operation-name.ts';
import type { Operation } from '../actions/operation.ts';
import { sameFingerprint } from '../approvals/fingerprint.ts';
import { SafeAIError } from '../errors.ts';
import type { DecisionContext } from './decision-context.ts';
import type { Outcome } from './outcome.ts';

/** Named as the deciding policy where an operation had begun before. */
const OPERATION_POLICY = 'operation-once';

/**
 * Why an operation may not begin: it has begun and is not known to have failed. Null when it may. Asked before
 * an approval is used up; only {@link beginOperation} decides between two that ask at once.
 *
 * @throws SafeAIError `conflict` when the name stands for another action
 */
export async function earlierOperation(
  { ports }: DecisionContext,
  wanted: NamedOperation,
): Promise<Outcome | null> {
  const known = await ports.operations.get(wanted.tenantId, wanted.operationId);
  return known === undefined ? null : refusal(known, wanted);
}

/** An operation that began with this decision, or why it did not. */
export type Beginning =
  | { readonly begun: Operation; readonly refusal: null }
  | { readonly begun: null; readonly refusal: Outcome };

/**
 * Begins an operation, unless another request was first.
 *
 * @throws SafeAIError `conflict` when the name stands for another action
 */
export async function beginOperation(
  { ports }: DecisionContext,
  wanted: NamedOperation,
  decisionId: string,
): Promise<Beginning> {
  const operation = { ...wanted, decisionId, startedAt: ports.clock.now(), outcome: null };
  const known = await ports.operations.begin(operation);
  if (known.decisionId === decisionId) return { begun: operation, refusal: null };
  return { begun: null, refusal: refusal(known, wanted) ?? unsettled(known) };
}

function refusal(known: Operation, wanted: NamedOperation): Outcome | null {
  if (!sameFingerprint(known.digest, wanted.digest)) {
    throw new SafeAIError(
      'conflict',
      'The operation_id names another action already. Use a new one for this action.',
    );
  }
  switch (known.outcome) {
    case 'failed':
      return null;
    case 'succeeded':
      return blocked('operation_done', `The operation was done under decision ${known.decisionId}`);
    default:
      return unsettled(known);
  }
}

function unsettled({ decisionId }: Operation): Outcome {
  return blocked(
    'operation_unsettled',
    `The operation began under decision ${decisionId} and its outcome is not known`,
  );
}

function blocked(reasonCode: string, reason: string): Outcome {
  return { action: 'block', reason, policyName: OPERATION_POLICY, reasonCode };
}
