import { tagPrecision, tagWithParents } from '../tags.ts';
import type { CompiledRule } from './compiled-rule.ts';
import { finding, type PolicyFinding } from './finding.ts';
import { slotsOf } from './slots.ts';

/** One place of a rule: a slot, and one of its tags (`null` for an untagged rule). */
interface Place {
  readonly slot: number;
  readonly tag: string | null;
}

/** Rules without conditions, by scope, slot and tag: each covers all that its place says. */
class Unconditional {
  readonly #rules = new Map<string, CompiledRule[]>();

  add(scope: string | null, rule: CompiledRule): void {
    if (rule.conditions.length > 0) return;
    for (const place of placesOf(rule)) {
      const key = keyOf(scope, place);
      const rules = this.#rules.get(key);
      if (rules === undefined) this.#rules.set(key, [rule]);
      else rules.push(rule);
    }
  }

  /** The first rule that covers all of a rule's place, by one of the given tags. */
  find(
    scope: string | null,
    rule: CompiledRule,
    slot: number,
    tags: readonly (string | null)[],
    accept: (other: CompiledRule) => boolean,
  ): CompiledRule | undefined {
    for (const tag of tags) {
      const rules = this.#rules.get(keyOf(scope, { slot, tag })) ?? [];
      const found = rules.find(
        (other) => other !== rule && other.floor <= rule.floor && accept(other),
      );
      if (found !== undefined) return found;
    }
    return undefined;
  }
}

function keyOf(scope: string | null, { slot, tag }: Place): string {
  return JSON.stringify([scope, slot, tag]);
}

function placesOf(rule: CompiledRule): Place[] {
  const tags: readonly (string | null)[] = rule.rule.dataTags ?? [null];
  return slotsOf(rule.rule).flatMap((slot) => tags.map((tag) => ({ slot, tag })));
}

/** The tag, its parents, and then no tag at all. */
function coveringTags(tag: string | null): (string | null)[] {
  return tag === null ? [null] : [...tagWithParents(tag), null];
}

/**
 * Rules that others keep from ever deciding. Only rules without conditions count against another one, so
 * what is told is certain.
 *
 * @param rules in order of evaluation
 */
export function lintOverlaps(rules: readonly CompiledRule[]): PolicyFinding[] {
  const enforced = rules.filter(({ rule }) => rule.mode === 'enforce');
  const earlier = new Unconditional();
  const locked = new Unconditional();
  const shipped = enforced.filter(({ rule }) => rule.origin === 'shipped' && !rule.locked);
  for (const rule of enforced) if (rule.rule.locked) locked.add(null, rule);
  const taggedSlots = new Set<number>();
  const findings: PolicyFinding[] = [];
  for (const rule of enforced) {
    if (rule.rule.locked || rule.rule.origin === 'shipped') continue;
    const found =
      lintUnreachable(rule, earlier, taggedSlots) ??
      lintLocked(rule, locked) ??
      lintShipped(rule, shipped);
    if (found !== undefined) findings.push(found);
    earlier.add(rule.rule.tenantId, rule);
    if (rule.tagged && !rule.isTenants)
      for (const slot of slotsOf(rule.rule)) taggedSlots.add(slot);
  }
  return findings;
}

/** An earlier rule covers all that this one covers, wherever it stands. */
function lintUnreachable(
  rule: CompiledRule,
  earlier: Unconditional,
  taggedSlots: ReadonlySet<number>,
): PolicyFinding | undefined {
  let by: CompiledRule | undefined;
  for (const { slot, tag } of placesOf(rule)) {
    const found = findEarlier(rule, slot, tag, earlier, taggedSlots);
    if (found === undefined) return undefined;
    by ??= found;
  }
  if (by === undefined) return undefined;
  const message = `Never decides: ${by.rule.name} is earlier and covers all that it covers.`;
  return finding('unreachable', 'warning', rule.rule, message);
}

function findEarlier(
  rule: CompiledRule,
  slot: number,
  tag: string | null,
  earlier: Unconditional,
  taggedSlots: ReadonlySet<number>,
): CompiledRule | undefined {
  const any = (): boolean => true;
  const { tenantId } = rule.rule;
  if (tenantId === null) return earlier.find(null, rule, slot, coveringTags(tag), any);
  // A tenant's tagged rule may take the place of an earlier global one, unless another of the tenant's that
  // is as precise comes first.
  const own = earlier.find(tenantId, rule, slot, [tag], any);
  if (own !== undefined || (tag !== null && taggedSlots.has(slot))) return own;
  return earlier.find(null, rule, slot, [null], any);
}

/** A locked rule decides as strictly on all that this one covers. */
function lintLocked(rule: CompiledRule, locked: Unconditional): PolicyFinding | undefined {
  let by: CompiledRule | undefined;
  for (const { slot, tag } of placesOf(rule)) {
    const found = locked.find(
      null,
      rule,
      slot,
      coveringTags(tag),
      (other) => other.rank >= rule.rank,
    );
    if (found === undefined) return undefined;
    by ??= found;
  }
  if (by === undefined) return undefined;
  const message = `Has no effect: the locked rule ${by.rule.name} is at least as strict on all that it covers.`;
  return finding('without_effect', 'warning', rule.rule, message);
}

/** A broad rule that is milder than a more precise shipped one does not lift it. */
function lintShipped(
  rule: CompiledRule,
  shipped: readonly CompiledRule[],
): PolicyFinding | undefined {
  if (rule.conditions.length > 0) return undefined;
  const kept = new Set<string>();
  for (const { slot, tag } of placesOf(rule)) {
    for (const other of shipped) {
      if (other.rank <= rule.rank || !slotsOf(other.rule).includes(slot)) continue;
      const isKept = (other.rule.dataTags ?? []).some((name) => isUnder(name, tag));
      if (isKept) kept.add(other.rule.name);
    }
  }
  if (kept.size === 0) return undefined;
  const message = `Does not lift ${[...kept].join(', ')}: name the tag as precisely to do that.`;
  return finding('does_not_lift_shipped', 'info', rule.rule, message);
}

/** Whether a shipped rule's tag is more precise than this one, and within it. */
function isUnder(name: string, tag: string | null): boolean {
  if (tag === null) return true;
  return tagPrecision(name) > tagPrecision(tag) && tagWithParents(name).includes(tag);
}
