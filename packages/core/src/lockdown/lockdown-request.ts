import type { DecisionContext } from '../boundary/decision-context.ts';
import { requireRequest } from '../boundary/require.ts';
import { InvalidRequestError, type ErrorDetail } from '../errors.ts';
import type { LockdownTarget } from './lockdown.ts';

/** Longest reason, in UTF-16 code units. */
export const MAX_LOCKDOWN_REASON_LENGTH = 500;

/** Longest id or glob, in UTF-16 code units. */
const MAX_NAME_LENGTH = 256;

const FIELDS = ['tenantId', 'agentId', 'tool', 'reason'];

/** Fields of a lockdown that there are not. Without its misspelt target it would stop everything. */
export function unknownFields(lockdown: object): string[] {
  return Object.keys(lockdown).filter((field) => !FIELDS.includes(field));
}

/** What to stop, and why. */
export interface LockdownRequest extends LockdownTarget {
  /** For those who are stopped; what detectors find in it is replaced. At most {@link MAX_LOCKDOWN_REASON_LENGTH} long. */
  readonly reason: string;
}

/**
 * Checks a request. Agents and tenants of any name can be stopped; a glob is kept as it is, so it may hold no
 * detection.
 *
 * @throws InvalidRequestError with a detail for each problem
 */
export function checkLockdownRequest(
  { snapshot }: DecisionContext,
  request: LockdownRequest,
): void {
  requireRequest(request);
  const { tenantId, agentId, tool, reason } = request;
  const problems: ErrorDetail[] = unknownFields(request).map((field) => ({
    path: `$.${field}`,
    message: `is no field: there are ${FIELDS.join(', ')}`,
  }));
  const text = (field: string, value: unknown, max: number): boolean => {
    if (typeof value === 'string' && value.trim() !== '' && value.length <= max) return true;
    const message = `must be a string of 1 to ${String(max)} characters`;
    problems.push({ path: `$.${field}`, message });
    return false;
  };
  for (const [field, id] of Object.entries({ tenantId, agentId })) {
    if (id === undefined || !text(field, id, MAX_NAME_LENGTH) || !id.includes('*')) continue;
    problems.push({
      path: `$.${field}`,
      message: 'must be an id, not a glob: leave it out for all',
    });
  }
  if (tool !== undefined && text('tool', tool, MAX_NAME_LENGTH)) {
    if (snapshot.identifiers.safe(tool, () => '') !== tool) {
      problems.push({ path: '$.tool', message: 'holds what a detector finds; names must not' });
    }
  }
  text('reason', reason, MAX_LOCKDOWN_REASON_LENGTH);
  if (problems.length === 0) return;
  const messages = problems.map(({ path = '$', message }) => `${path.slice(2)} ${message}.`);
  throw new InvalidRequestError(`The lockdown cannot be set: ${messages.join(' ')}`, {
    details: problems,
  });
}
