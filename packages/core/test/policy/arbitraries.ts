import fc from 'fast-check';
import type { DetectedTag, PolicyContext } from '../../src/policy/decision.ts';
import type { Condition, PolicyRule, RuleAction } from '../../src/policy/rule.ts';

/** Small vocabularies, so that random rules and contexts meet each other often. */
export const TAGS = [
  'a',
  'a.b',
  'a.b.c',
  'a.d',
  'e.f',
  'secret',
  'secret.token',
  'personal.pii',
  'destructive.git',
];
const TENANTS = ['acme', 'default', '__proto__'];
const TOOLS = ['bash', 'mcp__srv__bash', 'run_query', 'db_query'];
const TOOL_GLOBS = ['bash', 'mcp__srv__bash', '*_query', 'db_*', 'run_query', '*'];
const AGENTS = ['ann', 'bob'];
const BOUNDARIES = ['input', 'action', 'output', 'memory'] as const;
const DIRECTIONS = ['request', 'response', 'message'] as const;
export const ACTIONS: readonly RuleAction[] = [
  'allow',
  'flag',
  'pseudonymize',
  'redact',
  'require_approval',
  'block',
];

const some = <T>(from: readonly T[]): fc.Arbitrary<T[]> =>
  fc.uniqueArray(fc.constantFrom(...from), { minLength: 1, maxLength: 3 });

/** The key is present only where there is a value: in so many of four cases. */
function optional<K extends string, T>(
  key: K,
  value: fc.Arbitrary<T>,
  ofFour: 1 | 3,
): fc.Arbitrary<Partial<Record<K, T>>> {
  return fc.oneof(
    { weight: 4 - ofFour, arbitrary: fc.constant({}) },
    { weight: ofFour, arbitrary: value.map((made) => ({ [key]: made }) as Partial<Record<K, T>>) },
  );
}

const condition: fc.Arbitrary<Condition> = fc
  .tuple(
    fc.constantFrom<Condition>({ lt: 5 }, { gt: 5 }, { lt: 8, gt: 2 }),
    fc.constantFrom<Condition>({}, { required: true }),
  )
  .map(([test, required]) => ({ ...test, ...required }));

interface RuleShape {
  /** Chance of a `when`, against 3 for none. */
  readonly whens?: number;
  readonly shadows?: boolean;
  readonly locks?: boolean;
  readonly tags?: readonly string[];
  readonly tenants?: readonly string[];
}

const body = ({
  whens = 1,
  shadows = true,
  tags = TAGS,
  tenants = TENANTS,
}: RuleShape): fc.Arbitrary<Omit<PolicyRule, 'name'>> =>
  fc
    .tuple(
      fc.record({
        boundary: some(BOUNDARIES),
        action: fc.constantFrom(...ACTIONS),
        priority: fc.constantFrom(1, 25, 100, 100, 100, 2000),
      }),
      fc.oneof(
        { weight: 4, arbitrary: some(tags).map((dataTags) => ({ dataTags })) },
        { weight: 1, arbitrary: fc.constant({}) },
      ),
      fc.oneof(
        { weight: 2, arbitrary: fc.constant({}) },
        { weight: 1, arbitrary: fc.constantFrom(...tenants).map((tenantId) => ({ tenantId })) },
      ),
      fc.oneof(
        { weight: 3, arbitrary: fc.constant({}) },
        { weight: 1, arbitrary: some(TOOL_GLOBS).map((tools) => ({ tools })) },
        { weight: 1, arbitrary: some([...AGENTS, 'a*']).map((agents) => ({ agents })) },
        {
          weight: 1,
          arbitrary: fc
            .tuple(some(TOOL_GLOBS), some(AGENTS))
            .map(([tools, agents]) => ({ tools, agents })),
        },
      ),
      fc.oneof(
        { weight: 3, arbitrary: fc.constant({}) },
        { weight: whens, arbitrary: condition.map((test) => ({ when: { 'parameters.n': test } })) },
      ),
      optional('direction', some(DIRECTIONS), 1),
      optional('minConfidence', fc.constantFrom(0, 0.3, 0.9), 1),
      fc.constantFrom({}, {}, {}, ...(shadows ? [{ mode: 'shadow' as const }] : [])),
    )
    .map((parts) => tagged(Object.assign({}, ...parts) as Omit<PolicyRule, 'name'>));

/** Only a rule that names its tags may say `pseudonymize`. */
function tagged(rule: Omit<PolicyRule, 'name'>): Omit<PolicyRule, 'name'> {
  const isLoose = rule.action === 'pseudonymize' && rule.dataTags === undefined;
  return isLoose ? { ...rule, action: 'redact' } : rule;
}

/** Locks what may be locked. */
function lock(rule: Omit<PolicyRule, 'name'>): Omit<PolicyRule, 'name'> {
  const barred = rule.action === 'allow' || rule.mode === 'shadow' || rule.tenantId !== undefined;
  return barred ? rule : { ...rule, locked: true };
}

/** A rule set that loads: names are unique, one may be a shipped rule's. */
export function ruleSets(shape: RuleShape = {}, maxLength = 8): fc.Arbitrary<PolicyRule[]> {
  const made = fc.tuple(body(shape), fc.constantFrom(false, false, shape.locks !== false));
  return fc.tuple(fc.array(made, { maxLength }), fc.boolean()).map(([bodies, takesName]) =>
    bodies.map(([rule, locked], index) => ({
      name: takesName && index === 0 ? 'default-pii-redaction' : `rule-${String(index)}`,
      ...(locked ? lock(rule) : rule),
    })),
  );
}

const detected: fc.Arbitrary<DetectedTag> = fc
  .record({
    tag: fc.constantFrom(...TAGS, 'a.b.c.x'),
    confidence: fc.constantFrom(0.2, 0.5, 0.7, 1),
    span: fc.boolean(),
  })
  .map((tag) => tag);

const tagging: fc.Arbitrary<Pick<PolicyContext, 'dataTags' | 'detectedTags'>> = fc.oneof(
  fc.record({ dataTags: fc.array(fc.constantFrom(...TAGS), { maxLength: 3 }) }),
  fc.record({ detectedTags: fc.array(detected, { maxLength: 4 }) }),
  fc.record({
    dataTags: fc.array(fc.constantFrom(...TAGS), { maxLength: 2 }),
    detectedTags: fc.array(detected, { maxLength: 3 }),
  }),
);

/** A context; `parameters.n` is a number, missing, or of a wrong type. */
export function contexts(wrongTypes = 1): fc.Arbitrary<PolicyContext> {
  return fc
    .tuple(
      fc.record({ boundary: fc.constantFrom(...BOUNDARIES) }),
      tagging,
      optional('tenantId', fc.constantFrom(...TENANTS, 'other'), 3),
      optional('direction', fc.constantFrom(...DIRECTIONS), 3),
      optional('toolName', fc.constantFrom(...TOOLS), 3),
      optional('agentId', fc.constantFrom(...AGENTS), 3),
      fc.oneof(
        { weight: 1, arbitrary: fc.constant({}) },
        { weight: 2, arbitrary: fc.nat(10).map((n) => ({ parameters: { n } })) },
        { weight: wrongTypes, arbitrary: fc.constant({ parameters: { n: '4' } }) },
      ),
    )
    .map((parts) => Object.assign({}, ...parts) as PolicyContext);
}
