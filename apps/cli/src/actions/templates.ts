import type { OfferedTemplate } from '@safeai/runtime';
import { withUnrecorded } from '../configuration/embedded.ts';
import type { ConfigOptions } from '../configuration/load-configuration.ts';
import type { CommandContext } from '../context.ts';
import { EXIT, type ExitCode } from '../exit-code.ts';
import { templateRules, templateYaml } from '../init/config-text.ts';
import type { CliHost } from '../host.ts';
import { findTemplate } from '../init/find-template.ts';
import { alignColumns } from '../output/columns.ts';
import { printable } from '../output/printable.ts';

/** Options of `safeai templates`. */
export interface TemplatesOptions extends ConfigOptions {
  readonly json?: true;
}

/** Prints each template's name, what it is for, how many rules it has, and which plugin it is from. */
export async function listTemplates(
  options: TemplatesOptions,
  { host, output }: CommandContext,
): Promise<ExitCode> {
  const offered = await templatesOf(options, host);
  if (options.json === true) {
    const templates = offered.map(({ name, description, rules, origin }) => ({
      name,
      description,
      rules: rules.length,
      origin,
    }));
    await output.json({ templates });
    return EXIT.ok;
  }
  const rows = offered.map(({ name, description, rules, origin }) => [
    name,
    `${rules.length} rules`,
    origin === 'shipped' ? '' : origin,
    printable(description),
  ]);
  for (const line of alignColumns(rows)) await output.line(line);
  return EXIT.ok;
}

/** Prints a template's rules, ready to be put into a safeai.yaml. */
export async function showTemplate(
  name: string,
  options: TemplatesOptions,
  { host, output }: CommandContext,
): Promise<ExitCode> {
  const template = findTemplate(name, await templatesOf(options, host));
  if (options.json === true) {
    const { description, origin } = template;
    await output.json({
      name: template.name,
      description,
      origin,
      policies: templateRules(template),
    });
  } else {
    await output.raw(templateYaml(template));
  }
  return EXIT.ok;
}

/** The shipped ones, and those of the configuration's plugins. */
function templatesOf(options: ConfigOptions, host: CliHost): Promise<readonly OfferedTemplate[]> {
  return withUnrecorded(options, host, ({ runtime }) => Promise.resolve(runtime.templates()));
}
