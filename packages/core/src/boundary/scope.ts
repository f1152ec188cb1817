import { InvalidRequestError } from '../errors.ts';
import type { Principal } from '../identity/principal.ts';
import { normalizeTags } from '../tags.ts';
import type { CallContext, RequestContext } from './boundary.ts';

/** Whom a request is for: settled once, used by the decision, its record and its event. */
export interface Scope {
  readonly tenantId: string;
  readonly agentId: string | null;
  readonly sessionId: string | null;
  readonly userId: string | null;
  readonly model: string | null;
  readonly requestId: string | null;
  /** The caller may act in the tenant: a program itself always, a principal in its own tenants. */
  readonly isOwnTenant: boolean;
  /** Declared tags, normalised. */
  readonly declaredTags: readonly string[];
  /** Overrides the boundary's own surface in reasons. */
  readonly surface: string | null;
  /** How many places of the content nobody could look into. */
  readonly unscanned: number;
}

/**
 * Reads the common part of a request. The agent is the one that the credential is bound to, else the one
 * that the request names.
 *
 * @throws SafeAIError `invalid_tag`; InvalidRequestError for a field that is not a string
 */
export function resolveScope(
  request: RequestContext,
  call: CallContext | undefined,
  defaultTenant: string,
  agentId: string | undefined = request.agentId,
): Scope {
  const principal = call?.principal;
  const tenantId = text(request.tenantId, 'tenantId') ?? principal?.tenant ?? defaultTenant;
  return {
    tenantId,
    agentId: principal?.agent ?? text(agentId, 'agentId'),
    sessionId: text(request.sessionId, 'sessionId'),
    userId: principal?.user ?? null,
    model: text(request.model, 'model'),
    requestId: call?.requestId ?? null,
    isOwnTenant: principal === undefined || actsIn(principal, tenantId),
    declaredTags: declaredTags(request.dataTags),
    surface: call?.surface ?? null,
    unscanned: call?.unscanned ?? 0,
  };
}

function actsIn({ tenants }: Principal, tenantId: string): boolean {
  return tenants.includes('*') || tenants.includes(tenantId);
}

function declaredTags(value: unknown): readonly string[] {
  if (value === undefined) return [];
  const isList = Array.isArray(value) && value.every((tag) => typeof tag === 'string');
  if (isList) return normalizeTags(value);
  throw new InvalidRequestError('dataTags must be a list of strings.', {
    details: [{ path: '$.dataTags', message: 'must be a list of strings' }],
  });
}

function text(value: unknown, name: string): string | null {
  if (value === undefined) return null;
  if (typeof value === 'string') return value;
  throw new InvalidRequestError(`${name} must be a string.`, {
    details: [{ path: `$.${name}`, message: 'must be a string' }],
  });
}
