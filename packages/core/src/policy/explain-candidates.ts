import { FAILED, type CompiledRule } from './compiled-rule.ts';
import type { ExplainedCandidate } from './explain.ts';
import type { Query } from './query.ts';
import { tagPrecision } from '../tags.ts';
import { rankFor, type Verdict } from './verdict.ts';
import { FALSE, TRUE } from './when/truth.ts';

/** A rule that names the tag, a parent of it, or no tag at all. */
interface Covering {
  readonly rule: CompiledRule;
  readonly matchedTag: string | null;
  readonly precision: number;
  /** Why it has no say, whatever the other rules; `null` where it has one. */
  readonly barred: string | null;
}

/**
 * Every rule that could have had a say about an item, in order of evaluation, each with why it was or was not
 * chosen.
 *
 * @param visible the rules about the query's boundary and tenant, in order
 */
export function explainCandidates(
  verdict: Verdict,
  visible: readonly CompiledRule[],
  query: Query,
): ExplainedCandidate[] {
  const covering = visible.flatMap((rule) => cover(rule, verdict, query));
  const choice = new Choice(covering, query);
  return covering.map((candidate) => {
    const { rule, matchedTag, barred } = candidate;
    const isChosen = rule === verdict.rule || verdict.approvals.includes(rule);
    let outcome: ExplainedCandidate['outcome'] = isChosen ? 'selected' : 'not_selected';
    if (barred !== null && !isChosen) outcome = 'not_applicable';
    return {
      rule: rule.rule.name,
      origin: rule.rule.origin,
      locked: rule.rule.locked,
      mode: rule.rule.mode,
      priority: rule.rule.priority,
      action: rule.rule.action,
      matchedTag,
      outcome,
      why: isChosen
        ? whySelected(rule, verdict, query)
        : (barred ?? choice.whyNot(candidate) ?? whyOutdone(rule, verdict, query)),
    };
  });
}

function cover(rule: CompiledRule, verdict: Verdict, query: Query): Covering[] {
  const { dataTags, mode, minConfidence } = rule.rule;
  const { tag, confidence } = verdict.item;
  const matchedTag = tag?.chain.find((name) => dataTags?.includes(name)) ?? null;
  if (dataTags !== null && matchedTag === null) return [];
  const precision = matchedTag === null ? 0 : tagPrecision(matchedTag);
  let barred: string | null;
  if (confidence < rule.floor) barred = `min_confidence ${minConfidence} over ${confidence}`;
  else
    barred = failing(rule, query) ?? (mode === 'shadow' ? 'in shadow mode: never decides' : null);
  return [{ rule, matchedTag, precision, barred }];
}

/** What keeps a rule from applying. A condition that cannot be told does not. */
function failing(rule: CompiledRule, query: Query): string | null {
  const holds = rule.applies(query) !== FALSE;
  for (const condition of rule.conditions) {
    if (holds && !condition.indexed) continue;
    if (condition.test(query) === FALSE) return condition.why(query);
  }
  return null;
}

function whySelected(rule: CompiledRule, verdict: Verdict, query: Query): string {
  if (rule.applies(query) === FAILED) return 'failed with an error, so it blocks';
  if (rule !== verdict.rule) return 'its approval is asked for too';
  const isTaken = rule.applies(query) !== TRUE;
  const why = isTaken ? 'decides, taken as holding: a field has the wrong type' : 'decides';
  const replaces = rule.rule.action === 'redact' || rule.rule.action === 'pseudonymize';
  const isStricter = replaces && verdict.item.spanless;
  return isStricter ? `${why}; no span carries the tag, so it blocks` : why;
}

function whyOutdone(rule: CompiledRule, verdict: Verdict, query: Query): string {
  const name = verdict.rule?.rule.name ?? 'the default action';
  if (rule.applies(query) === FAILED) return 'not reached';
  const rank = rankFor(rule.rank, verdict.item, query);
  if (rank > verdict.rank) return 'never chosen, however the unsure rules are taken';
  return rank === verdict.rank ? `as strict as ${name}, which is earlier` : `milder than ${name}`;
}

/** The operator's and the shipped choice among the rules that hold, for saying what was passed over. */
class Choice {
  readonly #first: Covering | undefined;
  readonly #replacement: Covering | undefined;
  readonly #shipped: Covering | undefined;

  constructor(covering: readonly Covering[], query: Query) {
    const holding = covering.filter(
      ({ rule, barred }) => barred === null && !rule.rule.locked && rule.applies(query) === TRUE,
    );
    const operators = holding.filter(({ rule }) => rule.rule.origin !== 'shipped');
    const first = operators[0];
    this.#first = first;
    this.#shipped = holding.find(({ rule }) => rule.rule.origin === 'shipped');
    if (first === undefined || first.rule.isTenants || !first.rule.tagged) return;
    this.#replacement = operators.find(
      (other) => other.rule.isTenants && other.precision >= first.precision,
    );
  }

  /** Nothing for rules that were or may have been chosen: a stricter verdict outdid them. */
  whyNot(candidate: Covering): string | undefined {
    if (candidate.rule.rule.locked) return undefined;
    return candidate.rule.rule.origin === 'shipped'
      ? this.#whyNotShipped(candidate)
      : this.#whyNotOperators(candidate);
  }

  #whyNotOperators(candidate: Covering): string | undefined {
    const first = this.#first;
    const replacement = this.#replacement;
    if (first === undefined || candidate.rule.position < first.rule.position) return undefined;
    if (candidate === first) {
      return replacement === undefined
        ? undefined
        : `replaced by tenant rule ${nameOf(replacement)}`;
    }
    if (replacement === undefined || !candidate.rule.isTenants)
      return `later than ${nameOf(first)}`;
    if (candidate.precision < first.precision) return `less precise than ${nameOf(first)}`;
    return candidate.rule.position > replacement.rule.position
      ? `later than ${nameOf(replacement)}`
      : undefined;
  }

  #whyNotShipped(candidate: Covering): string | undefined {
    const chosen = this.#replacement ?? this.#first;
    if (candidate !== this.#shipped) return `later than ${nameOf(this.#shipped)}`;
    if (chosen === undefined || chosen.precision < candidate.precision) return undefined;
    return `${nameOf(chosen)} is the operator's and at least as precise`;
  }
}

function nameOf(candidate: Covering | undefined): string {
  return candidate?.rule.rule.name ?? '';
}
