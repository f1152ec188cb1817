import {
  isUserName,
  ROLES,
  SafeAIError,
  TENANT_PATTERN,
  type Principal,
  type Role,
} from '@safeai/core';
import { firstTenant } from '../../settings/settings.ts';
import type { OidcSettings } from './oidc-settings.ts';

/** What a token of the issuer, or its answer about a user, says. */
export type Claims = Readonly<Record<string, unknown>>;

/** Longest name of a user, in UTF-16 code units: that of a subject (OpenID Connect Core, section 2). */
const MAX_USER_LENGTH = 255;

/** Longest agent id, in UTF-16 code units. */
const MAX_AGENT_LENGTH = 256;

/** Most names of one claim: whoever is in more groups has to be given a claim of their own. */
const MAX_NAMES = 1000;

/** Most tenants, and most agents, of a token. */
const MAX_SCOPE = 100;

const TENANT = new RegExp(TENANT_PATTERN);

/** Claims whose names stand in one text, with blanks between them (RFC 8693, section 4.2). */
const BLANK_SEPARATED: ReadonlySet<string> = new Set(['scope', 'scp']);

/**
 * The principal that checked claims stand for, by `auth.oidc.*_claim`, `role_map`, `default_tenants` and
 * `allow_all_tenants`.
 *
 * @throws SafeAIError `forbidden`, with the claim that gives no user, role, tenant or agent, and never its value
 */
export function principalOfClaims(claims: Claims, settings: OidcSettings): Principal {
  const user = userOf(claims, settings);
  const roles = rolesOf(claims, settings);
  const tenants = tenantsOf(claims, settings);
  const agents = agentsOf(claims, settings, roles);
  const [agent, ...others] = agents ?? [];
  return {
    tenant: firstTenant(tenants),
    tenants,
    user,
    roles,
    ...(agents === undefined ? {} : { agents }),
    ...(agent === undefined || others.length > 0 ? {} : { agent }),
    source: 'oidc',
  };
}

function userOf(claims: Claims, { userClaim }: OidcSettings): string {
  const user = claimAt(claims, userClaim);
  if (typeof user === 'string' && user.length <= MAX_USER_LENGTH && isUserName(user)) return user;
  throw refused(userClaim, 'names no user: it must be a text without control characters');
}

function rolesOf(claims: Claims, { rolesClaim, roleMap }: OidcSettings): readonly Role[] {
  const isMapped = Object.keys(roleMap).length > 0;
  const roles = (namesAt(claims, rolesClaim) ?? []).flatMap((name): readonly Role[] => {
    if (!isMapped) return ROLES.filter((role) => role === name);
    const role = Object.hasOwn(roleMap, name) ? roleMap[name] : undefined;
    return role === undefined ? [] : [role];
  });
  if (roles.length > 0) return [...new Set(roles)];
  throw refused(rolesClaim, 'gives no role (auth.oidc.roles_claim, auth.oidc.role_map)');
}

/** A claim that is there and names no tenant is not one that is absent. */
function tenantsOf(claims: Claims, settings: OidcSettings): readonly string[] {
  const { tenantsClaim, defaultTenants, allowAllTenants } = settings;
  const named = namesAt(claims, tenantsClaim);
  const tenants =
    named?.filter((name) => (name === '*' ? allowAllTenants : TENANT.test(name))) ?? defaultTenants;
  if (tenants.includes('*')) return ['*'];
  const distinct = [...new Set(tenants)];
  if (distinct.length > 0 && distinct.length <= MAX_SCOPE) return distinct;
  throw refused(
    tenantsClaim,
    `must name 1 to ${String(MAX_SCOPE)} tenants (auth.oidc.tenants_claim, auth.oidc.default_tenants)`,
  );
}

/** Who acts for agents is bound to those that the issuer names, where it is said to name them. */
function agentsOf(
  claims: Claims,
  { agentsClaim }: OidcSettings,
  roles: readonly Role[],
): readonly string[] | undefined {
  if (agentsClaim === undefined) return undefined;
  const agents = namesAt(claims, agentsClaim);
  if (agents === undefined && !roles.includes('agent')) return undefined;
  const distinct = [...new Set(agents)];
  const isFit = distinct.every((name) => name !== '' && name.length <= MAX_AGENT_LENGTH);
  if (isFit && distinct.length > 0 && distinct.length <= MAX_SCOPE) return distinct;
  throw refused(agentsClaim, `must name 1 to ${String(MAX_SCOPE)} agents (auth.oidc.agents_claim)`);
}

/**
 * The names that a claim lists; undefined where it is absent.
 *
 * @throws SafeAIError `forbidden` for a claim that is neither a text nor a list of texts
 */
function namesAt(claims: Claims, name: string): readonly string[] | undefined {
  const claim = claimAt(claims, name);
  if (claim === undefined || claim === null) return undefined;
  const names = typeof claim === 'string' ? inText(claim, name) : claim;
  if (Array.isArray(names) && names.length <= MAX_NAMES && names.every(isText)) return names;
  throw refused(name, `must be a text or a list of at most ${String(MAX_NAMES)} texts`);
}

function inText(claim: string, name: string): readonly string[] {
  return BLANK_SEPARATED.has(name) ? claim.split(' ') : [claim];
}

function isText(value: unknown): value is string {
  return typeof value === 'string';
}

/** A claim by its whole name, which may hold dots, else by the maps that its dots lead through. */
function claimAt(claims: Claims, name: string): unknown {
  if (Object.hasOwn(claims, name)) return claims[name];
  let value: unknown = claims;
  for (const step of name.split('.')) {
    if (!isMap(value) || !Object.hasOwn(value, step)) return undefined;
    value = value[step];
  }
  return value;
}

function isMap(value: unknown): value is Claims {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function refused(claim: string, why: string): SafeAIError {
  return new SafeAIError('forbidden', `The claim ${claim} of the token ${why}.`);
}
