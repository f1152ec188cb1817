import type { CallContext } from '../boundary/boundary.ts';
import type { DecisionContext } from '../boundary/decision-context.ts';
import { namesOf } from '../boundary/safe-names.ts';
import { recordAndTell } from '../boundary/tell.ts';
import { SafeAIError } from '../errors.ts';
import type { Principal } from '../identity/principal.ts';
import { inScope, narrowScope } from '../tenant-scope.ts';
import type { Capability } from './capability.ts';
import { checkCapability, type CapabilityUse, type CapabilityVerdict } from './check.ts';
import { grantTerms, type GrantRequest } from './grant-request.ts';
import { formatToken, tokenDigest } from './token.ts';

/** A grant as it may be shown: without what is kept of its token. */
export type Grant = Omit<Capability, 'secretDigest'>;

/** Which grants to list. */
export interface GrantFilter {
  /** Absent: all tenants that the caller may see. */
  readonly tenantId?: string;
  /** At most so many; 100 if absent. */
  readonly limit?: number;
}

/** Most grants that a list gives, where the caller asks for no other number. */
const DEFAULT_LIST_LIMIT = 100;

/** Who granted what a program without a principal grants. */
const PROGRAM = 'program';

/** Grants of tools and secrets to single agents, by tokens that end. */
export class Capabilities {
  readonly #context: () => DecisionContext;

  /** @param context what is enforced now */
  constructor(context: () => DecisionContext) {
    this.#context = context;
  }

  /**
   * Grants. The token is shown here and nowhere else: only a digest of it is kept.
   *
   * @throws InvalidRequestError; SafeAIError `forbidden` for a principal that is no admin of the tenant;
   *   `audit_unavailable`
   * @example
   * const { token } = await safeai.capabilities.grant({ agentId: 'billing-bot', tools: ['refund_*'] });
   */
  async grant(
    request: GrantRequest,
    call?: CallContext,
  ): Promise<{ capability: Grant; token: string }> {
    const context = this.#context();
    const { ports } = context;
    const { ttlMs, ...terms } = grantTerms(context, request);
    const tenantId = request.tenantId ?? call?.principal?.tenant ?? context.defaultTenant;
    mustAdminister(call?.principal, tenantId);
    const parts = { id: ports.ids.capabilityId(), secret: ports.ids.secret() };
    const createdAt = ports.clock.now();
    const capability: Capability = {
      ...terms,
      id: parts.id,
      tenantId,
      secretDigest: tokenDigest(ports.keys.key('capability'), parts),
      issuer: namesOf(context, tenantId).of(call?.principal?.user) ?? PROGRAM,
      createdAt,
      expiresAt: createdAt + ttlMs,
      revokedAt: null,
    };
    await ports.capabilities.add(capability);
    try {
      await record(context, 'capability.granted', capability, call);
    } catch (error) {
      // Nobody has the token, so one that stays is of no use to anyone.
      await ports.capabilities.revoke([tenantId], parts.id, createdAt).catch(() => undefined);
      throw error;
    }
    return { capability: shown(capability), token: formatToken(parts) };
  }

  /** The grants of the caller's tenants, newest first, expired and revoked ones included. */
  async list(filter: GrantFilter = {}, call?: CallContext): Promise<readonly Grant[]> {
    const { tenantId, limit = DEFAULT_LIST_LIMIT } = filter;
    const tenants = narrowScope(tenantsOf(call), tenantId === undefined ? ['*'] : [tenantId]);
    const { capabilities } = this.#context().ports;
    return (await capabilities.list(tenants, limit)).map(shown);
  }

  /**
   * Ends a grant at once. Revoking it again changes nothing.
   *
   * @throws SafeAIError `not_found` for an unknown id and for another tenant's alike; `forbidden` for a
   *   principal that is no admin; `audit_unavailable` (the grant is revoked all the same)
   */
  async revoke(id: string, call?: CallContext): Promise<Grant> {
    const context = this.#context();
    const { capabilities, clock } = context.ports;
    mustAdminister(call?.principal);
    const revoked = await capabilities.revoke(tenantsOf(call), id, clock.now());
    if (revoked === undefined) throw new SafeAIError('not_found', 'There is no such capability.');
    await record(context, 'capability.revoked', revoked, call);
    return shown(revoked);
  }

  /** Whether a token serves for one use: a tool to invoke, or a secret to resolve. Nothing is recorded. */
  check(use: CapabilityUse): Promise<CapabilityVerdict> {
    return checkCapability(this.#context().ports, use);
  }
}

function shown({ secretDigest: _, ...grant }: Capability): Grant {
  return grant;
}

function tenantsOf(call: CallContext | undefined): readonly string[] {
  return call?.principal?.tenants ?? ['*'];
}

function mustAdminister(principal: Principal | undefined, tenantId?: string): void {
  if (principal === undefined) return;
  if (!principal.roles.includes('admin')) {
    throw new SafeAIError('forbidden', 'Granting and revoking capabilities needs the role admin.');
  }
  if (tenantId !== undefined && !inScope(principal.tenants, tenantId)) {
    throw new SafeAIError('forbidden', 'The caller may not act in the tenant of the grant.');
  }
}

function record(
  context: DecisionContext,
  event: 'capability.granted' | 'capability.revoked',
  { id, tenantId, agentId, sessionId, tools, secrets, actions, expiresAt }: Capability,
  call: CallContext | undefined,
): Promise<void> {
  const names = namesOf(context, tenantId);
  return recordAndTell(context.ports, {
    event,
    action: event === 'capability.granted' ? 'allow' : 'block',
    policyRevision: context.snapshot.policy.revision,
    tenantId: names.tenantId,
    agentId: names.of(agentId),
    sessionId: names.of(sessionId),
    principal: names.of(call?.principal?.user),
    requestId: names.of(call?.requestId),
    detail: {
      capability_id: id,
      actions: actions.join(','),
      tools: tools.length,
      secrets: secrets.length,
      expires_at: new Date(expiresAt).toISOString(),
    },
  });
}
