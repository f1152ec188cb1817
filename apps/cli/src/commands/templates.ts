import type { Command } from 'commander';
import type { TemplatesOptions } from '../actions/templates.ts';
import type { CommandContext } from '../context.ts';
import { addConfigOptions, addJsonOption } from './shared-options.ts';

/** `safeai templates list` and `safeai templates show`. */
export function addTemplates(program: Command, context: CommandContext): void {
  const templates = program.command('templates').description('show the policy templates');
  const list = templates
    .command('list')
    .description('list the policy templates')
    .action(async (options: TemplatesOptions) => {
      const { listTemplates } = await import('../actions/templates.ts');
      context.exitCode = await listTemplates(options, context);
    });
  const show = templates
    .command('show')
    .description("print a template's rules as the policies of a safeai.yaml")
    .argument('<name>', 'name of the template')
    .action(async (name: string, options: TemplatesOptions) => {
      const { showTemplate } = await import('../actions/templates.ts');
      context.exitCode = await showTemplate(name, options, context);
    });
  for (const command of [list, show]) addJsonOption(addConfigOptions(command));
}
