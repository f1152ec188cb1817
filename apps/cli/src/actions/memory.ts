import type { StateOptions } from '../configuration/load-configuration.ts';
import { withRoutes } from '../connection/connect.ts';
import type { CommandContext } from '../context.ts';
import { EXIT, type ExitCode } from '../exit-code.ts';
import { confirm } from '../input/confirm.ts';
import { printable } from '../output/printable.ts';

/** Options of `safeai memory purge`. */
export interface PurgeOptions extends StateOptions {
  readonly tenant?: string;
  readonly json?: true;
}

/** Options of `safeai memory shred`. */
export interface ShredOptions extends StateOptions {
  readonly tenant: string;
  readonly yes?: true;
  readonly json?: true;
}

/** Removes memory that has expired. */
export async function purgeMemory(
  options: PurgeOptions,
  { host, output }: CommandContext,
): Promise<ExitCode> {
  const { tenant } = options;
  const { body } = await withRoutes(options, host, (routes) =>
    routes.call('memory_purge_expired', {
      body: tenant === undefined ? {} : { tenant_id: tenant },
    }),
  );
  const { removed } = body;
  if (options.json === true) await output.json({ removed });
  else await output.line(`${values(removed)} removed`);
  return EXIT.ok;
}

/** Destroys a tenant's memory and its key. */
export async function shredMemory(
  options: ShredOptions,
  { host, output }: CommandContext,
): Promise<ExitCode> {
  const { tenant, yes = false } = options;
  const name = printable(tenant);
  const what = `This destroys all memory of tenant ${name} for good.`;
  await confirm({ what, expected: name, yes }, host);
  const { body } = await withRoutes(options, host, (routes) =>
    routes.call('memory_shred', { body: { tenant_id: tenant, confirm: tenant } }),
  );
  const { removed } = body;
  if (options.json === true) await output.json({ removed });
  else await output.line(`${values(removed)} of tenant ${name} destroyed, and their key`);
  return EXIT.ok;
}

function values(count: number): string {
  return `${String(count)} value${count === 1 ? '' : 's'}`;
}
