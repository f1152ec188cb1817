import type { Command } from 'commander';
import type {
  AlertsOptions,
  ListAlertsOptions,
  ListMessagesOptions,
  RetryAlertsOptions,
  SilenceOptions,
} from '../actions/alerts.ts';
import type { CommandContext } from '../context.ts';
import { addJsonOption, addStateOptions, addYesOption } from './shared-options.ts';

/** `safeai alerts list|messages|retry|test|acknowledge|resolve|silence|silences|unsilence`. */
export function addAlerts(program: Command, context: CommandContext): void {
  const alerts = program.command('alerts').description('who was told of what, and who is not');
  addLists(alerts, context);
  addChanges(alerts, context);
  addSilences(alerts, context);
  for (const command of alerts.commands) addJsonOption(addStateOptions(command));
}

function addLists(alerts: Command, context: CommandContext): void {
  alerts
    .command('list')
    .description('list alerts, the last changed first')
    .option('--tenant <id>', 'only those of a tenant')
    .option('--state <state>', 'only those that go on (open), or that do not (over)')
    .option('--rule <name>', 'only those of an alert rule')
    .option('--severity <severity>', 'only info, warning, error or critical ones')
    .option('--limit <number>', 'at most so many (1 to 1000)', '100')
    .action(async (options: ListAlertsOptions) => {
      const { listAlerts } = await import('../actions/alerts.ts');
      context.exitCode = await listAlerts(options, context);
    });
  alerts
    .command('messages')
    .description('list messages about alerts, newest first')
    .option('--tenant <id>', 'only those of a tenant')
    .option('--status <status>', 'only waiting, sent, covered or dead ones')
    .option('--channel <id>', 'only those of a channel')
    .option('--limit <number>', 'at most so many (1 to 1000)', '100')
    .action(async (options: ListMessagesOptions) => {
      const { listMessages } = await import('../actions/alerts.ts');
      context.exitCode = await listMessages(options, context);
    });
}

function addChanges(alerts: Command, context: CommandContext): void {
  const retry = alerts
    .command('retry')
    .description('have messages tried again that were given up')
    .option('--id <id>', 'only that message')
    .option('--channel <id>', 'only those of a channel')
    .action(async (options: RetryAlertsOptions) => {
      const { retryAlerts } = await import('../actions/alerts.ts');
      context.exitCode = await retryAlerts(options, context);
    });
  const test = alerts
    .command('test')
    .description('send a test to a channel, or to all; exits with 1 where one fails')
    .argument('[channel]', 'the id of the channel')
    .action(async (channel: string | undefined, options: AlertsOptions) => {
      const { testAlerts } = await import('../actions/alerts.ts');
      context.exitCode = await testAlerts(channel, options, context);
    });
  const acknowledge = alerts
    .command('acknowledge')
    .description('say that somebody looks after an alert')
    .argument('<id>', 'the id of the alert: safeai-…')
    .action(async (id: string, options: AlertsOptions) => {
      const { changeAlert } = await import('../actions/alerts.ts');
      context.exitCode = await changeAlert('alert_acknowledge', id, options, context);
    });
  const resolve = alerts
    .command('resolve')
    .description('say that an alert is over')
    .argument('<id>', 'the id of the alert: safeai-…')
    .action(async (id: string, options: AlertsOptions) => {
      const { changeAlert } = await import('../actions/alerts.ts');
      context.exitCode = await changeAlert('alert_resolve', id, options, context);
    });
  for (const command of [retry, test, acknowledge, resolve]) addYesOption(command);
}

function addSilences(alerts: Command, context: CommandContext): void {
  const silence = alerts
    .command('silence')
    .description('tell nobody about some alerts for a time')
    .option('--tenant <id>', 'only those of a tenant')
    .option('--rule <glob>', 'only those of an alert rule')
    .option('--event <glob>', 'only those about an event')
    .option('--agent <glob>', 'only those about an agent')
    .requiredOption('--for <duration>', 'how long, at most 30d')
    .requiredOption('--reason <text>', 'why; it is kept and shown')
    .action(async (options: SilenceOptions) => {
      const { silenceAlerts } = await import('../actions/alerts.ts');
      context.exitCode = await silenceAlerts(options, context);
    });
  alerts
    .command('silences')
    .description('list what is silent')
    .action(async (options: AlertsOptions) => {
      const { listSilences } = await import('../actions/alerts.ts');
      context.exitCode = await listSilences(options, context);
    });
  const unsilence = alerts
    .command('unsilence')
    .description('end a silence')
    .argument('<id>', 'the id of the silence: si-…')
    .action(async (id: string, options: AlertsOptions) => {
      const { endSilence } = await import('../actions/alerts.ts');
      context.exitCode = await endSilence(id, options, context);
    });
  for (const command of [silence, unsilence]) addYesOption(command);
}
