import { type Command, Option } from 'commander';
import type { PolicyExplainOptions } from '../actions/policy-explain.ts';
import type { PolicyLintOptions } from '../actions/policy-lint.ts';
import type { PolicyReplayOptions } from '../actions/policy-replay.ts';
import type { PolicyTestOptions } from '../actions/policy-test.ts';
import type { CommandContext } from '../context.ts';
import {
  addConfigOptions,
  addJsonOption,
  addRequestOptions,
  addStateOptions,
} from './shared-options.ts';

/** `safeai policy lint|explain|test|replay`. */
export function addPolicy(program: Command, context: CommandContext): void {
  const policy = program.command('policy').description('check policy rules and explain decisions');
  addLint(policy, context);
  addExplain(policy, context);
  addTest(policy, context);
  addReplay(policy, context);
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

function addTest(policy: Command, context: CommandContext): void {
  const test = policy
    .command('test')
    .description('decide about cases, and compare; 1 when one is decided otherwise')
    .argument('<files...>', 'cases in YAML; - reads standard input')
    .option('--min-coverage <percent>', 'least share of the rules that must decide a case')
    .action(async (files: string[], options: PolicyTestOptions) => {
      const { policyTest } = await import('../actions/policy-test.ts');
      context.exitCode = await policyTest(files, options, context);
    });
  addConfigOptions(test);
  addJsonOption(test);
}

function addReplay(policy: Command, context: CommandContext): void {
  const replay = policy
    .command('replay')
    .alias('simulate')
    .description('tell what the rules of a file would have changed in what is on record')
    .argument('<file>', 'policies, policy and tenants as in safeai.yaml; - reads standard input')
    .option('--last <time>', 'records of so long before now: 30m, 7d (default: 1d)')
    .option('--since <time>', 'records from this moment on (ISO 8601)')
    .option('--until <time>', 'records before this moment')
    .option('--tenant <id>', 'records of this tenant alone')
    .option('--limit <number>', 'at most so many (1 to 100000)', '10000')
    .action(async (file: string, options: PolicyReplayOptions) => {
      const { policyReplay } = await import('../actions/policy-replay.ts');
      context.exitCode = await policyReplay(file, options, context);
    });
  addStateOptions(replay);
  addJsonOption(replay);
}
