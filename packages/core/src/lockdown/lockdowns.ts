import type { CallContext } from '../boundary/boundary.ts';
import type { DecisionContext } from '../boundary/decision-context.ts';
import { namesOf, safeScope, SafeNames } from '../boundary/safe-names.ts';
import { recordHappening, tellRecorded, type HappeningRecord } from '../boundary/tell.ts';
import { LimitExceededError, SafeAIError } from '../errors.ts';
import { administeredTenant } from '../identity/administered-tenant.ts';
import type { Principal } from '../identity/principal.ts';
import { inScope } from '../tenant-scope.ts';
import { redactedReason } from './configured-lockdowns.ts';
import { checkLockdownRequest, type LockdownRequest } from './lockdown-request.ts';
import type { Lockdown } from './lockdown.ts';

/** Most lockdowns of a tenant at a time, and of those for every tenant; as many again that name neither agent nor tool. */
const MAX_LOCKDOWNS = 200;

/** Who set what a program without a principal sets. */
const PROGRAM = 'program';

/** Whom a lockdown of every tenant concerns, in scopes, records and events. */
const EVERYONE = '*';

/**
 * Emergency stops: of a tenant, an agent, a tool, or of everything. One that is set counts for every decision that
 * begins from then on, in this process at once and in every other one on the same state within half a second.
 *
 * All throw SafeAIError `forbidden` for a principal that is no admin, `state_unavailable`.
 */
export class Lockdowns {
  readonly #context: () => DecisionContext;

  /** @param context what is enforced now */
  constructor(context: () => DecisionContext) {
    this.#context = context;
  }

  /**
   * Stops what the request names; everything, where it names nothing and the caller may name every tenant, else all
   * of the caller's tenant. Recorded as `lockdown.set`.
   *
   * @throws InvalidRequestError also where the caller has several tenants and names none; SafeAIError `forbidden`
   *   for a tenant that is not the caller's; LimitExceededError past 200 of a tenant; `audit_unavailable`: it holds
   *   all the same
   * @example
   * const { id } = await safeai.lockdowns.set({ agentId: 'billing-bot', reason: 'refunds go wrong' });
   */
  async set(request: LockdownRequest, call?: CallContext): Promise<Lockdown> {
    const context = this.#context();
    const { ports, snapshot } = context;
    mustAdminister(call?.principal);
    checkLockdownRequest(context, request);
    const tenantId = administeredTenant(request.tenantId, call?.principal);
    const names = namesOf(context, tenantId ?? EVERYONE);
    const lockdown = {
      id: ports.ids.lockdownId(),
      tenantId: tenantId === null ? null : names.tenantId,
      agentId: names.of(request.agentId),
      tool: request.tool ?? null,
      reason: redactedReason(snapshot.detection, request.reason),
      setBy: names.of(call?.principal?.user) ?? PROGRAM,
      byOperator: inScope(tenantsOf(call), EVERYONE),
      createdAt: ports.clock.now(),
    };
    const active = await ports.lockdowns.active();
    // Single stops never take the place of one of them all.
    const alike = active.filter(
      (one) => one.tenantId === lockdown.tenantId && isNarrow(one) === isNarrow(lockdown),
    );
    if (alike.length >= MAX_LOCKDOWNS) {
      throw new LimitExceededError(
        `There are ${String(MAX_LOCKDOWNS)} lockdowns already. Lift one, or set a wider one.`,
      );
    }
    await ports.lockdowns.add(lockdown);
    context.lockdowns.active.add(lockdown);
    const record = await putOnRecord(context, 'lockdown.set', lockdown, call);
    tellRecorded(ports, record, record.detail);
    return lockdown;
  }

  /**
   * Lifts a lockdown. Recorded as `lockdown.lifted`, before it ends.
   *
   * @throws SafeAIError `not_found` for an unknown id and for another tenant's; `forbidden` for one that somebody
   *   set who may name every tenant, where the caller may not; `conflict` for one of the configuration;
   *   `audit_unavailable`: it holds on
   */
  async lift(id: string, call?: CallContext): Promise<Lockdown> {
    const context = this.#context();
    const { ports } = context;
    mustAdminister(call?.principal);
    const lockdown = (await this.list(call)).find((one) => one.id === id);
    if (lockdown === undefined) throw noSuchLockdown();
    const tenants = safeScope(context, tenantsOf(call));
    if (lockdown.byOperator && !inScope(tenants, EVERYONE)) {
      throw new SafeAIError(
        'forbidden',
        'It was set by somebody who may name every tenant: only such an admin lifts it.',
      );
    }
    if (lockdown.createdAt === null) {
      throw new SafeAIError(
        'conflict',
        `${id} stands in the configuration. Take it out of lockdown there.`,
      );
    }
    const record = await putOnRecord(context, 'lockdown.lifted', lockdown, call);
    let lifted: Lockdown | undefined;
    try {
      lifted = await ports.lockdowns.lift(tenants, id);
    } catch (error) {
      // The log says that it was lifted, and it holds on.
      await putOnRecord(context, 'lockdown.set', lockdown, call).catch(() => undefined);
      throw error;
    }
    context.lockdowns.active.remove(id);
    if (lifted === undefined) throw noSuchLockdown();
    tellRecorded(ports, record, record.detail);
    return lifted;
  }

  /** What is stopped in the caller's tenants: by the configuration, then by people, the oldest first. */
  async list(call?: CallContext): Promise<readonly Lockdown[]> {
    const context = this.#context();
    mustAdminister(call?.principal);
    const tenants = safeScope(context, tenantsOf(call));
    const active = await context.ports.lockdowns.active();
    return [...context.lockdowns.configured.map(({ lockdown }) => lockdown), ...active].filter(
      ({ tenantId }) => tenantId === null || inScope(tenants, tenantId),
    );
  }
}

function tenantsOf(call: CallContext | undefined): readonly string[] {
  return call?.principal?.tenants ?? [EVERYONE];
}

function mustAdminister(principal: Principal | undefined): void {
  if (principal === undefined || principal.roles.includes('admin')) return;
  throw new SafeAIError('forbidden', 'Lockdowns need the role admin.');
}

function isNarrow({ agentId, tool }: Lockdown): boolean {
  return agentId !== null || tool !== null;
}

function noSuchLockdown(): SafeAIError {
  return new SafeAIError('not_found', 'There is no such lockdown.');
}

function putOnRecord(
  context: DecisionContext,
  event: 'lockdown.set' | 'lockdown.lifted',
  { id, tenantId, agentId, tool, reason }: Lockdown,
  call: CallContext | undefined,
): Promise<HappeningRecord> {
  const names = new SafeNames(context, tenantId ?? EVERYONE);
  return recordHappening(context.ports, {
    event,
    action: event === 'lockdown.set' ? 'block' : 'allow',
    policyRevision: context.snapshot.policy.revision,
    tenantId: names.tenantId,
    agentId,
    toolName: tool,
    principal: names.of(call?.principal?.user),
    requestId: names.of(call?.requestId),
    detail: { lockdown_id: id, reason: names.of(reason) },
  });
}
