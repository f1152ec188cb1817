import { SafeAIError } from '../errors.ts';
import { normalizeTag } from '../tags.ts';
import type { NormalizedRule, RuleOrigin } from './normalized-rule.ts';
import { isPlainObject, RuleReader } from './rule-reader.ts';
import { propertyPath, type Problems } from './problems.ts';
import type { ApprovalTerms, Condition, Direction, PolicyBoundary, PolicyRule } from './rule.ts';
import { RULE_ACTIONS } from './strictness.ts';
import {
  FALLBACK_PLACEHOLDERS,
  REASON_PLACEHOLDERS,
  unknownPlaceholders,
  type Placeholder,
} from './text-template.ts';
import { compileWhen } from './when/compile-when.ts';

export const DEFAULT_PRIORITY = 100;
export const DEFAULT_MIN_CONFIDENCE = 0.5;
export const BOUNDARIES: readonly PolicyBoundary[] = ['input', 'action', 'output', 'memory'];
export const DIRECTIONS: readonly Direction[] = ['request', 'response', 'message'];
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
  const action = read.choice('action', RULE_ACTIONS) ?? 'block';
  const tenantId = read.name('tenantId') ?? null;
  const tools = read.names('tools')?.map((glob) => glob.toLowerCase());
  const rule: NormalizedRule = {
    name,
    origin: originOf(tenantId, shipped),
    boundaries: read.choices('boundary', BOUNDARIES) ?? [],
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

function readTags(read: RuleReader): readonly string[] | null {
  const value = read.get('dataTags');
  if (value === undefined) return null;
  if (!Array.isArray(value) || value.length === 0) {
    read.complain(
      'dataTags',
      'must be a list of at least one tag; leave it out for an untagged rule',
    );
    return null;
  }
  const tags = new Set<string>();
  for (const [index, tag] of value.entries()) {
    try {
      if (typeof tag === 'string') tags.add(normalizeTag(tag));
      else read.complain('dataTags', 'must be a tag, such as personal.pii', `[${index}]`);
    } catch (error) {
      if (!SafeAIError.isInstance(error)) throw error;
      read.complain('dataTags', error.message, `[${index}]`);
    }
  }
  return Object.freeze([...tags]);
}

function readWhen(
  read: RuleReader,
  strict: boolean,
  problems: Problems,
  path: string,
): NormalizedRule['when'] {
  const value = read.get('when');
  if (value === undefined) return null;
  if (!isPlainObject(value)) {
    read.complain(
      'when',
      'must be an object of fields, such as { "parameters.amount": { gt: 100 } }',
    );
    return null;
  }
  const when = value as Readonly<Record<string, Condition>>;
  if (compileWhen(when, strict, problems, path) === null) return null;
  // Every key has been parsed as a field, so none of them is special to an object.
  return copy(when);
}

/** A frozen copy with the keys in order. What comes here has been checked: scalars, lists and objects. */
function copy<T>(value: T): T;
function copy(value: unknown): unknown {
  if (Array.isArray(value)) return Object.freeze(value.map((item: unknown) => copy(item)));
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value)
    .filter(([, item]) => item !== undefined)
    .sort(([first], [second]) => (first < second ? -1 : 1));
  return Object.freeze(Object.fromEntries(entries.map(([key, item]) => [key, copy(item)])));
}

function readText(
  read: RuleReader,
  key: 'reason' | 'fallbackTemplate',
  allowed: readonly Placeholder[],
): string | null {
  const text = read.text(key);
  if (text === undefined) return null;
  for (const name of unknownPlaceholders(text, allowed)) {
    const list = allowed.map((known) => `{${known}}`).join(', ');
    read.complain(key, `names {${name}}, which is none of ${list}`);
  }
  return text;
}

function readApproval(read: RuleReader): ApprovalTerms | null {
  const approval = read.object('approval');
  if (approval === undefined) return null;
  approval.refuseUnknown(['ttlMs', 'minApprovals', 'groups']);
  const ttlMs = approval.count('ttlMs');
  const minApprovals = approval.count('minApprovals');
  const groups = approval.objects('groups')?.map((group) => {
    group.refuseUnknown(['role', 'count']);
    for (const key of ['role', 'count']) {
      if (group.get(key) === undefined) group.complain(key, 'is missing');
    }
    return Object.freeze({ role: group.name('role') ?? '', count: group.count('count') ?? 1 });
  });
  return Object.freeze({
    ...(ttlMs === undefined ? {} : { ttlMs }),
    ...(minApprovals === undefined ? {} : { minApprovals }),
    ...(groups === undefined ? {} : { groups: Object.freeze(groups) }),
  });
}

/** What is well-formed, and still cannot be. */
function refuseContradictions(rule: NormalizedRule, read: RuleReader): void {
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
