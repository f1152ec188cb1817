import type { DecisionContext } from '../boundary/decision-context.ts';
import { InvalidRequestError, type ErrorDetail } from '../errors.ts';
import type { Capability, CapabilityAction } from './capability.ts';

/** How long a grant lasts that says nothing of it, in milliseconds: an hour. */
export const DEFAULT_CAPABILITY_TTL_MS = 60 * 60_000;

/** Longest that a grant may last, in milliseconds: 30 days. */
export const MAX_CAPABILITY_TTL_MS = 30 * 24 * 60 * 60_000;

/** Most globs of a list. */
export const MAX_CAPABILITY_GLOBS = 100;

/** Longest id or glob, in UTF-16 code units. */
const MAX_NAME_LENGTH = 256;

/** What is to be granted, and to whom. */
export interface GrantRequest {
  /** The only agent that may use it. */
  readonly agentId: string;
  /** Absent: the principal's tenant, else `default`. */
  readonly tenantId?: string;
  /** The only session, if it is to be bound to one. */
  readonly sessionId?: string;
  /** Tools to invoke: full names, or globs. */
  readonly tools?: readonly string[];
  /** Secrets to resolve: globs over `backend/path#key`. */
  readonly secrets?: readonly string[];
  /** Absent: what the lists are for. */
  readonly actions?: readonly CapabilityAction[];
  /** Milliseconds; see {@link DEFAULT_CAPABILITY_TTL_MS} and {@link MAX_CAPABILITY_TTL_MS}. */
  readonly ttlMs?: number;
}

/** A grant's content, checked and filled. */
export interface GrantTerms extends Pick<
  Capability,
  'agentId' | 'sessionId' | 'tools' | 'secrets' | 'actions'
> {
  readonly ttlMs: number;
}

/**
 * Checks a request and fills what it leaves open. Names are kept as they are, so none may hold a detection.
 *
 * @throws InvalidRequestError with a detail for each problem
 */
export function grantTerms({ snapshot }: DecisionContext, request: GrantRequest): GrantTerms {
  const problems: ErrorDetail[] = [];
  const wrong = (field: string, message: string): void => {
    problems.push({ path: `$.${field}`, message });
  };
  const name = (field: string, value: unknown): void => {
    if (typeof value !== 'string' || value === '' || value.length > MAX_NAME_LENGTH) {
      wrong(field, `must be a string of 1 to ${String(MAX_NAME_LENGTH)} characters`);
    } else if (snapshot.identifiers.safe(value, () => '') !== value) {
      wrong(field, 'holds what a detector finds; names must not');
    }
  };
  const names = (field: string, values: unknown): void => {
    if (!Array.isArray(values) || values.length > MAX_CAPABILITY_GLOBS) {
      wrong(field, `must be a list of at most ${String(MAX_CAPABILITY_GLOBS)} globs`);
    } else {
      values.forEach((value, index) => {
        name(`${field}[${String(index)}]`, value);
      });
    }
  };

  const { agentId, sessionId, tools = [], secrets = [] } = request;
  const { actions = actionsFor(tools, secrets), ttlMs = DEFAULT_CAPABILITY_TTL_MS } = request;
  name('agentId', agentId);
  if (request.tenantId !== undefined) name('tenantId', request.tenantId);
  if (sessionId !== undefined) name('sessionId', sessionId);
  names('tools', tools);
  names('secrets', secrets);
  if (!isActions(actions)) wrong('actions', 'must be a list of invoke and resolve');
  else if (actions.length === 0) wrong('tools', 'must name something, or secrets must');
  else if (actions.includes('invoke') && tools.length === 0) {
    wrong('tools', 'must name the tools to invoke');
  } else if (actions.includes('resolve') && secrets.length === 0) {
    wrong('secrets', 'must name the secrets to resolve');
  }
  if (!Number.isInteger(ttlMs) || ttlMs <= 0 || ttlMs > MAX_CAPABILITY_TTL_MS) {
    wrong('ttl', 'must be over 0 and at most 30 days');
  }
  if (problems.length > 0) throw invalid(problems);
  return {
    agentId,
    sessionId: sessionId ?? null,
    tools: [...tools],
    secrets: [...secrets],
    actions: [...new Set(actions)],
    ttlMs,
  };
}

function actionsFor(tools: readonly string[], secrets: readonly string[]): CapabilityAction[] {
  return [
    ...(tools.length > 0 ? (['invoke'] as const) : []),
    ...(secrets.length > 0 ? (['resolve'] as const) : []),
  ];
}

function isActions(value: unknown): value is readonly CapabilityAction[] {
  return Array.isArray(value) && value.every((one) => one === 'invoke' || one === 'resolve');
}

function invalid(details: readonly ErrorDetail[]): InvalidRequestError {
  const message = details.map(({ path = '$', message: what }) => `${path.slice(2)} ${what}.`);
  return new InvalidRequestError(`The grant cannot be made: ${message.join(' ')}`, { details });
}
