import type { NormalizedRule, RuleOrigin } from './normalized-rule.ts';
import { propertyPath, type Problems } from './problems.ts';
import { readApproval, readTags, readText, readWhen } from './rule-parts.ts';
import { isPlainObject, RuleReader } from './rule-reader.ts';
import type { Direction, PolicyBoundary, PolicyRule } from './rule.ts';
import { RULE_ACTIONS } from './strictness.ts';
import { FALLBACK_PLACEHOLDERS, REASON_PLACEHOLDERS } from './text-template.ts';

const DEFAULT_PRIORITY = 100;
const DEFAULT_MIN_CONFIDENCE = 0.5;
const BOUNDARIES: readonly PolicyBoundary[] = ['input', 'action', 'output', 'memory'];
const DIRECTIONS: readonly Direction[] = ['request', 'response', 'message'];
const MODES: readonly NormalizedRule['mode'][] = ['enforce', 'shadow'];

/** Every key of a rule; complete by its type. */
const KEYS: readonly string[] = Object.keys({
  name: true,
  boundary: true,
  action: true,
  dataTags: true,
  direction: true,
  tenantId: true,
  tools: true,
  agents: true,
  users: true,
  models: true,
  minConfidence: true,
  when: true,
  controls: true,
  priority: true,
  mode: true,
  locked: true,
  reason: true,
  fallbackTemplate: true,
  approval: true,
  trustDeclared: true,
} satisfies Record<keyof PolicyRule, true>);

/**
 * Checks one rule and fills in its defaults.
 *
 * @param source the rule as a program or a file gave it; may be anything
 * @param path where it stands, e.g. `policies[3]`
 * @returns `null` after any problem, each of which is told
 */
export function normalizeRule(
  source: unknown,
  path: string,
  problems: Problems,
  shipped = false,
): NormalizedRule | null {
  if (!isPlainObject(source)) {
    problems.add(path, 'must be an object');
    return null;
  }
  const before = problems.count;
  const read = new RuleReader(source, path, problems);
  read.refuseUnknown(KEYS);
  for (const key of ['name', 'boundary', 'action']) {
    if (read.get(key) === undefined) read.complain(key, 'is missing');
  }
  const name = read.name('name') ?? '';
  const boundaries = read.choices('boundary', BOUNDARIES) ?? [];
  const action = read.choice('action', RULE_ACTIONS) ?? 'block';
  const tenantId = read.name('tenantId') ?? null;
  const tools = read.names('tools')?.map((glob) => glob.toLowerCase());
  const rule: NormalizedRule = {
    name,
    origin: originOf(tenantId, shipped),
    boundaries,
    directions: read.choices('direction', DIRECTIONS) ?? null,
    dataTags: readTags(read),
    action,
    tenantId,
    tools: tools === undefined ? null : Object.freeze([...new Set(tools)]),
    agents: read.names('agents') ?? null,
    users: read.names('users') ?? null,
    models: read.names('models') ?? null,
    minConfidence: read.number('minConfidence', 0, 1) ?? DEFAULT_MIN_CONFIDENCE,
    when: readWhen(read, action !== 'allow', problems, propertyPath(path, 'when')),
    controls: read.names('controls') ?? Object.freeze([]),
    priority: read.number('priority') ?? DEFAULT_PRIORITY,
    mode: read.choice('mode', MODES) ?? 'enforce',
    locked: read.flag('locked') ?? false,
    reason: readText(read, 'reason', REASON_PLACEHOLDERS),
    fallbackTemplate: readText(read, 'fallbackTemplate', FALLBACK_PLACEHOLDERS),
    approval: readApproval(read),
    trustDeclared: read.flag('trustDeclared') ?? false,
  };
  refuseContradictions(rule, read);
  return problems.count === before ? Object.freeze(rule) : null;
}

function originOf(tenantId: string | null, shipped: boolean): RuleOrigin {
  if (shipped) return 'shipped';
  return tenantId === null ? 'operator' : 'tenant';
}

/** What is well-formed, and still cannot be. */
function refuseContradictions(rule: NormalizedRule, read: RuleReader): void {
  if (rule.action === 'pseudonymize' && read.get('dataTags') === undefined) {
    read.complain('action', 'pseudonymize needs tags: name those whose values may be restored');
  }
  if (rule.locked && rule.action === 'allow') {
    read.complain('locked', 'goes with no allow: a locked rule only makes decisions stricter');
  }
  if (rule.locked && rule.mode === 'shadow') {
    read.complain('locked', 'goes with no shadow mode: a shadow rule never decides');
  }
  if (rule.locked && rule.tenantId !== null) {
    read.complain('locked', 'goes with no tenant: write a global rule');
  }
  if (rule.trustDeclared && rule.tenantId !== null) {
    read.complain('trustDeclared', 'goes with no tenant: write a global rule');
  }
}
