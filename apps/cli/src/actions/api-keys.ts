import type { StateOptions } from '../configuration/load-configuration.ts';
import { withRoutes } from '../connection/connect.ts';
import type { CommandContext } from '../context.ts';
import { EXIT, type ExitCode } from '../exit-code.ts';
import { apiKeyEnd, apiKeyRow } from '../output/api-key.ts';
import { alignColumns } from '../output/columns.ts';
import { printable } from '../output/printable.ts';

/** Options of `safeai keys create`. */
export interface CreateKeyOptions extends StateOptions {
  readonly role: readonly string[];
  readonly tenant?: readonly string[];
  readonly agent?: readonly string[];
  readonly user?: string;
  readonly expires?: string;
  readonly json?: true;
}

/** Options of `safeai keys list`. */
export interface ListKeysOptions extends StateOptions {
  readonly tenant?: string;
  readonly limit: string;
  readonly json?: true;
}

/** Makes a key, and prints it: here and nowhere else. */
export async function createApiKey(
  options: CreateKeyOptions,
  { host, output }: CommandContext,
): Promise<ExitCode> {
  const { role, tenant, agent, user, expires } = options;
  const { body: made } = await withRoutes(options, host, (routes) =>
    routes.call('key_create', {
      body: {
        roles: role,
        ...(tenant === undefined ? {} : { tenant_ids: tenant }),
        ...(agent === undefined ? {} : { agent_ids: agent }),
        ...(user === undefined ? {} : { user_id: user }),
        ...(expires === undefined ? {} : { expires_in: expires }),
      },
    }),
  );
  if (options.json === true) await output.json(made);
  else {
    await output.line(printable(made.key));
    const what = `${printable(made.id)} for ${made.tenant_ids.map(printable).join(' ')}, ${apiKeyEnd(made)}`;
    await output.note(`${what}; the key is not shown again`);
  }
  if (made.roles.includes('admin') && made.expires_at === null) {
    await output.note(
      `${printable(made.id)} is a key of an admin and serves until it is revoked; --expires 30d ends it by itself`,
    );
  }
  return EXIT.ok;
}

/** Prints keys, newest first. */
export async function listApiKeys(
  options: ListKeysOptions,
  { host, output }: CommandContext,
): Promise<ExitCode> {
  const { tenant, limit } = options;
  const query = { limit, ...(tenant === undefined ? {} : { tenant_id: tenant }) };
  const { body: keys } = await withRoutes(options, host, (routes) =>
    routes.call('keys', { query }),
  );
  if (options.json === true) await output.json({ keys });
  else {
    for (const line of alignColumns(keys.map(apiKeyRow))) await output.line(line);
    if (keys.length === 0) await output.note('there is no API key');
  }
  return EXIT.ok;
}

/** Ends a key at once. */
export async function revokeApiKey(
  id: string,
  options: StateOptions & { readonly json?: true },
  { host, output }: CommandContext,
): Promise<ExitCode> {
  const { body: key } = await withRoutes(options, host, (routes) =>
    routes.call('key_revoke', { params: { id } }),
  );
  if (options.json === true) await output.json(key);
  else await output.line(`${printable(key.id)} is revoked`);
  return EXIT.ok;
}
