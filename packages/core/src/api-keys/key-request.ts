import type { DecisionContext } from '../boundary/decision-context.ts';
import { InvalidRequestError, type ErrorDetail } from '../errors.ts';
import { ROLES, type Role } from '../identity/principal.ts';
import { isUserName } from '../identity/user-name.ts';
import { TENANT_PATTERN } from '../tenant-scope.ts';
import type { ApiKey } from './api-key.ts';

/** Longest that a key may be made for, in milliseconds: ten years. One without an end has none. */
export const MAX_API_KEY_TTL_MS = 3650 * 24 * 60 * 60_000;

/** Most tenants, and most agents, of a key. */
export const MAX_API_KEY_NAMES = 100;

/** Longest name of a user, in UTF-16 code units. */
export const MAX_API_KEY_USER_LENGTH = 128;

/** Longest agent id, in UTF-16 code units. */
const MAX_AGENT_LENGTH = 256;

/** What a key is to be good for. */
export interface ApiKeyRequest {
  /** The tenants that its holder may name: at least one; `*` for all. */
  readonly tenants: readonly string[];
  /** At least one. */
  readonly roles: readonly Role[];
  /** The only agents that its holder speaks for; for the roles agent and admin. Absent: any. */
  readonly agents?: readonly string[];
  /** Who its holder is. Absent: the key's id. */
  readonly user?: string;
  /** Milliseconds; see {@link MAX_API_KEY_TTL_MS}. Absent: it serves until it is revoked. */
  readonly expiresInMs?: number;
}

/** A key's content, checked and without repetitions. */
export interface ApiKeyTerms extends Pick<ApiKey, 'tenants' | 'roles' | 'agents'> {
  readonly user: string | null;
  readonly expiresInMs: number | null;
}

/**
 * Checks a request. Names are kept as they are, so none may hold a detection.
 *
 * @throws InvalidRequestError with a detail for each problem
 */
export function keyTerms({ snapshot }: DecisionContext, request: ApiKeyRequest): ApiKeyTerms {
  const problems: ErrorDetail[] = [];
  const wrong = (field: string, message: string): void => {
    problems.push({ path: `$.${field}`, message });
  };
  const name = (field: string, value: unknown, longest: number): void => {
    if (typeof value !== 'string' || value === '' || value.length > longest) {
      wrong(field, `must be a string of 1 to ${String(longest)} characters`);
    } else if (snapshot.identifiers.safe(value, () => '') !== value) {
      wrong(field, 'holds what a detector finds; names must not');
    }
  };
  const list = (field: string, values: unknown, most: number, check: EachCheck): void => {
    if (!Array.isArray(values) || values.length === 0 || values.length > most) {
      wrong(field, `must be a list of 1 to ${String(most)}`);
    } else {
      values.forEach((value: unknown, index) => {
        check(`${field}[${String(index)}]`, value);
      });
    }
  };

  const { tenants, roles, agents, user, expiresInMs } = request;
  list('tenants', tenants, MAX_API_KEY_NAMES, (field, value) => {
    if (value === '*') return;
    if (typeof value === 'string' && TENANT.test(value)) name(field, value, MAX_AGENT_LENGTH);
    else wrong(field, 'must be * or a tenant id: letters, digits and _ . : @ -, at most 128');
  });
  list('roles', roles, ROLES.length, (field, value) => {
    if (!isRole(value)) wrong(field, `must be one of ${ROLES.join(', ')}`);
  });
  if (agents !== undefined) {
    list('agents', agents, MAX_API_KEY_NAMES, (field, value) => {
      name(field, value, MAX_AGENT_LENGTH);
    });
    if (Array.isArray(roles) && !roles.some((role) => ACTING.has(role))) {
      wrong('agents', 'go with the roles agent and admin: no other one speaks for an agent');
    }
  }
  if (user !== undefined) name('user', user, MAX_API_KEY_USER_LENGTH);
  if (typeof user === 'string' && user !== '' && !isUserName(user)) {
    wrong('user', 'must be a name without invisible characters that no caller has by itself');
  }
  if (expiresInMs !== undefined && !isSpan(expiresInMs)) {
    wrong('expiresIn', 'must be over 0 and at most ten years');
  }
  if (problems.length > 0) throw invalid(problems);
  return {
    tenants: tenants.includes('*') ? ['*'] : [...new Set(tenants)],
    roles: [...new Set(roles)],
    agents: agents === undefined ? null : [...new Set(agents)],
    user: user ?? null,
    expiresInMs: expiresInMs ?? null,
  };
}

type EachCheck = (field: string, value: unknown) => void;

const TENANT = new RegExp(TENANT_PATTERN);

/** Roles that act for agents. */
const ACTING: ReadonlySet<unknown> = new Set<Role>(['agent', 'admin']);

function isRole(value: unknown): value is Role {
  return ROLES.some((role) => role === value);
}

function isSpan(value: number): boolean {
  return Number.isInteger(value) && value > 0 && value <= MAX_API_KEY_TTL_MS;
}

function invalid(details: readonly ErrorDetail[]): InvalidRequestError {
  const message = details.map(({ path = '$', message: what }) => `${path.slice(2)} ${what}.`);
  return new InvalidRequestError(`The key cannot be made: ${message.join(' ')}`, { details });
}
