import { type Command, Option } from 'commander';
import type { SetupOptions } from '../setup/setup-options.ts';
import type { CommandContext } from '../context.ts';
import { addJsonOption, addYesOption } from './shared-options.ts';

/** `safeai setup`. */
export function addSetup(program: Command, context: CommandContext): void {
  const command = program
    .command('setup')
    .summary('put SafeAI into a project of an agent framework')
    .description(
      'Writes what a framework, a coding agent or an MCP host needs to be guarded, and shows what it does. What somebody has ' +
        'changed is kept. Without a name it looks which frameworks the project uses.',
    )
    .argument('[name]', 'what to set up; --list tells which there are')
    .option('--list', 'list the frameworks, and which of them the project uses')
    .option('--path <folder>', 'the project (default: this folder)')
    .option('-c, --config <file>', 'safeai.yaml to make the agent known to (default: the nearest)')
    .option('--no-config', 'leave safeai.yaml as it is')
    .option('--no-code', 'write no code')
    .option('--no-env', 'leave .env.example as it is')
    .option('--no-gitignore', 'leave .gitignore as it is')
    .option('--agent-id <id>', 'what the agent is called (default: <framework>-agent)')
    .option('--gateway-url <url>', 'address of the server (default: http://127.0.0.1:8910)')
    .addOption(new Option('--lang <language>', 'language of the code').choices(['py', 'js', 'ts']))
    .addOption(
      new Option('--host <host>', 'of mcp: where the server is registered').choices([
        ...['claude-desktop', 'vscode', 'cursor', 'claude-code'],
      ]),
    )
    .option(
      '--key',
      'of mcp: the server wants an API key (default: where it is not on this machine)',
    )
    .option('--dry-run', 'show what would change, and write nothing')
    .option('--diff', 'show what changes, line by line')
    .option('--check', 'write nothing; exit with 3 where something is not up to date')
    .option('--force', 'replace what somebody has changed, after a copy to .bak')
    .option('--uninstall', 'take away what was added')
    .action(async (framework: string | undefined, options: SetupOptions) => {
      const { setup } = await import('../actions/setup.ts');
      context.exitCode = await setup(framework, options, context);
    });
  addJsonOption(addYesOption(command));
}
