import type { PolicyRule } from '../rules/policy-rule.ts';
import { fileRule } from '../rules/file-rule.ts';
import { yamlOf } from '../rules/rule-yaml.ts';

/** The parts of a configuration that a draft has. */
const PARTS = ['policies', 'policy', 'tenants'] as const;

/** A draft of the rules in force, from the configuration. */
export function draftOfConfig(config: Readonly<Record<string, unknown>>): string {
  const parts = PARTS.flatMap((part): [string, unknown][] =>
    config[part] === undefined ? [] : [[part, config[part]]],
  );
  return yamlOf(Object.fromEntries(parts));
}

/** A draft of the rules that the server tells of, for who may not see the configuration: that has settings besides. */
export function draftOfRules(rules: readonly PolicyRule[]): string {
  const written = rules.filter(({ origin }) => origin !== 'shipped');
  return yamlOf({
    policies: written.map(fileRule),
    ...(rules.length > 0 && written.length === rules.length ? { policy: { defaults: false } } : {}),
  });
}
