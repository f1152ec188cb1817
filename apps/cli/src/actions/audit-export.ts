import type { AnswerOf } from '@safeai/api';
import { type AuditExportFormat, exportRecords } from '@safeai/runtime';
import type { StateOptions } from '../configuration/load-configuration.ts';
import type { Caller } from '../connection/caller.ts';
import { withRoutes } from '../connection/connect.ts';
import type { CommandContext } from '../context.ts';
import { EXIT, type ExitCode } from '../exit-code.ts';
import { noteWaiting } from '../output/waiting-records.ts';
import { type AuditFilterOptions, auditFilterQuery } from './audit-filter.ts';

/** Options of `safeai audit export`. */
export interface AuditExportOptions extends StateOptions, AuditFilterOptions {
  readonly format: AuditExportFormat;
}

/** Records that are asked for at a time. */
const PAGE = '1000';

/** Prints all records that match, newest first. Memory does not grow with their number. */
export async function auditExport(
  options: AuditExportOptions,
  { host, output }: CommandContext,
): Promise<ExitCode> {
  return withRoutes(options, host, async (routes) => {
    const records = allRecords(routes, auditFilterQuery(options));
    for await (const piece of exportRecords(records, options.format)) {
      await output.raw(piece);
      if (output.readerIsGone) break;
    }
    await noteWaiting(routes, output);
    return EXIT.ok;
  });
}

async function* allRecords(
  routes: Caller,
  query: Record<string, string>,
): AsyncGenerator<AnswerOf<'audit'>[number]> {
  let cursor: string | undefined;
  do {
    const page = cursor === undefined ? query : { ...query, cursor };
    const { body, headers } = await routes.call('audit', { query: { ...page, limit: PAGE } });
    yield* body;
    cursor = headers['x-next-cursor'];
  } while (cursor !== undefined);
}
