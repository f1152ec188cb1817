import type { SafeAIEvent } from '@safeai/core';
import { keyOf } from '../alert.ts';
import { plainName } from '../plain-name.ts';
import type { GroupLabel } from '../rules/alert-rule.ts';
import { type CompiledRule, labelOf } from '../rules/compiled-rule.ts';
import { type Burst, BurstCounter, mergeBursts } from './burst.ts';

/** What an alert's events have in common. */
export type Labels = Readonly<Partial<Record<GroupLabel, string | null>>>;

/** What has happened to one alert since it was last taken: events, perhaps its end, and events after that. */
export interface Happened {
  readonly key: string;
  readonly rule: string;
  readonly tenantId: string;
  readonly labels: Labels;
  readonly before: Burst | undefined;
  readonly isEnded: boolean;
  readonly after: Burst | undefined;
}

interface Gathering {
  readonly rule: CompiledRule;
  readonly tenantId: string;
  readonly labels: Labels;
  readonly before: BurstCounter;
  isEnded: boolean;
  after: BurstCounter;
}

/** Most alerts that events are gathered for; further ones of a rule are gathered together. */
const MOST_KEYS = 2000;

/** Most names of events that are looked up rather than compared. */
const MOST_NAMES = 1000;

/** Stands for what concerns all tenants. */
const EVERY_TENANT = '*';

interface Concerned {
  readonly hearing: readonly CompiledRule[];
  readonly ending: readonly CompiledRule[];
}

/**
 * Gathers events until they are taken: how many, of what kind, since when. An event that no rule is about costs one
 * look into a map; memory is bounded whatever comes.
 */
export class Intake {
  readonly #rules: readonly CompiledRule[];
  readonly #installation: string;
  readonly #concerned = new Map<string, Concerned>();
  /** What was taken and could not be kept, by key. */
  readonly #left = new Map<string, Happened>();
  readonly #gatherings = new Map<string, Gathering>();

  constructor(rules: readonly CompiledRule[], installation: string) {
    this.#rules = rules;
    this.#installation = installation;
  }

  /** How many alerts something is gathered for. */
  get size(): number {
    return this.#gatherings.size + this.#left.size;
  }

  /** Ends what the event ends; whether that is anything. It raises nothing. */
  end(event: SafeAIEvent): boolean {
    const { ending } = this.#concernedBy(event.event);
    // The end of one of several: the alert is about all of them.
    if (ending.length === 0 || !isWhole(event) || event.detail.goes_on === true) return false;
    for (const rule of ending) {
      const gathering = this.#gathering(rule, event);
      gathering.isEnded = true;
      gathering.before.addAll(gathering.after);
      gathering.after = new BurstCounter();
    }
    return true;
  }

  /** Whether a rule was about the event. */
  add(event: SafeAIEvent): boolean {
    const { hearing } = this.#concernedBy(event.event);
    let isConcern = this.end(event);
    if (hearing.length === 0 || !isWhole(event)) return isConcern;
    for (const rule of hearing) {
      if (!rule.matches(event)) continue;
      const gathering = this.#gathering(rule, event);
      (gathering.isEnded ? gathering.after : gathering.before).add(event);
      isConcern = true;
    }
    return isConcern;
  }

  /**
   * What was gathered of some alerts, each once, the longest waiting first; from then on it is gathered anew.
   *
   * @param most alerts: what this costs is a bound on how long everything else waits
   */
  take(most: number): readonly Happened[] {
    const taken = new Map<string, Happened>();
    for (const [key, one] of this.#left) {
      if (taken.size >= most) break;
      this.#left.delete(key);
      taken.set(key, one);
    }
    for (const [name, gathering] of this.#gatherings) {
      if (taken.size >= most) break;
      this.#gatherings.delete(name);
      const next = this.#happened(gathering);
      const known = taken.get(next.key);
      taken.set(next.key, known === undefined ? next : joinHappened(known, next));
    }
    return [...taken.values()];
  }

  /** What was taken and could not be kept: it is taken again, with what has happened since. */
  putBack(happened: readonly Happened[]): void {
    for (const one of happened) {
      const known = this.#left.get(one.key);
      this.#left.set(one.key, known === undefined ? one : joinHappened(one, known));
    }
  }

  #happened({ rule, tenantId, labels, before, isEnded, after }: Gathering): Happened {
    const group = rule.groupBy.map((label) => labels[label] ?? null);
    return {
      key: keyOf(this.#installation, rule.name, group),
      ...{ rule: rule.name, tenantId, labels, isEnded },
      ...{ before: before.take(), after: after.take() },
    };
  }

  #concernedBy(name: string): Concerned {
    const known = this.#concerned.get(name);
    if (known !== undefined) return known;
    const concerned = {
      hearing: this.#rules.filter((rule) => rule.hears(name)),
      ending: this.#rules.filter((rule) => rule.endsBy(name)),
    };
    if (this.#concerned.size < MOST_NAMES) this.#concerned.set(name, concerned);
    return concerned;
  }

  #gathering(rule: CompiledRule, event: SafeAIEvent): Gathering {
    const values = rule.groupBy.map((label) => labelOf(event, label));
    let name = JSON.stringify([rule.name, ...values]);
    const known = this.#gatherings.get(name);
    if (known !== undefined) return known;
    const isTooMany = this.size >= MOST_KEYS;
    if (isTooMany) {
      name = JSON.stringify([rule.name]);
      const together = this.#gatherings.get(name);
      if (together !== undefined) return together;
    }
    const labels = isTooMany ? {} : labelsOf(rule, values);
    const gathering = {
      ...{ rule, labels, tenantId: labels.tenant ?? EVERY_TENANT },
      ...{ before: new BurstCounter(), isEnded: false, after: new BurstCounter() },
    };
    this.#gatherings.set(name, gathering);
    return gathering;
  }
}

/** What had happened, then what happened after it. */
export function joinHappened(first: Happened, second: Happened): Happened {
  const { before, isEnded, after } = second;
  if (!first.isEnded) return { ...first, before: both(first.before, before), isEnded, after };
  const between = both(first.after, before);
  return isEnded
    ? { ...first, before: both(first.before, between), after }
    : { ...first, after: between };
}

/** What a program emits that is no event must not spoil what others emit. */
function isWhole({ event, tenantId, timestamp, agentId, boundary, action, ...rest }: SafeAIEvent) {
  const { rule, decisionId, dataTags = [], detail } = rest as Partial<SafeAIEvent>;
  const names: readonly unknown[] = [agentId, boundary, action, rule, decisionId];
  return (
    [event, tenantId, ...dataTags].every((name) => typeof name === 'string') &&
    names.every((name) => name === null || typeof name === 'string') &&
    Number.isFinite(timestamp) &&
    typeof detail === 'object'
  );
}

function labelsOf(rule: CompiledRule, values: readonly (string | null)[]): Labels {
  return Object.fromEntries(
    rule.groupBy.map((label, place) => {
      const value = values[place] ?? null;
      // A tenant's id is what scopes are compared with, and is bounded where it comes in.
      return [label, value === null || label === 'tenant' ? value : plainName(value)];
    }),
  );
}

function both(first: Burst | undefined, second: Burst | undefined): Burst | undefined {
  if (first === undefined) return second;
  return second === undefined ? first : mergeBursts(first, second);
}
