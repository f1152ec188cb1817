import type { AnswerOf } from '@safeai/api';
import type { StateOptions } from '../configuration/load-configuration.ts';
import { withRoutes } from '../connection/connect.ts';
import type { CommandContext } from '../context.ts';
import { EXIT, type ExitCode } from '../exit-code.ts';
import { alertRow, messageRow, silenceRow } from '../output/alerts.ts';
import { alignColumns } from '../output/columns.ts';
import { printable } from '../output/printable.ts';

/** What all commands about alerts take. */
export interface AlertsOptions extends StateOptions {
  readonly json?: true;
}

/** Options of `safeai alerts list`. */
export interface ListAlertsOptions extends AlertsOptions {
  readonly tenant?: string;
  readonly state?: string;
  readonly rule?: string;
  readonly severity?: string;
  readonly limit: string;
}

/** Options of `safeai alerts messages`. */
export interface ListMessagesOptions extends AlertsOptions {
  readonly tenant?: string;
  readonly status?: string;
  readonly channel?: string;
  readonly limit: string;
}

/** Options of `safeai alerts retry`. */
export interface RetryAlertsOptions extends AlertsOptions {
  readonly id?: string;
  readonly channel?: string;
}

/** Options of `safeai alerts silence`. */
export interface SilenceOptions extends AlertsOptions {
  readonly tenant?: string;
  readonly rule?: string;
  readonly event?: string;
  readonly agent?: string;
  readonly for: string;
  readonly reason: string;
}

/** Prints alerts, the last changed first. */
export async function listAlerts(
  options: ListAlertsOptions,
  { host, output }: CommandContext,
): Promise<ExitCode> {
  const { tenant: tenant_id, state, rule, severity, limit } = options;
  const { body: alerts } = await withRoutes(options, host, (routes) =>
    routes.call('alerts', { query: given({ tenant_id, state, rule, severity, limit }) }),
  );
  const rows = alerts.map(alertRow);
  return printList({ alerts }, rows, 'there are no alerts', options, output);
}

/** Prints messages about alerts, newest first. */
export async function listMessages(
  options: ListMessagesOptions,
  { host, output }: CommandContext,
): Promise<ExitCode> {
  const { tenant: tenant_id, status, channel, limit } = options;
  const { body: messages } = await withRoutes(options, host, (routes) =>
    routes.call('alerts_messages', { query: given({ tenant_id, status, channel, limit }) }),
  );
  const rows = messages.map(messageRow);
  return printList({ messages }, rows, 'there are no such messages', options, output);
}

/** Puts messages back that were given up. */
export async function retryAlerts(
  options: RetryAlertsOptions,
  { host, output }: CommandContext,
): Promise<ExitCode> {
  const { id, channel } = options;
  const { body } = await withRoutes(options, host, (routes) =>
    routes.call('alerts_retry', { body: given({ id, channel }) }),
  );
  if (options.json === true) await output.json(body);
  else await output.line(`${String(body.retried)} messages wait again; a server sends them`);
  return EXIT.ok;
}

/** Sends a test to a channel, or to all. Exits with 1 where one did not take it. */
export async function testAlerts(
  channel: string | undefined,
  options: AlertsOptions,
  { host, output }: CommandContext,
): Promise<ExitCode> {
  const { body } = await withRoutes(options, host, (routes) =>
    routes.call('alerts_test', { body: given({ channel }) }),
  );
  const { channels } = body;
  if (options.json === true) await output.json(body);
  else {
    for (const { channel: id, problem } of channels) {
      const outcome = problem === null ? 'accepted' : `failed: ${problem}`;
      await output.line(`${printable(id)}  ${outcome}`);
    }
    if (channels.length === 0) await output.note('no alert channel is configured');
  }
  return channels.every(({ accepted }) => accepted) ? EXIT.ok : EXIT.refused;
}

/** Says that somebody looks after an alert, or that it is over. */
export async function changeAlert(
  route: 'alert_acknowledge' | 'alert_resolve',
  id: string,
  options: AlertsOptions,
  { host, output }: CommandContext,
): Promise<ExitCode> {
  const { body: alert } = await withRoutes(options, host, (routes) =>
    routes.call(route, { params: { id } }),
  );
  if (options.json === true) await output.json(alert);
  else {
    const what = route === 'alert_resolve' ? 'over' : 'acknowledged';
    await output.line(`${alert.id} is ${what}: ${printable(alert.rule)}`);
  }
  return EXIT.ok;
}

/** Has nobody told about some alerts for a time. */
export async function silenceAlerts(
  options: SilenceOptions,
  { host, output }: CommandContext,
): Promise<ExitCode> {
  const { tenant: tenant_id, rule, event, agent: agent_id, for: duration, reason } = options;
  const { body: silence } = await withRoutes(options, host, (routes) =>
    routes.call('alerts_silence', {
      body: { ...given({ tenant_id, rule, event, agent_id }), duration, reason },
    }),
  );
  await printSilence(silence, options, output, silenceRow(silence).slice(1).join('  '));
  return EXIT.ok;
}

/** Prints the silences that hold. */
export async function listSilences(
  options: AlertsOptions,
  { host, output }: CommandContext,
): Promise<ExitCode> {
  const { body: silences } = await withRoutes(options, host, (routes) =>
    routes.call('alerts_silences'),
  );
  return printList({ silences }, silences.map(silenceRow), 'nothing is silent', options, output);
}

/** Ends a silence. */
export async function endSilence(
  id: string,
  options: AlertsOptions,
  { host, output }: CommandContext,
): Promise<ExitCode> {
  const { body: silence } = await withRoutes(options, host, (routes) =>
    routes.call('alerts_unsilence', { params: { id } }),
  );
  await printSilence(silence, options, output, 'it is ended');
  return EXIT.ok;
}

type Output = CommandContext['output'];

async function printSilence(
  silence: AnswerOf<'alerts_silence'>,
  { json }: AlertsOptions,
  output: Output,
  note: string,
): Promise<void> {
  if (json === true) await output.json(silence);
  else {
    await output.line(silence.id);
    await output.note(note);
  }
}

async function printList(
  document: object,
  rows: readonly (readonly string[])[],
  none: string,
  { json }: AlertsOptions,
  output: Output,
): Promise<ExitCode> {
  if (json === true) await output.json(document);
  else {
    for (const line of alignColumns(rows)) await output.line(line);
    if (rows.length === 0) await output.note(none);
  }
  return EXIT.ok;
}

/** What was given of some options. */
function given(options: Readonly<Record<string, string | undefined>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(options).flatMap(([name, value]) =>
      value === undefined ? [] : [[name, value]],
    ),
  );
}
