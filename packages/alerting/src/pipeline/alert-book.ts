import {
  type AlertChange,
  type AlertState,
  type Clock,
  inScope,
  type Outbox,
  type OutboxMessage,
  type TenantScope,
} from '@safeai/core';
import type { Inhibition } from '../rules/alert-rule.ts';
import type { CompiledRule } from '../rules/compiled-rule.ts';
import { absorb, unknownAlert } from './absorb.ts';
import { acknowledge, advance, dueAt, end, lapse, type Step, type Timing } from './advance.ts';
import { type AlertBody, bodyOf, toJson } from './alert-body.ts';
import { HoldBack } from './hold-back.ts';
import type { Happened } from './intake.ts';
import type { Routes } from './routes.ts';
import { writeMessages } from './write-messages.ts';

/** What alerts are made by. */
export interface AlertBookOptions extends Timing {
  readonly outbox: Outbox;
  readonly clock: Pick<Clock, 'now'>;
  readonly rules: readonly CompiledRule[];
  readonly inhibitions: readonly Inhibition[];
  readonly routes: Routes;
  readonly source: string;
}

/** Which alert, where it need not be known yet. */
interface Named {
  readonly key: string;
  readonly tenantId: string;
}

/** Most alerts that are changed in one write. */
const MOST_AT_ONCE = 50;

/** How often a change is tried that another process comes before. */
const MOST_ATTEMPTS = 20;

/** Most alerts that go on that can hold others back. */
const MOST_SOURCES = 1000;

/** Makes alerts of what has happened, and messages of alerts, all in the outbox. */
export class AlertBook {
  readonly #options: AlertBookOptions;
  readonly #rules: ReadonlyMap<string, CompiledRule>;

  constructor(options: AlertBookOptions) {
    this.#options = options;
    this.#rules = new Map(options.rules.map((rule) => [rule.name, rule]));
  }

  /**
   * Keeps what has happened, each alert once. Lasting once it resolves.
   *
   * @throws what the outbox throws; then `onLeft` was told what was not kept
   */
  async record(
    happened: readonly Happened[],
    onLeft: (left: readonly Happened[]) => void,
  ): Promise<void> {
    let left = happened;
    for (let attempt = 0; left.length > 0; attempt++) {
      const some = left.slice(0, MOST_AT_ONCE);
      try {
        const kept = await this.#recordSome(some);
        left = left.filter((one) => !kept.has(one.key));
        if (kept.size > 0) attempt = 0;
        if (attempt > MOST_ATTEMPTS) throw new Error('The alerts are changed by somebody else.');
      } catch (error) {
        onLeft(left);
        throw error;
      }
    }
  }

  /** Does what is due about alerts. Whether anything was. */
  async advance(): Promise<boolean> {
    const { outbox, clock, inhibitions } = this.#options;
    let hasWorked = false;
    for (let attempt = 0; attempt < MOST_ATTEMPTS; attempt++) {
      const now = clock.now();
      const due = await outbox.due(now, MOST_AT_ONCE);
      if (due.length === 0) return hasWorked;
      const open = HoldBack.concerns(inhibitions, due)
        ? await outbox.alerts({ tenants: ['*'], isOpen: true, limit: MOST_SOURCES })
        : [];
      const holdBack = new HoldBack(await outbox.silences(), inhibitions, open);
      const changes = due.map((state) => this.#advanced(state, holdBack, now));
      const made = await outbox.commit(changes);
      if (made.includes(true)) {
        hasWorked = true;
        attempt = 0;
      }
    }
    return hasWorked;
  }

  /** Somebody looks after an alert; false where there is nothing to look after. */
  acknowledge(tenants: TenantScope, key: string): Promise<boolean> {
    return this.#tell(tenants, key, acknowledge);
  }

  /** Somebody says that an alert is over; false where it was. */
  resolve(tenants: TenantScope, key: string): Promise<boolean> {
    return this.#tell(tenants, key, (body) =>
      body.status === 'raised' || body.status === 'open' ? end(body) : { body, said: [] },
    );
  }

  /** Another channel takes over: it is to hear of the alert's end, too. */
  async noteMove(key: string, channel: string): Promise<void> {
    await this.#change(['*'], key, (body) =>
      body.toldTo.includes(channel)
        ? undefined
        : { body: { ...body, toldTo: [...body.toldTo, channel] }, said: [] },
    );
  }

  /** Keys of those that are kept now. */
  async #recordSome(some: readonly Happened[]): Promise<ReadonlySet<string>> {
    const { outbox, clock } = this.#options;
    const states = await outbox.states(some.map(({ key }) => key));
    const now = clock.now();
    const kept = new Set<string>();
    const changes = some.flatMap((one, place) => {
      const change = this.#recorded(one, states[place], now);
      if (change === undefined) kept.add(one.key);
      return change ?? [];
    });
    const made = changes.length === 0 ? [] : await outbox.commit(changes);
    for (const [place, { next }] of changes.entries()) {
      if (made[place] === true) kept.add(next.key);
    }
    return kept;
  }

  /** Undefined where nothing comes of it: the end of what had not begun, or a rule that is gone. */
  #recorded(
    { key, tenantId, rule: name, labels, before, isEnded, after }: Happened,
    known: AlertState | undefined,
    now: number,
  ): AlertChange | undefined {
    const rule = this.#rules.get(name);
    if (rule === undefined) return undefined;
    if (known === undefined && before === undefined && after === undefined) return undefined;
    let body = known === undefined ? unknownAlert(rule, labels) : bodyOf(known);
    const messages: OutboxMessage[] = [];
    const take = (step: Step): void => {
      const written = writeMessages({ key, tenantId }, step, this.#stationery(rule, now));
      body = written.body;
      messages.push(...written.messages);
    };
    if (before !== undefined) {
      take(lapse(body, rule, Math.min(before.firstAt, now)));
      body = absorb(body, before, rule, now);
    }
    if (isEnded) take(end(body));
    if (after !== undefined) body = absorb(body, after, rule, now);
    return { next: this.#next({ key, tenantId }, known, body, rule, now), messages };
  }

  #advanced(state: AlertState, holdBack: HoldBack, now: number): AlertChange {
    const rule = this.#rules.get(bodyOf(state).rule);
    if (rule === undefined) return this.#withoutRule(state, now);
    const step = advance(bodyOf(state), rule, this.#options, now, holdBack.of(state));
    const { body, messages } = writeMessages(state, step, this.#stationery(rule, now));
    return { next: this.#next(state, state, body, rule, now), messages };
  }

  /** An alert whose rule was taken out of the configuration is over. */
  #withoutRule(state: AlertState, now: number): AlertChange {
    const body: AlertBody = { ...bodyOf(state), status: 'over', recent: [], heldBy: null };
    const version = state.version + 1;
    return {
      next: { ...state, isOpen: false, dueAt: null, changedAt: now, version, body: toJson(body) },
      messages: [],
    };
  }

  async #tell(
    tenants: TenantScope,
    key: string,
    step: (body: AlertBody) => Step,
  ): Promise<boolean> {
    let isTold = false;
    await this.#change(tenants, key, (body) => {
      const next = step(body);
      isTold = next.body !== body;
      return isTold ? next : undefined;
    });
    return isTold;
  }

  async #change(
    tenants: TenantScope,
    key: string,
    step: (body: AlertBody) => Step | undefined,
  ): Promise<void> {
    const { outbox, clock } = this.#options;
    for (let attempt = 0; attempt < MOST_ATTEMPTS; attempt++) {
      const [state] = await outbox.states([key]);
      if (state === undefined || !inScope(tenants, state.tenantId)) return;
      const rule = this.#rules.get(bodyOf(state).rule);
      const next = rule === undefined ? undefined : step(bodyOf(state));
      if (rule === undefined || next === undefined) return;
      const now = clock.now();
      const { body, messages } = writeMessages(state, next, this.#stationery(rule, now));
      const change = { next: this.#next(state, state, body, rule, now), messages };
      const [isMade] = await outbox.commit([change]);
      if (isMade === true) return;
    }
  }

  #next(
    { key, tenantId }: Named,
    known: AlertState | undefined,
    body: AlertBody,
    rule: CompiledRule,
    now: number,
  ): AlertState {
    return {
      ...{ key, tenantId, changedAt: now, version: (known?.version ?? 0) + 1 },
      isOpen: body.status === 'raised' || body.status === 'open',
      dueAt: dueAt(body, rule, this.#options, now),
      body: toJson(body),
    };
  }

  #stationery(rule: CompiledRule, now: number) {
    const { routes, source } = this.#options;
    return { rule, routes, source, now };
  }
}
