import type { PolicyContext } from '../../src/policy/decision.ts';
import type { PolicyRule, RuleAction } from '../../src/policy/rule.ts';

/**
 * The policy semantics of the design, written as plainly as they can be: every rule is looked at, every way
 * of taking an unsure condition is tried. Shares no code with the engine. Understands what the property tests
 * use: exact and `*x`/`x*` globs, `parameters.n` with lt, gt and required.
 */
export interface ReferenceOptions {
  readonly rules: readonly PolicyRule[];
  readonly shipped: readonly PolicyRule[];
  readonly defaultAction: RuleAction;
}

interface Placed {
  readonly rule: PolicyRule;
  readonly shipped: boolean;
  readonly position: number;
}

export interface ReferenceVerdict {
  readonly tag: string | null;
  readonly confidence: number;
  readonly action: RuleAction;
  readonly policyName: string | null;
}

export interface ReferenceDecision {
  readonly action: RuleAction;
  readonly policyName: string | null;
  readonly verdicts: readonly ReferenceVerdict[];
  readonly approvals: readonly string[];
  /** The deciding rule, for telling apart two of one name. */
  readonly decidedBy: PolicyRule | null;
}

interface Item {
  readonly tag: string | null;
  readonly confidence: number;
  readonly canRedact: boolean;
}

interface Outcome {
  readonly action: RuleAction;
  readonly rule: Placed | null;
  readonly asks: readonly Placed[];
}

const STRICTNESS: readonly RuleAction[] = [
  'allow',
  'flag',
  'pseudonymize',
  'redact',
  'require_approval',
  'block',
];
const rank = (action: RuleAction): number => STRICTNESS.indexOf(action);
const isParentOrSelf = (parent: string, tag: string): boolean => `${tag}.`.startsWith(`${parent}.`);

/** What the design says of a context. `enforceShadows` gives the decision that `wouldHave` tells. */
export function referenceDecision(
  options: ReferenceOptions,
  context: PolicyContext,
  enforceShadows = false,
): ReferenceDecision {
  const placed = place(options);
  const items = readItems(context);
  const candidates = placed.filter(({ rule }) => {
    if ((rule.mode ?? 'enforce') === 'shadow' && !enforceShadows) return false;
    return matchesContext(rule, context);
  });
  const unsure = candidates.filter(({ rule }) => whenHolds(rule, context) === 'unsure');
  const sure = candidates.filter(({ rule }) => whenHolds(rule, context) === 'yes');
  const outcomes: Outcome[][] = items.map(() => []);
  for (let way = 0; way < 2 ** unsure.length; way++) {
    const taken = unsure.filter((_, bit) => (way >> bit) % 2 === 1);
    const applying = [...sure, ...taken].sort((a, b) => a.position - b.position);
    items.forEach((item, index) => {
      outcomes[index]?.push(judge(item, applying, options.defaultAction));
    });
  }
  const strictest = outcomes.map((ways) => combine(ways));
  const decisive = combine(strictest);
  const asks = new Set(strictest.flatMap((outcome) => outcome.asks));
  const defaultAsks = strictest.some(
    ({ action, rule }) => action === 'require_approval' && rule === null,
  );
  return {
    action: decisive.action,
    policyName: decisive.rule?.rule.name ?? null,
    decidedBy: decisive.rule?.rule ?? null,
    verdicts: strictest.map(({ action, rule }, index) => ({
      tag: items[index]?.tag ?? null,
      confidence: items[index]?.confidence ?? 1,
      action,
      policyName: rule?.rule.name ?? null,
    })),
    approvals: [
      ...[...asks].sort((a, b) => a.position - b.position).map(({ rule }) => rule.name),
      ...(defaultAsks ? ['default-action'] : []),
    ],
  };
}

/** Priority, then definition, shipped rules last. */
function place({ rules, shipped }: ReferenceOptions): Placed[] {
  const taken = rules.filter((rule) => rule.tenantId === undefined).map((rule) => rule.name);
  const all = [
    ...rules.map((rule) => ({ rule, shipped: false })),
    ...shipped
      .filter((rule) => !taken.includes(rule.name))
      .map((rule) => ({ rule, shipped: true })),
  ];
  return all
    .map((entry, index) => ({ ...entry, index, priority: entry.rule.priority ?? 100 }))
    .sort((a, b) => a.priority - b.priority || a.index - b.index)
    .map(({ rule, shipped: isShipped }, position) => ({ rule, shipped: isShipped, position }));
}

function readItems(context: PolicyContext): Item[] {
  const found = [
    ...(context.dataTags ?? []).map((tag) => ({ tag, confidence: 1 })),
    ...(context.detectedTags ?? []),
  ];
  if (found.length === 0) return [{ tag: null, confidence: 1, canRedact: true }];
  const items: Item[] = [];
  for (const { tag, confidence } of found) {
    if (items.some((item) => item.tag === tag && item.confidence === confidence)) continue;
    const canRedact =
      context.detectedTags === undefined ||
      context.detectedTags.some((one) => one.span === true && isParentOrSelf(tag, one.tag));
    items.push({ tag, confidence, canRedact });
  }
  return items;
}

function listed<T>(value: T | readonly T[]): readonly T[] {
  return Array.isArray(value) ? (value as readonly T[]) : [value as T];
}

function matchesContext(rule: PolicyRule, context: PolicyContext): boolean {
  if (!listed(rule.boundary).includes(context.boundary)) return false;
  if (context.boundary === 'action' && rule.direction !== undefined) {
    if (!listed(rule.direction).includes(context.direction ?? 'request')) return false;
  }
  if (rule.tenantId !== undefined && rule.tenantId !== (context.tenantId ?? 'default'))
    return false;
  if (rule.tools !== undefined) {
    const full = (context.toolName ?? '').toLowerCase();
    const names = [full, full.split(/__|[./:]/).at(-1) ?? full];
    if (context.toolName === undefined) return false;
    if (!rule.tools.some((glob) => names.some((name) => globMatches(glob, name)))) return false;
  }
  if (rule.agents !== undefined) {
    const { agentId } = context;
    if (agentId === undefined) return false;
    if (!rule.agents.some((glob) => globMatches(glob, agentId))) return false;
  }
  return whenHolds(rule, context) !== 'no';
}

function globMatches(glob: string, name: string): boolean {
  if (glob === '*') return true;
  if (glob.startsWith('*')) return name.endsWith(glob.slice(1));
  if (glob.endsWith('*')) return name.startsWith(glob.slice(0, -1));
  return glob === name;
}

function whenHolds(rule: PolicyRule, context: PolicyContext): 'yes' | 'no' | 'unsure' {
  const condition = rule.when?.['parameters.n'];
  if (condition === undefined) return 'yes';
  const parameters = context.parameters as { n?: unknown } | undefined;
  const value = parameters?.n;
  if (value === undefined) {
    return condition.required === true && rule.action !== 'allow' ? 'yes' : 'no';
  }
  if (typeof value !== 'number') return 'unsure';
  if (condition.lt !== undefined && !(value < Number(condition.lt))) return 'no';
  if (condition.gt !== undefined && !(value > Number(condition.gt))) return 'no';
  return 'yes';
}

/** How precisely a rule covers an item: 0 for an untagged one, `null` where it does not. */
function precision({ rule }: Placed, item: Item): number | null {
  if (rule.dataTags === undefined) return 0;
  const { tag } = item;
  if (tag === null || item.confidence < (rule.minConfidence ?? 0.5)) return null;
  const covering = rule.dataTags.filter((parent) => isParentOrSelf(parent, tag));
  return covering.length === 0
    ? null
    : Math.max(...covering.map((parent) => parent.split('.').length));
}

function actionFor({ rule }: Placed, item: Item): RuleAction {
  const replaces = rule.action === 'redact' || rule.action === 'pseudonymize';
  return replaces && !item.canRedact ? 'block' : rule.action;
}

/** The verdict on one item where it is known which rules apply. */
function judge(item: Item, applying: readonly Placed[], defaultAction: RuleAction): Outcome {
  const covering = applying.filter((placed) => precision(placed, item) !== null);
  const precise = (placed: Placed): number => precision(placed, item) ?? -1;
  const asOutcome = (placed: Placed): Outcome => {
    const action = actionFor(placed, item);
    return { action, rule: placed, asks: action === 'require_approval' ? [placed] : [] };
  };
  const unlocked = covering.filter(({ rule }) => rule.locked !== true);

  const operators = unlocked.filter(({ shipped }) => !shipped);
  let operator = operators[0];
  if (operator?.rule.dataTags !== undefined && operator.rule.tenantId === undefined) {
    const least = precise(operator);
    operator =
      operators.find(
        (one) =>
          one.rule.tenantId !== undefined &&
          one.rule.dataTags !== undefined &&
          precise(one) >= least,
      ) ?? operator;
  }
  const shipped = unlocked.find((placed) => placed.shipped);
  const both = [operator, shipped].filter((placed) => placed !== undefined);
  const operatorStands =
    operator !== undefined && shipped !== undefined && precise(operator) >= precise(shipped);
  const standing = (operatorStands ? both.slice(0, 1) : both).map(asOutcome);
  const verdicts = [
    ...(standing.length === 0 ? [] : [withoutAsks(standing)]),
    ...covering.filter(({ rule }) => rule.locked === true).map(asOutcome),
  ];
  if (verdicts.length > 0) return combine(verdicts);
  const action = defaultAction === 'redact' && !item.canRedact ? 'block' : defaultAction;
  return { action, rule: null, asks: [] };
}

/** The stricter of the operator's and the shipped verdict: one rule, and its approval alone. */
function withoutAsks(outcomes: readonly Outcome[]): Outcome {
  const { action, rule } = combine(outcomes);
  return { action, rule, asks: rule !== null && action === 'require_approval' ? [rule] : [] };
}

/** The strictest outcome; among equals the earliest rule names it, and all approvals are asked for. */
function combine(outcomes: readonly Outcome[]): Outcome {
  const most = Math.max(...outcomes.map(({ action }) => rank(action)));
  const strictest = outcomes.filter(({ action }) => rank(action) === most);
  const position = ({ rule }: Outcome): number => rule?.position ?? Infinity;
  const first = strictest.reduce((a, b) => (position(b) < position(a) ? b : a));
  return { ...first, asks: strictest.flatMap(({ asks }) => asks) };
}
