import { SafeAIError } from '../errors.ts';
import { normalizeTag } from '../tags.ts';
import type { NormalizedRule } from './normalized-rule.ts';
import type { Problems } from './problems.ts';
import { isPlainObject, type RuleReader } from './rule-reader.ts';
import type { ApprovalTerms, Condition } from './rule.ts';
import { unknownPlaceholders, type Placeholder } from './text-template.ts';
import { compileWhen } from './when/compile-when.ts';

/** Canonical and distinct tags; `null` where the rule names none. */
export function readTags(read: RuleReader): readonly string[] | null {
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

/** Conditions that compile, copied with their keys in order. */
export function readWhen(
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

/** A text that names nothing but the allowed placeholders. */
export function readText(
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

/** What must be met before `require_approval` is lifted. */
export function readApproval(read: RuleReader): ApprovalTerms | null {
  const approval = read.object('approval');
  if (approval === undefined) return null;
  approval.refuseUnknown(['ttlMs', 'minApprovals', 'groups', 'escalateAfterMs', 'escalateTo']);
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
    ...readEscalation(approval, ttlMs),
  });
}

/** After what time whom to tell: both or neither, and before the request's own time is over. */
function readEscalation(
  approval: RuleReader,
  ttlMs: number | undefined,
): Pick<ApprovalTerms, 'escalateAfterMs' | 'escalateTo'> {
  const escalateAfterMs = approval.count('escalateAfterMs');
  const escalateTo = approval.name('escalateTo');
  for (const [key, other] of [
    ['escalateAfterMs', 'escalateTo'],
    ['escalateTo', 'escalateAfterMs'],
  ] as const) {
    if (approval.get(key) !== undefined && approval.get(other) === undefined) {
      approval.complain(key, 'is half of an escalation, which takes a time and a name');
    }
  }
  if (escalateAfterMs === undefined || escalateTo === undefined) return {};
  if (ttlMs !== undefined && escalateAfterMs >= ttlMs) {
    approval.complain('escalateAfterMs', "must be shorter than the request's own time");
  }
  return { escalateAfterMs, escalateTo };
}
