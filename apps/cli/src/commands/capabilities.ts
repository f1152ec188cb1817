import type { Command } from 'commander';
import type { GrantOptions, ListGrantsOptions } from '../actions/capabilities.ts';
import type { StateOptions } from '../configuration/load-configuration.ts';
import type { CommandContext } from '../context.ts';
import { addJsonOption, addStateOptions, addYesOption, collect } from './shared-options.ts';

/** `safeai capabilities grant|list|revoke`. */
export function addCapabilities(program: Command, context: CommandContext): void {
  const capabilities = program
    .command('capabilities')
    .description('grant tools to single agents for a time');
  const grant = capabilities
    .command('grant')
    .description('grant tools or secrets to one agent; prints the token, once')
    .requiredOption('--agent <id>', 'the only agent that may use it')
    .option('--tool <glob>', 'a tool, or a glob over tools; may be repeated', collect)
    .option('--secret <glob>', 'a secret, or a glob over backend/path#key; repeatable', collect)
    .option('--session <id>', 'the only session (default: any)')
    .option('--tenant <id>', 'the tenant (default: default)')
    .option('--ttl <duration>', 'how long it lasts, at most 30d (default: 1h)')
    .action(async (options: GrantOptions) => {
      const { grantCapability } = await import('../actions/capabilities.ts');
      context.exitCode = await grantCapability(options, context);
    });
  const list = capabilities
    .command('list')
    .description('list grants, newest first; ended ones too')
    .option('--tenant <id>', 'only those of a tenant')
    .option('--limit <number>', 'at most so many (1 to 1000)', '100')
    .action(async (options: ListGrantsOptions) => {
      const { listCapabilities } = await import('../actions/capabilities.ts');
      context.exitCode = await listCapabilities(options, context);
    });
  const revoke = capabilities
    .command('revoke')
    .description('end a grant at once')
    .argument('<id>', 'the id of the grant: cap-…')
    .action(async (id: string, options: StateOptions & { json?: true }) => {
      const { revokeCapability } = await import('../actions/capabilities.ts');
      context.exitCode = await revokeCapability(id, options, context);
    });
  for (const command of [grant, revoke]) addYesOption(command);
  for (const command of [grant, list, revoke]) addJsonOption(addStateOptions(command));
}
