import {
  type Alerting,
  alertView,
  type AlertView,
  type ChannelTest,
  newSilence,
  type SilenceRequest,
} from '@safeai/alerting';
import {
  administeredTenant,
  type AlertChangeByHand,
  type CallContext,
  inScope,
  LimitExceededError,
  type OutboxEntry,
  type OutboxFilter,
  type OutboxRetry,
  type Ports,
  type SafeAI,
  SafeAIError,
  type Silence,
  type TenantScope,
} from '@safeai/core';
import type { AlertAccess, AlertPage, AlertQuery, AlertRules } from './alert-access.ts';
import { alertPage } from './alert-pages.ts';

/** What people's work on alerts needs. */
export interface AlertDeskParts extends Pick<Ports, 'outbox' | 'clock'> {
  readonly boundary: Pick<
    SafeAI,
    'recordAlertChange' | 'recordedName' | 'recordedReason' | 'recordedTenants'
  >;
  /** What is in force; undefined where nobody is told. */
  readonly alerting: () => Alerting | undefined;
  readonly rules: () => Promise<AlertRules>;
}

/** Most silences that hold at a time, of a tenant and of those for every tenant. */
const MAX_SILENCES = 200;

const EVERYONE = '*';

/** Who did what a program without a principal does. */
const PROGRAM = 'program';

const WHY_NOT = {
  'alert.acknowledged':
    'It is over, nobody was told of it yet, or somebody looks after it already.',
  'alert.resolved': 'It is over.',
} as const;

/** What people do with alerts, on record. */
export class AlertDesk implements AlertAccess {
  readonly rules: () => Promise<AlertRules>;
  readonly #parts: AlertDeskParts;

  constructor(parts: AlertDeskParts) {
    this.#parts = parts;
    this.rules = parts.rules;
  }

  list(query: AlertQuery): Promise<AlertPage> {
    return alertPage(this.#parts.outbox, { ...query, tenants: this.#scope(query.tenants) });
  }

  one(tenants: TenantScope, key: string): Promise<AlertView> {
    return this.#known(this.#scope(tenants), key);
  }

  messages(filter: OutboxFilter): Promise<readonly OutboxEntry[]> {
    return this.#parts.outbox.messages({ ...filter, tenants: this.#scope(filter.tenants) });
  }

  async retry(asked: Omit<OutboxRetry, 'tenants'>, call?: CallContext): Promise<number> {
    const { alerting, outbox } = this.#parts;
    const tenants = this.#scope(tenantsOf(call));
    const count = await (alerting() ?? outbox).retry({ ...asked, tenants });
    const [only = EVERYONE, ...others] = tenants;
    const tenantId = others.length === 0 ? only : EVERYONE;
    if (count > 0) await this.#record({ event: 'alert.retried', tenantId, count }, call);
    return count;
  }

  async test(channel?: string, call?: CallContext): Promise<readonly ChannelTest[]> {
    if (!tenantsOf(call).includes(EVERYONE)) {
      throw new SafeAIError(
        'forbidden',
        "Alert channels are every tenant's: who may name all of them may test one.",
      );
    }
    const tests = (await this.#parts.alerting()?.test(channel)) ?? [];
    if (channel === undefined || tests.length > 0) return tests;
    throw new SafeAIError('not_found', 'There is no such alert channel, or it is not enabled.');
  }

  acknowledge(key: string, call?: CallContext): Promise<AlertView> {
    return this.#change('alert.acknowledged', key, call, (alerting, tenants) =>
      alerting.acknowledge(tenants, key),
    );
  }

  resolve(key: string, call?: CallContext): Promise<AlertView> {
    return this.#change('alert.resolved', key, call, (alerting, tenants) =>
      alerting.resolve(tenants, key),
    );
  }

  async silences(tenants: TenantScope): Promise<readonly Silence[]> {
    const scope = this.#scope(tenants);
    const all = await this.#parts.outbox.silences();
    return all.filter(({ tenantId }) => tenantId === null || inScope(scope, tenantId));
  }

  async silence(request: Omit<SilenceRequest, 'setBy'>, call?: CallContext): Promise<Silence> {
    const { clock, outbox } = this.#parts;
    const silence = newSilence(this.#recorded(request, call), clock.now());
    const alike = (await outbox.silences()).filter((one) => one.tenantId === silence.tenantId);
    if (alike.length >= MAX_SILENCES) {
      throw new LimitExceededError(`There are ${String(MAX_SILENCES)} silences already. End one.`);
    }
    // That somebody is to hear nothing is on record before it is so.
    await this.#record(ofSilence('alert.silenced', silence), call);
    await outbox.addSilence(silence);
    return silence;
  }

  async endSilence(id: string, call?: CallContext): Promise<Silence> {
    const ended = await this.#parts.outbox.endSilence(this.#scope(tenantsOf(call)), id);
    if (ended === undefined) throw new SafeAIError('not_found', 'There is no such silence.');
    await this.#record(ofSilence('alert.unsilenced', ended), call);
    return ended;
  }

  async #change(
    event: keyof typeof WHY_NOT,
    key: string,
    call: CallContext | undefined,
    change: (alerting: Alerting, tenants: TenantScope) => Promise<boolean>,
  ): Promise<AlertView> {
    const tenants = this.#scope(tenantsOf(call));
    const { rule, tenantId } = await this.#known(tenants, key);
    const alerting = this.#parts.alerting();
    if (alerting === undefined || !(await change(alerting, tenants))) {
      throw new SafeAIError('conflict', WHY_NOT[event]);
    }
    await this.#record({ event, tenantId, id: key, rule }, call);
    return this.#known(tenants, key);
  }

  async #known(tenants: TenantScope, key: string): Promise<AlertView> {
    const [state] = await this.#parts.outbox.states([key]);
    if (state === undefined || !inScope(tenants, state.tenantId)) {
      throw new SafeAIError('not_found', 'There is no such alert.');
    }
    return alertView(state);
  }

  /** Names that callers chose, as records and alerts have them. */
  #recorded(asked: Omit<SilenceRequest, 'setBy'>, call: CallContext | undefined): SilenceRequest {
    const { boundary } = this.#parts;
    const tenant = administeredTenant(asked.tenantId, call?.principal);
    const safe = (name: string): string => boundary.recordedName(tenant ?? EVERYONE, name);
    const safeIfGiven = (name: string | undefined) => (name === undefined ? undefined : safe(name));
    return {
      tenantId: tenant === null ? undefined : this.#scope([tenant])[0],
      rule: safeIfGiven(asked.rule),
      event: safeIfGiven(asked.event),
      agentId: safeIfGiven(asked.agentId),
      forMs: asked.forMs,
      reason: boundary.recordedReason(asked.reason),
      setBy: safe(call?.principal?.user ?? PROGRAM),
    };
  }

  #record(change: AlertChangeByHand, call: CallContext | undefined): Promise<void> {
    return this.#parts.boundary.recordAlertChange(change, call);
  }

  #scope(tenants: TenantScope): TenantScope {
    return this.#parts.boundary.recordedTenants(tenants);
  }
}

function tenantsOf(call: CallContext | undefined): TenantScope {
  return call?.principal?.tenants ?? [EVERYONE];
}

function ofSilence(
  event: 'alert.silenced' | 'alert.unsilenced',
  { id, tenantId, rule }: Silence,
): AlertChangeByHand {
  return { event, tenantId: tenantId ?? EVERYONE, id, rule };
}
