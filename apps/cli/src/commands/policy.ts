import { type Command, Option } from 'commander';
import type { PolicyExplainOptions } from '../actions/policy-explain.ts';
import type { PolicyLintOptions } from '../actions/policy-lint.ts';
import type { CommandContext } from '../context.ts';
import { addConfigOptions, addJsonOption, addRequestOptions } from './shared-options.ts';

/** `safeai policy lint` and `safeai policy explain`. */
export function addPolicy(program: Command, context: CommandContext): void {
  const policy = program.command('policy').description('check policy rules and explain decisions');
  addLint(policy, context);
  addExplain(policy, context);
}

function addLint(policy: Command, context: CommandContext): void {
  const lint = policy
    .command('lint')
    .description('look for rules that do other than they seem to')
    .addOption(
      new Option('--fail-on <severity>', 'least finding that exits with 1')
        .choices(['warning', 'info', 'never'])
        .default('warning'),
    )
    .action(async (options: PolicyLintOptions) => {
      const { policyLint } = await import('../actions/policy-lint.ts');
      context.exitCode = await policyLint(options, context);
    });
  addConfigOptions(lint);
  addJsonOption(lint);
}

function addExplain(policy: Command, context: CommandContext): void {
  const explain = policy
    .command('explain')
    .description('tell what policy would decide, and why; nothing is recorded')
    .addOption(
      new Option('--boundary <boundary>', 'where the content is')
        .choices(['input', 'action', 'output', 'memory'])
        .makeOptionMandatory(),
    )
    .addOption(
      new Option('--direction <direction>', 'at boundary action (default: request)').choices([
        'request',
        'response',
        'message',
      ]),
    )
    .option('--tool <name>', 'tool that is called')
    .option('--text <text>', 'content; - reads standard input')
    .option('--parameters <json>', "the tool call's parameters, as a JSON object")
    .action(async (options: PolicyExplainOptions) => {
      const { policyExplain } = await import('../actions/policy-explain.ts');
      context.exitCode = await policyExplain(options, context);
    });
  addRequestOptions(explain);
  addConfigOptions(explain);
  addJsonOption(explain);
}
