import { Argument, type Command } from 'commander';
import type { CreateKeyOptions, ListKeysOptions } from '../actions/api-keys.ts';
import type { RotateOptions } from '../actions/keys-rotate.ts';
import type { StateOptions } from '../configuration/load-configuration.ts';
import type { CommandContext } from '../context.ts';
import { addJsonOption, addStateOptions, addYesOption, collect } from './shared-options.ts';

/** As the state folder has them: the list of the runtime, which help must not load. */
const NAMES = ['audit', 'checkpoints', 'approvals', 'memory', 'digests'] as const;

/** `safeai keys create|list|revoke|rotate`. */
export function addKeys(program: Command, context: CommandContext): void {
  const keys = program.command('keys').description('API keys, and the keys in the state folder');
  const create = keys
    .command('create')
    .description('make an API key; prints it, once')
    .requiredOption('--role <role>', 'what its holder may do; may be repeated', collect)
    .option(
      '--tenant <id>',
      'a tenant of its holder, or *; may be repeated (default: default)',
      collect,
    )
    .option(
      '--agent <id>',
      'an agent that its holder speaks for; repeatable (default: any)',
      collect,
    )
    .option('--user <name>', 'who its holder is (default: the id of the key)')
    .option(
      '--expires <duration>',
      'how long it serves, such as 30d (default: until it is revoked)',
    )
    .action(async (options: CreateKeyOptions) => {
      const { createApiKey } = await import('../actions/api-keys.ts');
      context.exitCode = await createApiKey(options, context);
    });
  const list = keys
    .command('list')
    .description('list API keys, newest first; ended ones too')
    .option('--tenant <id>', 'only keys of this tenant and no other')
    .option('--limit <number>', 'at most so many (1 to 1000)', '100')
    .action(async (options: ListKeysOptions) => {
      const { listApiKeys } = await import('../actions/api-keys.ts');
      context.exitCode = await listApiKeys(options, context);
    });
  const revoke = keys
    .command('revoke')
    .description('end an API key at once')
    .argument('<id>', 'the id of the key: key-…')
    .action(async (id: string, options: StateOptions & { json?: true }) => {
      const { revokeApiKey } = await import('../actions/api-keys.ts');
      context.exitCode = await revokeApiKey(id, options, context);
    });
  const rotate = keys
    .command('rotate')
    .description('make a new key in the state folder; former ones go on reading what they made')
    .addArgument(new Argument('<name>', 'which key').choices(NAMES))
    .action(async (name: (typeof NAMES)[number], options: RotateOptions) => {
      const { rotateKeyVersion } = await import('../actions/keys-rotate.ts');
      context.exitCode = await rotateKeyVersion(name, options, context);
    });
  for (const command of [create, revoke, rotate]) addYesOption(command);
  for (const command of [create, list, revoke, rotate]) addJsonOption(addStateOptions(command));
}
