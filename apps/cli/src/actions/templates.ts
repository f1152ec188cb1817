import { POLICY_TEMPLATES } from '@safeai/core';
import type { CommandContext } from '../context.ts';
import { EXIT, type ExitCode } from '../exit-code.ts';
import { templateRules, templateYaml } from '../init/config-text.ts';
import { findTemplate } from '../init/find-template.ts';
import { alignColumns } from '../output/columns.ts';

/** Options of `safeai templates`. */
export interface TemplatesOptions {
  readonly json?: true;
}

/** Prints each template's name, what it is for, and how many rules it has. */
export async function listTemplates(
  options: TemplatesOptions,
  { output }: CommandContext,
): Promise<ExitCode> {
  if (options.json === true) {
    const templates = POLICY_TEMPLATES.map(({ name, description, rules }) => ({
      name,
      description,
      rules: rules.length,
    }));
    await output.json({ templates });
    return EXIT.ok;
  }
  const rows = POLICY_TEMPLATES.map(({ name, description, rules }) => [
    name,
    `${rules.length} rules`,
    description,
  ]);
  for (const line of alignColumns(rows)) await output.line(line);
  return EXIT.ok;
}

/** Prints a template's rules, ready to be put into a safeai.yaml. */
export async function showTemplate(
  name: string,
  options: TemplatesOptions,
  { output }: CommandContext,
): Promise<ExitCode> {
  const template = findTemplate(name, POLICY_TEMPLATES);
  if (options.json === true) {
    const { description } = template;
    await output.json({ name: template.name, description, policies: templateRules(template) });
  } else {
    await output.raw(templateYaml(template));
  }
  return EXIT.ok;
}
