import type { DecisionContext } from '../boundary/decision-context.ts';
import { parametersDigest } from '../boundary/digest.ts';
import { wrongField } from '../boundary/require.ts';
import { namesOf } from '../boundary/safe-names.ts';
import type { JsonValue } from '../json.ts';
import type { Operation } from './operation.ts';

/** Longest name of an operation, in UTF-16 code units. */
export const MAX_OPERATION_ID_LENGTH = 128;

/** The exact action that a name stands for. */
export interface ExactAction {
  readonly phase: 'request' | 'message';
  readonly toolName: string;
  readonly parameters: JsonValue;
}

/** An operation before a decision has let it begin. */
export type NamedOperation = Pick<
  Operation,
  'tenantId' | 'operationId' | 'digest' | 'agentId' | 'toolName'
>;

/**
 * The operation that a request names; null where it names none. Names that hold a detection are digests in it,
 * since stores keep it. The digest covers agent, tool, phase and parameters, in canonical JSON.
 *
 * @throws InvalidRequestError for a name that is none
 */
export function namedOperation(
  context: DecisionContext,
  scope: { readonly tenantId: string; readonly agentId: string | null },
  operationId: unknown,
  { phase, toolName, parameters }: ExactAction,
): NamedOperation | null {
  if (operationId === undefined) return null;
  const { tenantId, agentId } = scope;
  const names = namesOf(context, tenantId);
  return {
    tenantId: names.tenantId,
    operationId: names.of(requireOperationId(operationId)),
    digest: parametersDigest(context.ports.keys.key('digest'), tenantId, {
      operation: 1,
      agentId,
      toolName,
      phase,
      parameters,
    }),
    agentId: names.of(agentId),
    toolName: names.of(toolName),
  };
}

function requireOperationId(value: unknown): string {
  const fits = typeof value === 'string' && value !== '' && value.length <= MAX_OPERATION_ID_LENGTH;
  if (fits) return value;
  const message = `must be a string of 1 to ${String(MAX_OPERATION_ID_LENGTH)} characters`;
  throw wrongField('operationId', message);
}
