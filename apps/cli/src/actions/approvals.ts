import type { StateOptions } from '../configuration/load-configuration.ts';
import { withRoutes } from '../connection/connect.ts';
import type { CommandContext } from '../context.ts';
import { EXIT, type ExitCode } from '../exit-code.ts';
import { approvalLines, approvalRow } from '../output/approval.ts';
import { alignColumns } from '../output/columns.ts';
import { printable } from '../output/printable.ts';

/** Options of `safeai approvals list`. */
export interface ListApprovalsOptions extends StateOptions {
  readonly status: string;
  readonly tenant?: string;
  readonly agent?: string;
  readonly tool?: string;
  readonly limit: string;
  readonly json?: true;
}

/** Options of `safeai approvals approve`, `deny` and `cancel`. */
export interface DecideOptions extends StateOptions {
  readonly as?: string;
  readonly note?: string;
  readonly json?: true;
}

/** Prints requests for approval, newest first. */
export async function listApprovals(
  options: ListApprovalsOptions,
  { host, output }: CommandContext,
): Promise<ExitCode> {
  const { status, tenant, agent, tool, limit } = options;
  const query = {
    limit,
    ...(status === 'all' ? {} : { status }),
    ...(tenant === undefined ? {} : { tenant_id: tenant }),
    ...(agent === undefined ? {} : { agent_id: agent }),
    ...(tool === undefined ? {} : { tool_name: tool }),
  };
  const { body: requests, headers } = await withRoutes(options, host, (routes) =>
    routes.call('approvals', { query }),
  );
  const next = headers['x-next-cursor'];
  if (options.json === true) await output.json({ approvals: requests, next_cursor: next ?? null });
  else {
    const rows = requests.map((request) => approvalRow(request));
    for (const line of alignColumns(rows)) await output.line(line);
    if (rows.length === 0)
      await output.note(`no request is ${status === 'all' ? 'there' : status}`);
    if (next !== undefined) await output.note('there are more: raise --limit');
  }
  return EXIT.ok;
}

/** Prints one request, with all that an approver should look at. */
export async function showApproval(
  id: string,
  options: StateOptions & { readonly json?: true },
  { host, output }: CommandContext,
): Promise<ExitCode> {
  const { body: request } = await withRoutes(options, host, (routes) =>
    routes.call('approval', { params: { id } }),
  );
  if (options.json === true) await output.json(request);
  else for (const line of approvalLines(request)) await output.line(line);
  return EXIT.ok;
}

/** Decides a request; 3 where further approvals are needed. */
export async function decideApproval(
  verdict: 'approve' | 'deny' | 'cancel',
  id: string,
  options: DecideOptions,
  { host, output }: CommandContext,
): Promise<ExitCode> {
  const fromEnvironment = host.env.SAFEAI_APPROVER ?? '';
  const approver = options.as ?? (fromEnvironment === '' ? undefined : fromEnvironment);
  const { body: decided } = await withRoutes(options, host, (routes) =>
    routes.call(`approval_${verdict}`, {
      params: { id },
      body: {
        ...(approver === undefined ? {} : { approver_id: approver }),
        ...(options.note === undefined ? {} : { note: options.note }),
      },
    }),
  );
  if (options.json === true) await output.json(decided);
  else {
    const by = printable(decided.approver_id);
    await output.line(`${decided.request_id} is ${decided.status} (${by})`);
  }
  return decided.status === 'pending' ? EXIT.pending : EXIT.ok;
}
