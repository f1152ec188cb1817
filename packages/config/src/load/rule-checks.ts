import type { Problem } from '../problem.ts';
import { entryOf, type MapEntry, type MapNode, type PathStep } from '../yaml/node.ts';
import { positionOf, type Place } from '../yaml/source.ts';
import type { Located } from './build.ts';

/** The names that one match field can have. */
export const SPELLINGS = [
  ['data_tags', 'data_tag'],
  ['tools', 'tool'],
  ['agents', 'agent'],
  ['users', 'user'],
  ['models', 'model'],
  ['direction', 'directions'],
  ['tenant_id'],
  ['min_confidence'],
  ['when'],
] as const;

/** Adds what the schema cannot say about a rule: fields given twice, and keys that do not go together. */
export function checkRule({ node, path, tenantId }: Located, problems: Problem[]): void {
  if (node.kind !== 'map') return;
  const report = (entry: MapEntry, message: string, steps: readonly PathStep[] = [entry.key]) =>
    problems.push({ message, path: [...path, ...steps], place: entry.keyPlace });
  const condition = entryOf(node, 'condition')?.value;
  const places: readonly (readonly [MapNode, readonly PathStep[]])[] = [
    [node, []],
    ...(condition?.kind === 'map' ? [[condition, ['condition']] as const] : []),
  ];
  for (const names of SPELLINGS) {
    const given = places.flatMap(([map, steps]) =>
      names.flatMap((name) => {
        const entry = entryOf(map, name);
        return entry === undefined ? [] : [{ entry, steps: [...steps, name] }];
      }),
    );
    for (const { entry, steps } of given.slice(1)) {
      report(
        entry,
        `is given twice; keep one of ${names.join(', ')}, flat or under condition`,
        steps,
      );
    }
  }
  checkTenant(node, condition, tenantId, report);
  checkLocked(node, condition, tenantId, report);
}

/** Adds names that two global rules share, or two rules of one tenant. */
export function checkRuleNames(rules: readonly Located[], problems: Problem[]): void {
  const taken = new Map<string, Place>();
  for (const { node, path, tenantId } of rules) {
    if (node.kind !== 'map') continue;
    const entry = entryOf(node, 'name');
    const name = entry === undefined ? undefined : scalarOf(entry);
    if (entry === undefined || typeof name !== 'string') continue;
    const tenant = tenantId ?? tenantOf(node);
    const key = JSON.stringify([tenant, name.trim()]);
    const first = taken.get(key);
    if (first === undefined) {
      taken.set(key, entry.value.place);
      continue;
    }
    const { file, line } = positionOf(first);
    const message = `another rule has this name: ${file}:${line}`;
    problems.push({ message, path: [...path, 'name'], place: entry.value.place });
  }
}

type Report = (entry: MapEntry, message: string, steps?: readonly PathStep[]) => void;

function checkTenant(
  node: MapNode,
  condition: MapEntry['value'] | undefined,
  tenantId: string | undefined,
  report: Report,
): void {
  const written = tenantEntry(node, condition);
  if (tenantId !== undefined && written !== undefined && scalarOf(written) !== tenantId) {
    report(written, `this rule stands under the tenant ${tenantId}; leave the key out`);
  }
  const trusting = entryOf(node, 'trust_declared');
  const global = tenantId === undefined && written === undefined;
  if (trusting !== undefined && scalarOf(trusting) === true && !global) {
    report(trusting, 'is for global rules, not for a tenant');
  }
}

function checkLocked(
  node: MapNode,
  condition: MapEntry['value'] | undefined,
  tenantId: string | undefined,
  report: Report,
): void {
  const locked = entryOf(node, 'locked');
  if (locked === undefined || scalarOf(locked) !== true) return;
  const action = entryOf(node, 'action');
  const mode = entryOf(node, 'mode');
  if (action !== undefined && scalarOf(action) === 'allow') {
    report(locked, 'a rule that allows cannot be locked');
  }
  if (mode !== undefined && scalarOf(mode) === 'shadow') {
    report(locked, 'a shadow rule cannot be locked');
  }
  if (tenantId !== undefined || tenantEntry(node, condition) !== undefined) {
    report(locked, "a tenant's rule cannot be locked");
  }
}

function tenantEntry(
  node: MapNode,
  condition: MapEntry['value'] | undefined,
): MapEntry | undefined {
  return (
    entryOf(node, 'tenant_id') ??
    (condition?.kind === 'map' ? entryOf(condition, 'tenant_id') : undefined)
  );
}

function tenantOf(node: MapNode): unknown {
  const written = tenantEntry(node, entryOf(node, 'condition')?.value);
  return written === undefined ? undefined : scalarOf(written);
}

function scalarOf(entry: MapEntry): unknown {
  return entry.value.kind === 'scalar' ? entry.value.value : undefined;
}
