import { dump } from 'js-yaml';
import { fileRule } from './file-rule.ts';
import type { PolicyRule } from './policy-rule.ts';

/** A value as YAML. */
export function yamlOf(value: unknown): string {
  return dump(value, { lineWidth: 100, noRefs: true });
}

/** Rules as the list of a file. */
export function rulesYaml(rules: readonly PolicyRule[]): string {
  return yamlOf(rules.map(fileRule));
}
