import type { StateOptions } from '../configuration/load-configuration.ts';
import { withRoutes } from '../connection/connect.ts';
import type { CommandContext } from '../context.ts';
import { EXIT, type ExitCode } from '../exit-code.ts';
import { alignColumns } from '../output/columns.ts';
import { grantRow } from '../output/grant.ts';
import { printable } from '../output/printable.ts';

/** Options of `safeai capabilities grant`. */
export interface GrantOptions extends StateOptions {
  readonly agent: string;
  readonly tenant?: string;
  readonly session?: string;
  readonly tool?: readonly string[];
  readonly secret?: readonly string[];
  readonly ttl?: string;
  readonly json?: true;
}

/** Options of `safeai capabilities list`. */
export interface ListGrantsOptions extends StateOptions {
  readonly tenant?: string;
  readonly limit: string;
  readonly json?: true;
}

/** Grants, and prints the token: here and nowhere else. */
export async function grantCapability(
  options: GrantOptions,
  { host, output }: CommandContext,
): Promise<ExitCode> {
  const { agent, tenant, session, tool, secret, ttl } = options;
  const { body: grant } = await withRoutes(options, host, (routes) =>
    routes.call('capability_grant', {
      body: {
        agent_id: agent,
        ...(tenant === undefined ? {} : { tenant_id: tenant }),
        ...(session === undefined ? {} : { session_id: session }),
        ...(tool === undefined ? {} : { tools: tool }),
        ...(secret === undefined ? {} : { secrets: secret }),
        ...(ttl === undefined ? {} : { ttl }),
      },
    }),
  );
  if (options.json === true) await output.json(grant);
  else {
    await output.line(grant.token);
    const what = `${grant.id} for ${printable(grant.agent_id)} until ${grant.expires_at}`;
    await output.note(`${what}; the token is not shown again`);
  }
  return EXIT.ok;
}

/** Prints grants, newest first. */
export async function listCapabilities(
  options: ListGrantsOptions,
  { host, output }: CommandContext,
): Promise<ExitCode> {
  const { tenant, limit } = options;
  const query = { limit, ...(tenant === undefined ? {} : { tenant_id: tenant }) };
  const { body: grants } = await withRoutes(options, host, (routes) =>
    routes.call('capabilities', { query }),
  );
  if (options.json === true) await output.json({ capabilities: grants });
  else {
    for (const line of alignColumns(grants.map(grantRow))) await output.line(line);
    if (grants.length === 0) await output.note('nothing is granted');
  }
  return EXIT.ok;
}

/** Ends a grant at once. */
export async function revokeCapability(
  id: string,
  options: StateOptions & { readonly json?: true },
  { host, output }: CommandContext,
): Promise<ExitCode> {
  const { body: grant } = await withRoutes(options, host, (routes) =>
    routes.call('capability_revoke', { params: { id } }),
  );
  if (options.json === true) await output.json(grant);
  else await output.line(`${grant.id} is revoked`);
  return EXIT.ok;
}
