import type { ConfigData } from '../config-data.ts';
import { configError, detailsOf, formatDetail, type Problem } from '../problem.ts';
import { detector } from '../schema/detection.ts';
import { policyRule } from '../schema/policy-rule.ts';
import { rootSchema } from '../schema/root.ts';
import { nodeAt, type ConfigNode, type MapNode } from '../yaml/node.ts';
import { emptyMap } from '../yaml/node-from.ts';
import { parseYaml } from '../yaml/parse.ts';
import type { Source } from '../yaml/source.ts';
import { buildConfig, type Included, type Located } from './build.ts';
import { takenDetectorIds, unknownDetectorIds, unprovenDetectors } from './catalogue-checks.ts';
import { checkDetectors, checkPolicies } from './compile-checks.ts';
import { checkWhole } from './cross-checks.ts';
import { faultless } from './faultless.ts';
import { unprotectedIssuer } from './issuer-checks.ts';
import { withoutEmptyBlocks } from './overlay.ts';
import { plainSecrets } from './plain-secrets.ts';
import { checkRule, checkRuleNames } from './rule-checks.ts';

const DETECTORS = ['detection', 'rules'];

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
  checkRuleNames(rules, problems);
  checkWhole(root, included.contracts, problems);
  // What is wrong in one place hides nothing that is wrong in another.
  const compiling: Problem[] = [];
  checkPolicies(faultless(rules, policyRule.schema, problems), compiling);
  checkDetectors(faultless(itemsAt(root, DETECTORS), detector.schema, problems), compiling);
  const all = [...problems, ...compiling, ...takenDetectorIds(root)];
  if (all.length > 0) throw configError(all);
  return { data: buildConfig(root, rules, included), rules };
}

/** Every rule in the order of evaluation: top-level, included, then each tenant's. */
function allRules(root: MapNode, included: Included): Located[] {
  const tenants = nodeAt(root, ['tenants']);
  const ofTenants = (tenants?.kind === 'map' ? tenants.entries : []).flatMap(({ key }) =>
    itemsAt(root, ['tenants', key, 'policies'], key),
  );
  return [...itemsAt(root, ['policies']), ...included.rules, ...ofTenants];
}

function itemsAt(root: ConfigNode, path: readonly string[], tenantId?: string): Located[] {
  const list = nodeAt(root, path);
  if (list?.kind !== 'list') return [];
  const tenant = tenantId === undefined ? {} : { tenantId };
  return list.items.map((node, index) => ({ node, path: [...path, index], ...tenant }));
}

/** What deserves attention in a configuration that can be used. */
export function warningsAbout(root: MapNode): Problem[] {
  return [
    ...plainSecrets(root, rootSchema),
    ...unknownDetectorIds(root),
    ...unprovenDetectors(root),
    ...unprotectedIssuer(root),
  ];
}

/** Problems as texts. */
export function formatProblems(problems: readonly Problem[]): string[] {
  return detailsOf(problems).map(formatDetail);
}
