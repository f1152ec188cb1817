import { finding, type PolicyFinding } from './finding.ts';
import type { NormalizedRule } from './normalized-rule.ts';
import { suggest } from './suggest.ts';

/** The tags that SafeAI's detectors give, to two segments; callers may declare any other. */
const KNOWN_TAGS: ReadonlyMap<string, readonly string[]> = new Map([
  [
    'secret',
    ['credential', 'api_key', 'token', 'private_key', 'password', 'connection_string', 'exact'],
  ],
  ['personal', ['pii', 'financial', 'phi']],
  ['destructive', ['shell', 'sql', 'git', 'cloud', 'container', 'supply_chain']],
  ['injection', ['override', 'jailbreak', 'extraction', 'indirect', 'obfuscated']],
  ['tampering', []],
]);

/** What is wrong with a rule by itself. */
export function lintShape(rule: NormalizedRule): PolicyFinding[] {
  const findings = (rule.dataTags ?? []).flatMap((tag) => lintTag(rule, tag));
  if (rule.directions !== null && !rule.boundaries.includes('action')) {
    findings.push(
      finding(
        'direction_ignored',
        'warning',
        rule,
        'A direction counts in the action boundary alone.',
      ),
    );
  }
  const required = Object.entries(rule.when ?? {}).find(([, condition]) => condition.required);
  if (rule.action === 'allow' && required !== undefined) {
    const message = `required has no effect in a rule that allows: without ${required[0]} the rule does not apply.`;
    findings.push(finding('required_ignored', 'warning', rule, message));
  }
  if (rule.approval !== null && rule.action !== 'require_approval') {
    const message = 'The approval terms have no effect: the action is not require_approval.';
    findings.push(finding('approval_ignored', 'warning', rule, message));
  }
  if (rule.action === 'require_approval' && !canBeApproved(rule)) {
    const message =
      'Approval is possible for tool requests and messages; on this boundary the rule blocks.';
    findings.push(finding('approval_not_possible', 'warning', rule, message));
  }
  if (rule.action === 'pseudonymize' && rule.boundaries.includes('output')) {
    const message =
      'At the boundary output placeholders are written: a pseudonym made there would be taken back at once.';
    findings.push(finding('pseudonym_ignored', 'warning', rule, message));
  }
  for (const key of ['tools', 'agents', 'users', 'models'] as const) {
    if (rule[key]?.includes('*') !== true) continue;
    const message = `* in ${key} does not hold where there is none; leave ${key} out for all.`;
    findings.push(finding('needs_a_name', 'info', rule, message));
  }
  return findings;
}

/** A tag that is nearly one of those that detectors give is probably a slip. */
function lintTag(rule: NormalizedRule, tag: string): PolicyFinding[] {
  const [root = '', second] = tag.split('.');
  const children = KNOWN_TAGS.get(root);
  let meant: string | undefined;
  if (children === undefined) meant = suggest(root, KNOWN_TAGS.keys());
  else if (second !== undefined && !children.includes(second)) meant = suggest(second, children);
  if (meant === undefined) return [];
  const known = children === undefined ? meant : `${root}.${meant}`;
  return [
    finding('unknown_tag', 'warning', rule, `No detector gives ${tag}. Did you mean ${known}?`),
  ];
}

/** Whether every place where the rule holds is one where an approval can be used. */
function canBeApproved({ boundaries, directions }: NormalizedRule): boolean {
  return (
    boundaries.every((boundary) => boundary === 'action') &&
    directions?.includes('response') !== true
  );
}
