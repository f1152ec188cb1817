import { sameFingerprint } from '../approvals/fingerprint.ts';
import type { CallContext } from '../boundary/boundary.ts';
import type { DecisionContext } from '../boundary/decision-context.ts';
import { namesOf } from '../boundary/safe-names.ts';
import { recordAndTell } from '../boundary/tell.ts';
import { SafeAIError } from '../errors.ts';
import type { Principal } from '../identity/principal.ts';
import { coversTenants, inScope, narrowScope } from '../tenant-scope.ts';
import { isLive, type ApiKey, type ApiKeyView } from './api-key.ts';
import { KeyLookups, NO_LOOKUP } from './key-lookups.ts';
import { KeyProofs } from './key-proofs.ts';
import { KeyRecords } from './key-records.ts';
import { keyTerms, type ApiKeyRequest } from './key-request.ts';
import { apiKeySecret, formatApiKey, parseApiKey } from './key-text.ts';

/** Which keys to list. */
export interface ApiKeyFilter {
  /** Those of this tenant alone. Absent: of all tenants that the caller may see. */
  readonly tenantId?: string;
  /** At most so many; 100 if absent. */
  readonly limit?: number;
}

/** Most keys that a list gives, where the caller asks for no other number. */
const DEFAULT_LIST_LIMIT = 100;

/** Who made what a program without a principal makes. */
const PROGRAM = 'program';

/** API keys: who calls from elsewhere, and what the caller may do. */
export class ApiKeys {
  readonly #context: () => DecisionContext;
  readonly #records: KeyRecords;
  readonly #lookups: KeyLookups;
  readonly #proofs: KeyProofs;

  /** @param context what is enforced now; its ports stay the same */
  constructor(context: () => DecisionContext) {
    const { ports } = context();
    this.#context = context;
    this.#records = new KeyRecords((id) => ports.apiKeys.get(id), ports.clock);
    this.#lookups = new KeyLookups(ports.keys);
    this.#proofs = new KeyProofs(ports.secretHash);
  }

  /**
   * Makes a key. Its text is shown here and nowhere else: only what proves it is kept.
   *
   * @throws InvalidRequestError; SafeAIError `forbidden` for a principal that is no admin of all of the tenants, or
   *   whose credential is bound to agents; `state_unavailable`; `audit_unavailable` (no key is made then)
   * @example
   * const { text } = await safeai.apiKeys.create({ tenants: ['acme'], roles: ['agent'], agents: ['billing-bot'] });
   */
  async create(
    request: ApiKeyRequest,
    call?: CallContext,
  ): Promise<{ key: ApiKeyView; text: string }> {
    const context = this.#context();
    const { ports } = context;
    mustAdminister(call?.principal);
    const { expiresInMs, user, ...terms } = keyTerms(context, request);
    if (!coversTenants(tenantsOf(call), terms.tenants)) {
      throw new SafeAIError('forbidden', 'The caller may not act in all tenants of the key.');
    }
    const parts = { id: ports.ids.apiKeyId(), secret: apiKeySecret(ports.ids.secret()) };
    const hash = await ports.secretHash.hash(parts.secret);
    const createdAt = ports.clock.now();
    const maker = call?.principal;
    const key: ApiKey = {
      ...terms,
      ...this.#lookups.of(parts),
      id: parts.id,
      user: user ?? parts.id,
      createdAt,
      expiresAt: expiresInMs === null ? null : createdAt + expiresInMs,
      revokedAt: null,
      issuer: namesOf(context, maker?.tenant ?? context.defaultTenant).of(maker?.user) ?? PROGRAM,
      hash,
    };
    await ports.apiKeys.add(key);
    this.#records.forget(key.id);
    try {
      await record(context, 'key.created', key, call);
    } catch (error) {
      // Nobody has the text, so a key that stays is of no use to anyone.
      await ports.apiKeys.revoke(['*'], key.id, createdAt).catch(() => undefined);
      this.#records.forget(key.id);
      throw error;
    }
    return { key: shown(key), text: formatApiKey(parts) };
  }

  /**
   * The keys of which the caller may name all tenants, newest first, expired and revoked ones included.
   *
   * @throws SafeAIError `forbidden` for a principal that is no admin; `state_unavailable`
   */
  async list(filter: ApiKeyFilter = {}, call?: CallContext): Promise<readonly ApiKeyView[]> {
    const { tenantId, limit = DEFAULT_LIST_LIMIT } = filter;
    mustAdminister(call?.principal);
    const tenants = narrowScope(tenantsOf(call), tenantId === undefined ? ['*'] : [tenantId]);
    const { apiKeys } = this.#context().ports;
    return (await apiKeys.list(tenants, limit)).map(shown);
  }

  /**
   * Ends a key at once; in other processes on the same state within half a second. Revoking it again changes
   * nothing.
   *
   * @throws SafeAIError `not_found` for an unknown id and for a key of other tenants alike; `forbidden` for a
   *   principal that is no admin; `state_unavailable`; `audit_unavailable` (the key is revoked all the same)
   */
  async revoke(id: string, call?: CallContext): Promise<ApiKeyView> {
    const context = this.#context();
    const { apiKeys, clock } = context.ports;
    mustAdminister(call?.principal);
    let revoked: ApiKey | undefined;
    try {
      revoked = await apiKeys.revoke(tenantsOf(call), id, clock.now());
    } finally {
      this.#records.forget(id);
    }
    if (revoked === undefined) throw new SafeAIError('not_found', 'There is no such API key.');
    await record(context, 'key.revoked', revoked, call);
    return shown(revoked);
  }

  /**
   * Who the holder of a key is. Null for every text that is no key that serves now: unknown, with another secret,
   * expired or revoked, with the same HMACs and comparisons for each. Nothing is recorded.
   *
   * One HMAC and, each half second, one question to the state; a slow hash the first time that this process sees
   * the key, and where the key of its lookup was rotated since it was last used.
   *
   * @throws SafeAIError `state_unavailable` where that cannot be known
   */
  async authenticate(text: string): Promise<Principal | null> {
    const parts = parseApiKey(text);
    if (parts === null) return null;
    const { ports, defaultTenant } = this.#context();
    const key = await this.#records.get(parts.id);
    const { lookup, lookupKey } = this.#lookups.of(parts);
    const isSame = sameFingerprint(key?.lookup ?? NO_LOOKUP, lookup);
    if (key === undefined || !isLive(key, ports.clock.now())) return null;
    const isCurrent = key.lookupKey === lookupKey;
    if (isCurrent && !isSame) return null;
    if (!(await this.#proofs.holds(key, parts.secret, lookup))) return null;
    if (!isCurrent) await this.#renew(key.id, lookup, lookupKey);
    return principalOf(key, defaultTenant);
  }

  /**
   * Who the holder of a key is by its id, which proves nothing: for callers who proved the key before. Null once it
   * is unknown, expired or revoked.
   *
   * @throws SafeAIError `state_unavailable` where that cannot be known
   */
  async holderOf(id: string): Promise<Principal | null> {
    const { ports, defaultTenant } = this.#context();
    const key = await this.#records.get(id);
    if (key === undefined || !isLive(key, ports.clock.now())) return null;
    return principalOf(key, defaultTenant);
  }

  /** What is not renewed now costs a slow hash again in another process, and no more. */
  async #renew(id: string, lookup: string, lookupKey: string): Promise<void> {
    await this.#context()
      .ports.apiKeys.renewLookup(id, lookup, lookupKey)
      .catch(() => undefined);
    this.#records.forget(id);
  }
}

function principalOf(key: ApiKey, defaultTenant: string): Principal {
  const { id, tenants, roles, agents, user } = key;
  const [first = defaultTenant] = tenants;
  const [agent, ...others] = agents ?? [];
  return {
    tenant: inScope(tenants, defaultTenant) ? defaultTenant : first,
    tenants,
    user,
    roles,
    ...(agents === null ? {} : { agents }),
    ...(agent === undefined || others.length > 0 ? {} : { agent }),
    keyId: id,
    source: 'key',
  };
}

function shown({ lookup: _, lookupKey: _key, hash: _hash, ...key }: ApiKey): ApiKeyView {
  return key;
}

function tenantsOf(call: CallContext | undefined): readonly string[] {
  return call?.principal?.tenants ?? ['*'];
}

function mustAdminister(principal: Principal | undefined): void {
  if (principal === undefined) return;
  const { roles, agents, agent } = principal;
  if (roles.includes('admin') && agents === undefined && agent === undefined) return;
  throw new SafeAIError(
    'forbidden',
    'API keys are for the role admin, by a credential that is bound to no agent.',
  );
}

/** On record, and told, in each tenant that it concerns. */
async function record(
  context: DecisionContext,
  event: 'key.created' | 'key.revoked',
  { id, tenants, roles, agents, expiresAt }: ApiKey,
  call: CallContext | undefined,
): Promise<void> {
  for (const tenant of tenants) {
    const names = namesOf(context, tenant);
    await recordAndTell(context.ports, {
      event,
      action: event === 'key.created' ? 'allow' : 'block',
      policyRevision: context.snapshot.policy.revision,
      tenantId: names.tenantId,
      agentId: null,
      principal: names.of(call?.principal?.user),
      requestId: names.of(call?.requestId),
      detail: {
        key_id: id,
        roles: roles.join(','),
        tenants: tenants.length,
        agents: agents?.length ?? null,
        expires_at: expiresAt === null ? null : new Date(expiresAt).toISOString(),
      },
    });
  }
}
