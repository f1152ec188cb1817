import { compileGlob, isGlob, type Glob } from '../glob.ts';
import { compileToolGlob } from '../tool-name.ts';
import type { NormalizedRule } from './normalized-rule.ts';
import { Problems } from './problems.ts';
import type { Query } from './query.ts';
import { ReasonTexts } from './reason.ts';
import { strictness } from './strictness.ts';
import { compileWhen } from './when/compile-when.ts';
import { FALSE, TRUE, truth, UNSURE, type Truth } from './when/truth.ts';

/** A condition on the context; tags are no part of it. */
export interface ContextCondition {
  /** For explanations: `tool`, `agent`, `user`, `model`, or `when`. */
  readonly what: string;
  /** The index answers it: a rule that is found there meets it. */
  readonly indexed: boolean;
  readonly test: (query: Query) => Truth;
  /** What does not match, in words. */
  readonly why: (query: Query) => string;
}

/** The condition of a rule threw. */
export const FAILED = 3;

/** A rule ready to be judged. */
export class CompiledRule {
  readonly rule: NormalizedRule;
  /** Place in the order of evaluation; lower is earlier. */
  readonly position: number;
  /** {@link strictness} of its action. */
  readonly rank: number;
  readonly tagged: boolean;
  readonly isTenants: boolean;
  /** Least confidence of a tag that it covers; an untagged rule covers any. */
  readonly floor: number;
  readonly conditions: readonly ContextCondition[];
  /** Exact tools and agents, when the rule names no globs; the index is keyed by them. */
  readonly exactTools: readonly string[] | null;
  readonly exactAgents: readonly string[] | null;
  readonly texts: ReasonTexts;
  readonly #residual: readonly ContextCondition[];
  /** The answer to the evaluation that asked last. */
  #askedBy = 0;
  #answer: Truth | typeof FAILED = TRUE;
  #failure: unknown;

  constructor(rule: NormalizedRule, position: number) {
    this.rule = rule;
    this.position = position;
    this.rank = strictness(rule.action);
    this.tagged = rule.dataTags !== null;
    this.isTenants = rule.tenantId !== null;
    this.floor = this.tagged ? rule.minConfidence : -Infinity;
    this.exactTools = exact(rule.tools);
    this.exactAgents = exact(rule.agents);
    this.conditions = compileConditions(rule, this.exactTools !== null, this.exactAgents !== null);
    this.#residual = this.conditions.filter((condition) => !condition.indexed);
    this.texts = new ReasonTexts(rule);
  }

  /**
   * Whether the conditions hold that the index has not answered. Never throws: a condition that does
   * answers {@link FAILED}.
   */
  applies(query: Query): Truth | typeof FAILED {
    if (this.#residual.length === 0) return TRUE;
    if (this.#askedBy === query.id) return this.#answer;
    this.#answer = this.#ask(query);
    this.#askedBy = query.id;
    return this.#answer;
  }

  /** What the condition threw, after {@link FAILED}. */
  get failure(): unknown {
    return this.#failure;
  }

  #ask(query: Query): Truth | typeof FAILED {
    try {
      return all(this.#residual, query);
    } catch (error) {
      this.#failure = error;
      return FAILED;
    }
  }
}

function all(conditions: readonly ContextCondition[], query: Query): Truth {
  let result: Truth = TRUE;
  for (const condition of conditions) {
    const holds = condition.test(query);
    if (holds === FALSE) return FALSE;
    if (holds === UNSURE) result = UNSURE;
  }
  return result;
}

function exact(globs: readonly string[] | null): readonly string[] | null {
  return globs === null || globs.some(isGlob) ? null : globs;
}

/** Cheap ones first: `when` is asked only where all others hold. */
function compileConditions(
  rule: NormalizedRule,
  toolsIndexed: boolean,
  agentsIndexed: boolean,
): ContextCondition[] {
  const conditions: ContextCondition[] = [];
  if (rule.tools !== null) {
    const globs = rule.tools.map(compileToolGlob);
    conditions.push({
      what: 'tool',
      indexed: toolsIndexed,
      test: ({ tools }) => truth(tools.some((name) => globs.some((glob) => glob(name)))),
      why: () => 'tool does not match',
    });
  }
  const names = [
    ['agent', rule.agents, agentsIndexed, (query: Query) => query.context.agentId],
    ['user', rule.users, false, (query: Query) => query.context.userId],
    ['model', rule.models, false, (query: Query) => query.context.model],
  ] as const;
  for (const [what, patterns, indexed, read] of names) {
    if (patterns !== null) conditions.push(nameCondition(what, patterns, indexed, read));
  }
  if (rule.when !== null) conditions.push(whenCondition(rule.when, rule.action !== 'allow'));
  return conditions;
}

function nameCondition(
  what: string,
  patterns: readonly string[],
  indexed: boolean,
  read: (query: Query) => string | undefined,
): ContextCondition {
  const globs: readonly Glob[] = patterns.map(compileGlob);
  return {
    what,
    indexed,
    test: (query) => {
      const name = read(query);
      return truth(name !== undefined && globs.some((glob) => glob(name)));
    },
    why: () => `${what} does not match`,
  };
}

function whenCondition(
  source: NonNullable<NormalizedRule['when']>,
  strict: boolean,
): ContextCondition {
  const problems = new Problems();
  const when = compileWhen(source, strict, problems);
  problems.throwIfAny();
  if (when === null) throw new TypeError('unreachable: a `when` without problems compiles');
  return {
    what: 'when',
    indexed: false,
    test: ({ context }) => when.test(context),
    why: ({ context }) => `when: ${when.failing(context) ?? ''} does not hold`,
  };
}
