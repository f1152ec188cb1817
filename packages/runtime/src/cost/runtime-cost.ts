import type { LoadedConfig } from '@safeai/config';
import {
  InvalidRequestError,
  type CallContext,
  type Ports,
  type SafeAI,
  type TenantScope,
  type Usage,
} from '@safeai/core';
import {
  type BudgetAdmission,
  type BudgetCheck,
  type BudgetedCall,
  type BudgetLease,
  type BudgetRefusal,
  type BudgetState,
  type CallEnd,
  type CheckableCall,
  costSummary,
  type CostSummary,
  estimate,
  type Estimate,
  type SettledCall,
  type SummaryRequest,
  tokensOf,
} from '@safeai/cost';
import { costFromConfig, type CostRules } from './cost-from-config.ts';
import { BudgetNews, type CostNotice } from './budget-news.ts';
import { Unsettled } from './unsettled.ts';

/** How large a call is that is about to be made. */
export interface CallSize {
  /** Length of the request's body. */
  readonly inputBytes: number;
  /** The request's own limit, of one answer; null where it sets none. */
  readonly maxOutputTokens: number | null;
  /** How many answers are asked for. */
  readonly choices: number;
}

/** Whether a call may be made. */
export type CostAdmission =
  | { readonly allowed: true; readonly reservation: Reservation }
  | {
      readonly allowed: false;
      readonly refusal: BudgetRefusal;
      /** The most that the call could have come to. */
      readonly estimate: Estimate;
      /** When it was asked for, in milliseconds since the epoch. */
      readonly at: number;
    };

/** What a call has cost. */
export interface CallCost {
  /** In millionths of the currency; null where nothing of it has a price. */
  readonly micros: number | null;
  readonly currency: string;
  /** Nobody said how it ended: it is counted with the most that it can have come to. */
  readonly isAtMost: boolean;
  /** False: the ledger could not be reached; it is counted as soon as it can. */
  readonly isCounted: boolean;
}

/** Leave to make a call. Ends once: what is called first counts, and what is called after it answers the same. */
export interface Reservation {
  readonly estimate: Estimate;
  /**
   * Counts what the provider said that the call has used; where it did not say all of it, the most that the call can
   * have come to. Never rejects.
   */
  settle(usage: Usage | null): Promise<CallCost>;
  /** Gives back what was set aside, for a call that was never made. Never rejects: what cannot be given back now is
   * given back when its lease ends. */
  release(): Promise<CallCost>;
}

/** What calls of models cost, and what may be spent. */
export interface RuntimeCost {
  /** Of the configuration in force. */
  readonly rules: CostRules;
  /**
   * Sets aside the most that a call can come to. The call is settled by the rules that it was reserved with, whatever
   * a reload changes meanwhile. One that does not fit, or has no price, is on record.
   *
   * @param by who asks, for the record
   * @throws InvalidRequestError (as a rejection) for a size that is none, and for a model whose name is too long;
   *   SafeAIError `audit_unavailable` where a refusal cannot be recorded
   */
  reserve(call: BudgetedCall, size: CallSize, by?: CallContext): Promise<CostAdmission>;
  /**
   * How the budgets stand that a call falls under. Without a model, those of single ones are left out.
   *
   * @throws SafeAIError (as a rejection) `state_unavailable`
   */
  check(call: CheckableCall): Promise<BudgetCheck>;
  /**
   * How the budgets stand, in all accounts of these tenants.
   *
   * @throws SafeAIError (as a rejection) `state_unavailable`
   */
  budgets(tenants: TenantScope): Promise<readonly BudgetState[]>;
  /**
   * What was spent.
   *
   * @throws InvalidRequestError (as a rejection) for a period that is none
   * @throws SafeAIError (as a rejection) `state_unavailable`
   */
  summary(request: SummaryRequest): Promise<CostSummary>;
  /** Tells of budgets that are used up, or nearly, and of a ledger that fails. @returns ends it */
  onNotice(listener: (notice: CostNotice) => void): () => void;
}

/** Longer than any name that a provider has given. */
const MAX_MODEL_LENGTH = 256;

type CostPorts = Pick<Ports, 'budgets' | 'clock' | 'events' | 'ids'>;

/** Names and records. */
type CostBoundary = Pick<SafeAI, 'recordedName' | 'recordRefusedSpend'>;

/** The cost of a configuration that can be replaced. */
export class ConfiguredCost implements RuntimeCost {
  readonly #ports: CostPorts;
  readonly #boundary: CostBoundary;
  readonly #news: BudgetNews;
  readonly #unsettled: Unsettled;
  #rules: CostRules;

  /** @throws SafeAIError `invalid_config` for prices and budgets that are none */
  constructor(loaded: LoadedConfig, ports: CostPorts, boundary: CostBoundary) {
    this.#boundary = boundary;
    this.#news = new BudgetNews(ports);
    this.#unsettled = new Unsettled({
      onNotice: (notice) => {
        this.#news.tell(notice);
      },
    });
    this.#ports = { ...ports, budgets: this.#unsettled.reservingAfter(ports.budgets) };
    this.#rules = this.compile(loaded);
  }

  get rules(): CostRules {
    return this.#rules;
  }

  /** @throws SafeAIError `invalid_config` for prices and budgets that are none */
  compile(loaded: LoadedConfig): CostRules {
    return costFromConfig(loaded, this.#ports);
  }

  /** Calls from now on go by these rules. */
  replace(rules: CostRules): void {
    this.#rules = rules;
  }

  async reserve(asked: BudgetedCall, size: CallSize, by?: CallContext): Promise<CostAdmission> {
    const rules = this.#rules;
    const call = this.#recorded(asked, rules);
    const most = estimate(
      {
        ...{ model: call.model, provider: call.provider },
        inputBytes: size.inputBytes,
        maxOutputTokens: size.maxOutputTokens ?? rules.reserveOutputTokens,
        n: size.choices,
      },
      rules.book,
    );
    const admission: BudgetAdmission = await rules.budgets.reserve(call, most);
    if (!admission.allowed) {
      const { refusal } = admission;
      await this.#record(call, refusal, by);
      if (refusal.reason === 'exceeded') this.#news.exceeded(refusal.budgets);
      return { allowed: false, refusal, estimate: most, at: this.#ports.clock.now() };
    }
    this.#news.exceeded(admission.over);
    return { allowed: true, reservation: this.#reservation(rules, admission.lease) };
  }

  async check(call: CheckableCall): Promise<BudgetCheck> {
    const rules = this.#rules;
    const { model } = call;
    const recorded = this.#recorded({ ...call, model: model ?? '' }, rules);
    return rules.budgets.check(model === null ? { ...recorded, model } : recorded);
  }

  budgets(tenants: TenantScope): Promise<readonly BudgetState[]> {
    return this.#rules.budgets.states(tenants);
  }

  summary(request: SummaryRequest): Promise<CostSummary> {
    const { budgets, book } = this.#rules;
    const { budgets: ledger, clock } = this.#ports;
    return costSummary({ ledger, budgets, book, clock }, request);
  }

  onNotice(listener: (notice: CostNotice) => void): () => void {
    return this.#news.listen(listener);
  }

  /** Counts what still waits, if it can. */
  close(): Promise<void> {
    return this.#unsettled.close();
  }

  /** What cannot be looked up refuses nothing by itself, and is in the server's own log. */
  async #record(
    { tenantId, agentId, model }: BudgetedCall,
    { reason, budgets }: BudgetRefusal,
    by: CallContext | undefined,
  ): Promise<void> {
    if (reason === 'ledger_unavailable') return;
    const names = budgets.map((one) => (typeof one === 'string' ? one : one.budget));
    const refused = { tenantId, agentId, model, reason, budgets: names };
    await this.#boundary.recordRefusedSpend(refused, by);
  }

  /** Names that callers chose are kept as records hold them. */
  #recorded(call: BudgetedCall, { book }: CostRules): BudgetedCall {
    const { tenantId, agentId, model, provider } = call;
    if (model.length > MAX_MODEL_LENGTH) {
      throw new InvalidRequestError(`model: no more than ${MAX_MODEL_LENGTH} characters.`);
    }
    const safe = (name: string): string => this.#boundary.recordedName(tenantId, name);
    return {
      ...call,
      agentId: agentId === null ? null : safe(agentId),
      model: book.find({ model, provider }) === undefined ? safe(model) : model,
    };
  }

  #reservation(rules: CostRules, lease: BudgetLease): Reservation {
    let end: Promise<CallCost> | undefined;
    return {
      estimate: lease.estimate,
      settle: (usage) => (end ??= this.#settle(rules, lease, usage)),
      release: () => (end ??= this.#release(rules, lease)),
    };
  }

  async #settle(rules: CostRules, lease: BudgetLease, usage: Usage | null): Promise<CallCost> {
    const end = endOf(lease.estimate, usage);
    const { budgets, book } = rules;
    const settled: SettledCall | undefined = await this.#unsettled.settle(async () => {
      const done = await budgets.settle(lease, end);
      this.#news.warned(done.warnings);
      return done;
    });
    return {
      micros: budgets.costOf(lease, end),
      currency: book.currency,
      isAtMost: 'atMost' in end,
      isCounted: settled !== undefined,
    };
  }

  async #release({ budgets, book }: CostRules, lease: BudgetLease): Promise<CallCost> {
    const isCounted = await budgets.release(lease).then(
      () => true,
      () => false,
    );
    return { micros: 0, currency: book.currency, isAtMost: false, isCounted };
  }
}

/**
 * A provider that leaves out how much came out of what gives no output, such as an embedding, has said all. One that says
 * what no call can have used has said nothing.
 */
function endOf(most: Estimate, usage: Usage | null): CallEnd {
  const outputTokens = tokensOf(usage?.outputTokens ?? (most.outputTokens === 0 ? 0 : null));
  if (usage === null || tokensOf(usage.inputTokens) === null || outputTokens === null) {
    return { atMost: most };
  }
  return { usage: { ...usage, outputTokens } };
}
