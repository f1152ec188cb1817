import type { ConfigData } from '../config-data.ts';
import { configError, detailsOf, formatDetail, type Problem } from '../problem.ts';
import { rootSchema } from '../schema/root.ts';
import { nodeAt, type ConfigNode, type MapNode } from '../yaml/node.ts';
import { emptyMap } from '../yaml/node-from.ts';
import { parseYaml } from '../yaml/parse.ts';
import type { Source } from '../yaml/source.ts';
import { buildConfig, type Included, type Located } from './build.ts';
import { coerce } from './coerce.ts';
import { checkWhole } from './cross-checks.ts';
import { interpolate, type Environment } from './interpolate.ts';
import { withoutEmptyBlocks } from './overlay.ts';
import { checkRule } from './rule-checks.ts';
import { validate } from './validate.ts';

/** The map that a text holds; an empty text holds an empty one. */
export function readRoot(source: Source, problems: Problem[]): MapNode {
  const root = parseYaml(source, problems) ?? emptyMap({ source, offset: 0 });
  if (root.kind === 'map') return withoutEmptyBlocks(root);
  const nothing = root.kind === 'scalar' && root.value === null;
  if (!nothing) {
    const message = 'the file must be a map of settings, such as "audit:" with its keys below';
    problems.push({ message, path: [], place: root.place });
  }
  return emptyMap(root.place);
}

/** Puts in variables, gives them their types and checks the result against the schema. */
export function prepareRoot(root: MapNode, environment: Environment, problems: Problem[]): MapNode {
  const before = problems.length;
  const expanded = interpolate(root, environment, problems);
  const typed = coerce(expanded, rootSchema);
  // A variable that is missing leaves an empty text behind; one message about it is enough.
  const missing = new Set(problems.slice(before).map((problem) => problem.place));
  const found: Problem[] = [];
  validate('config', typed, found);
  problems.push(...found.filter((problem) => !missing.has(problem.place)));
  return typed.kind === 'map' ? typed : root;
}

/** What a checked configuration consists of. */
export interface Assembled {
  readonly data: ConfigData;
  readonly rules: readonly Located[];
}

/**
 * Checks what the schema cannot say, and builds the values.
 *
 * @throws ConfigError with every problem noted before and found here
 */
export function assemble(root: MapNode, included: Included, problems: Problem[]): Assembled {
  const rules = allRules(root, included);
  rules.forEach((rule) => {
    checkRule(rule, problems);
  });
  checkWhole(root, included.contracts, problems);
  if (problems.length > 0) throw configError(problems);
  const data = buildConfig(root, rules, included, problems);
  if (problems.length > 0) throw configError(problems);
  return { data, rules };
}

/** Every rule in the order of evaluation: top-level, included, then each tenant's. */
function allRules(root: MapNode, included: Included): Located[] {
  const tenants = nodeAt(root, ['tenants']);
  const ofTenants = (tenants?.kind === 'map' ? tenants.entries : []).flatMap(({ key }) =>
    rulesAt(root, ['tenants', key, 'policies'], key),
  );
  return [...rulesAt(root, ['policies']), ...included.rules, ...ofTenants];
}

function rulesAt(root: ConfigNode, path: readonly string[], tenantId?: string): Located[] {
  const list = nodeAt(root, path);
  if (list?.kind !== 'list') return [];
  const tenant = tenantId === undefined ? {} : { tenantId };
  return list.items.map((node, index) => ({ node, path: [...path, index], ...tenant }));
}

/** Problems as texts. */
export function formatProblems(problems: readonly Problem[]): string[] {
  return detailsOf(problems).map(formatDetail);
}
