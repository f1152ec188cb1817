import { setTimeout as after } from 'node:timers/promises';
import type { AnswerOf } from '@safeai/api';
import type { StateOptions } from '../configuration/load-configuration.ts';
import type { Caller } from '../connection/caller.ts';
import { withRoutes } from '../connection/connect.ts';
import type { CommandContext } from '../context.ts';
import { EXIT, type ExitCode } from '../exit-code.ts';
import { auditRecordLine } from '../output/audit-record.ts';
import { printableJson } from '../output/printable.ts';
import { noteWaiting } from '../output/waiting-records.ts';
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

/** Records that `--follow` asks for at a time. */
const FOLLOW_PAGE = 1000;

/** Records whose places `--follow` remembers. */
const FOLLOW_MEMORY = 10 * FOLLOW_PAGE;

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
  return withRoutes(options, host, async (routes) => {
    const { records, next } = await page(routes, query);
    if (options.json === true) await output.json({ records, next_cursor: next ?? null });
    else {
      for (const record of records) await output.line(auditRecordLine(record, output.colours));
      if (next !== undefined) await output.note(`there are more: --cursor ${next}`);
    }
    await noteWaiting(routes, output);
    return EXIT.ok;
  });
}

/** Prints the newest records, oldest of them first, and with `--follow` those that come. With `--json` a line each. */
export async function auditTail(
  options: AuditTailOptions,
  { host, output }: CommandContext,
): Promise<ExitCode> {
  const query = auditFilterQuery(options);
  const print = async (newestFirst: AnswerOf<'audit'>): Promise<void> => {
    for (const record of [...newestFirst].reverse()) {
      const line =
        options.json === true
          ? printableJson(JSON.stringify(record))
          : auditRecordLine(record, output.colours);
      await output.line(line);
    }
  };
  return withRoutes(options, host, async (routes) => {
    const { records } = await page(routes, { ...query, limit: options.limit });
    if (options.follow !== true) {
      await print(records);
      await noteWaiting(routes, output);
      return EXIT.ok;
    }
    const seen = new Set<string>();
    // What is older than these is never taken for new.
    const known = await unseen(routes, query, seen, 1);
    await print(known.slice(0, Number(options.limit)));
    while (!output.readerIsGone) {
      await after(FOLLOW_EVERY);
      await print(await unseen(routes, query, seen));
    }
    return EXIT.ok;
  });
}

type Line = AnswerOf<'audit'>[number];

interface Page {
  /** Newest first. */
  readonly records: AnswerOf<'audit'>;
  /** Where the next one begins. */
  readonly next: string | undefined;
}

async function page(routes: Caller, query: Record<string, string>): Promise<Page> {
  const { body, headers } = await routes.call('audit', { query });
  return { records: body, next: headers['x-next-cursor'] };
}

/** Records that were not seen yet, newest first, from as many pages as it takes; they are seen then. */
async function unseen(
  routes: Caller,
  query: Record<string, string>,
  seen: Set<string>,
  pages = Infinity,
): Promise<AnswerOf<'audit'>> {
  const found: Line[] = [];
  let cursor: string | undefined;
  for (let count = 0; count < pages; count += 1) {
    const at: Record<string, string> = cursor === undefined ? {} : { cursor };
    const { records, next } = await page(routes, { ...query, ...at, limit: String(FOLLOW_PAGE) });
    const fresh = records.filter((record) => !seen.has(placeOf(record)));
    found.push(...fresh);
    cursor = next;
    if (cursor === undefined || fresh.length < records.length) break;
  }
  for (const record of found) seen.add(placeOf(record));
  for (const place of seen) {
    if (seen.size <= FOLLOW_MEMORY) break;
    seen.delete(place);
  }
  return found;
}

function placeOf({ writer, seq }: Line): string {
  return `${writer}:${String(seq)}`;
}
