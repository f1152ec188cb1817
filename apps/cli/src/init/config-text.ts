import { SafeAIConfig, showConfig } from '@safeai/config';
import type { JsonValue, PolicyTemplate } from '@safeai/core';
import { toYaml } from '../output/yaml.ts';
import { SHIPPED_CONFIG } from './shipped-config.ts';

/** The empty list of rules, and the example in comments below it. */
const NO_POLICIES = /^policies: \[\]\n(?:#.*\n)*/m;

/** The text of a new safeai.yaml: the shipped one, with a template's rules where one is chosen. */
export function configText(template: PolicyTemplate | undefined): string {
  if (template === undefined) return SHIPPED_CONFIG;
  const rules = `# From the template ${template.name}: ${template.description}\n${templateYaml(template)}`;
  return SHIPPED_CONFIG.replace(NO_POLICIES, () => rules);
}

/** A template's rules as the `policies` of a safeai.yaml. */
export function templateYaml(template: PolicyTemplate): string {
  return toYaml({ policies: templateRules(template) });
}

/** A template's rules as a safeai.yaml writes them. */
export function templateRules({ rules }: PolicyTemplate): JsonValue {
  const { policies = [] } = showConfig(Object.assign({}, new SafeAIConfig(), { policies: rules }));
  return policies;
}
