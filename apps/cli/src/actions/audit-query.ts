import { setTimeout as after } from 'node:timers/promises';
import type { WireAuditRecord } from '@safeai/api';
import type { StateOptions } from '../configuration/load-configuration.ts';
import type { Caller } from '../connection/caller.ts';
import { withRoutes } from '../connection/connect.ts';
import type { CommandContext } from '../context.ts';
import { EXIT, type ExitCode } from '../exit-code.ts';
import { auditRecordLine } from '../output/audit-record.ts';
import { type AuditFilterOptions, auditFilterQuery } from './audit-filter.ts';

/** Options of `safeai audit query`. */
export interface AuditQueryOptions extends StateOptions, AuditFilterOptions {
  readonly limit: string;
  readonly cursor?: string;
  readonly json?: true;
}

/** Options of `safeai audit tail`. */
export interface AuditTailOptions extends StateOptions, AuditFilterOptions {
  readonly limit: string;
  readonly follow?: true;
  readonly json?: true;
}

/** How often `--follow` asks, in milliseconds. */
const FOLLOW_EVERY = 1000;

/** Most records that `--follow` takes at a time. */
const FOLLOW_LIMIT = '1000';

/** Prints a page of records, newest first. */
export async function auditQuery(
  options: AuditQueryOptions,
  { host, output }: CommandContext,
): Promise<ExitCode> {
  const { limit, cursor } = options;
  const query = {
    ...auditFilterQuery(options),
    limit,
    ...(cursor === undefined ? {} : { cursor }),
  };
  const { body, headers } = await withRoutes(options, host, (routes) =>
    routes.call('audit', { query }),
  );
  const records = body as readonly WireAuditRecord[];
  const next = headers['x-next-cursor'];
  if (options.json === true) await output.json({ records, next_cursor: next ?? null });
  else {
    for (const record of records) await output.line(auditRecordLine(record, output.colours));
    if (next !== undefined) await output.note(`there are more: --cursor ${next}`);
  }
  return EXIT.ok;
}

/** Prints the newest records, oldest of them first, and with `--follow` those that come. With `--json` a line each. */
export async function auditTail(
  options: AuditTailOptions,
  { host, output }: CommandContext,
): Promise<ExitCode> {
  const query = auditFilterQuery(options);
  const print = async (records: readonly WireAuditRecord[]): Promise<void> => {
    for (const record of records) {
      const line =
        options.json === true ? JSON.stringify(record) : auditRecordLine(record, output.colours);
      await output.line(line);
    }
  };
  return withRoutes(options, host, async (routes) => {
    const first = await newest(routes, query, options.limit);
    await print(first);
    const seen = new Set(first.map(placeOf));
    while (options.follow === true) {
      await after(FOLLOW_EVERY);
      const records = await newest(routes, query, FOLLOW_LIMIT);
      await print(records.filter((record) => !seen.has(placeOf(record))));
      seen.clear();
      for (const record of records) seen.add(placeOf(record));
    }
    return EXIT.ok;
  });
}

/** The newest records, oldest first. */
async function newest(
  routes: Caller,
  query: Record<string, string>,
  limit: string,
): Promise<readonly WireAuditRecord[]> {
  const { body } = await routes.call('audit', { query: { ...query, limit } });
  return (body as WireAuditRecord[]).reverse();
}

function placeOf({ writer, seq }: WireAuditRecord): string {
  return `${writer}:${String(seq)}`;
}
