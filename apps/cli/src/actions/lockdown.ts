import type { StateOptions } from '../configuration/load-configuration.ts';
import { withRoutes } from '../connection/connect.ts';
import type { CommandContext } from '../context.ts';
import { UsageError } from '../errors/usage-error.ts';
import { EXIT, type ExitCode } from '../exit-code.ts';
import { confirm } from '../input/confirm.ts';
import { alignColumns } from '../output/columns.ts';
import { lockdownRow, targetOf } from '../output/lockdown.ts';
import { printable } from '../output/printable.ts';

/** Options of `safeai lockdown`, and of what stands below it. */
export interface LockdownOptions extends StateOptions {
  readonly tenant?: string;
  readonly agent?: string;
  readonly tool?: string;
  readonly reason?: string;
  readonly yes?: true;
  readonly json?: true;
}

/** What those who are stopped are told where nobody says why. */
const NO_REASON = 'an operator has stopped this';

/** Stops what the options name; everything, where they name nothing. */
export async function setLockdown(
  options: LockdownOptions,
  { host, output }: CommandContext,
): Promise<ExitCode> {
  const { tenant, agent, tool, reason = NO_REASON, yes = false } = options;
  const target = {
    ...(tenant === undefined ? {} : { tenant_id: tenant }),
    ...(agent === undefined ? {} : { agent_id: agent }),
    ...(tool === undefined ? {} : { tool }),
  };
  const what = `This stops ${targetOf(target)} at once, until it is lifted.`;
  await confirm({ what, expected: 'stop', yes }, host);
  const { body: lockdown } = await withRoutes(options, host, (routes) =>
    routes.call('lockdown_set', { body: { ...target, reason } }),
  );
  if (options.json === true) await output.json(lockdown);
  else {
    await output.line(lockdown.id);
    await output.note(`${targetOf(lockdown)} is stopped: ${printable(lockdown.reason)}`);
  }
  return EXIT.ok;
}

/** Prints what is stopped. */
export async function listLockdowns(
  options: LockdownOptions,
  { host, output }: CommandContext,
): Promise<ExitCode> {
  refuseTarget('list', options);
  const { body: lockdowns } = await withRoutes(options, host, (routes) => routes.call('lockdowns'));
  if (options.json === true) await output.json({ lockdowns });
  else {
    for (const line of alignColumns(lockdowns.map(lockdownRow))) await output.line(line);
    if (lockdowns.length === 0) await output.note('nothing is stopped');
  }
  return EXIT.ok;
}

/** Ends a lockdown. */
export async function liftLockdown(
  id: string,
  options: LockdownOptions,
  { host, output }: CommandContext,
): Promise<ExitCode> {
  refuseTarget('lift', options);
  const { yes = false } = options;
  const what = `This lifts the lockdown ${printable(id)}: what it stops goes on at once.`;
  await confirm({ what, expected: 'lift', yes }, host);
  const { body: lockdown } = await withRoutes(options, host, (routes) =>
    routes.call('lockdown_lift', { params: { id } }),
  );
  if (options.json === true) await output.json(lockdown);
  else await output.line(`${lockdown.id} is lifted: ${targetOf(lockdown)}`);
  return EXIT.ok;
}

/** @throws UsageError for what only a new lockdown has: ignored, it would seem to narrow what is listed or lifted */
function refuseTarget(command: string, options: LockdownOptions): void {
  const named = (['tenant', 'agent', 'tool', 'reason'] as const).find(
    (name) => options[name] !== undefined,
  );
  if (named !== undefined) throw new UsageError(`lockdown ${command} takes no --${named}`);
}
