import type { AuditTally, AuditTallyRequest, TenantScope } from '@safeai/core';
import { InvalidRequestError, SafeAIError } from '@safeai/core/stores';

import type { AuditLine } from '../format/record-line.ts';
import { decodeCursor, encodeCursor, type Position } from './cursor.ts';
import { decisionTime } from './decision-time.ts';
import { IndexCache } from './index-cache.ts';
import { compileMatch } from './match.ts';
import { Merge } from './merge.ts';
import type { Line } from './parse-line.ts';
import type { AuditFilter, AuditPage, AuditQuery } from '@safeai/core';
import { listSegments } from './segments.ts';
import { addWriter, countsFor } from './tally.ts';
import type { Order } from './windows.ts';
import { writerLines } from './writer-lines.ts';

/** What a reader needs. */
export interface AuditReaderOptions {
  /** Folder of the log's segments. */
  readonly folder: string;
}

/**
 * Reads a log that others write, in this process or another: live and compressed segments of all writers, merged
 * by time. Every question looks at the folder anew; no file stays open between two.
 */
export class AuditReader {
  readonly #folder: string;
  readonly #cache = new IndexCache();

  constructor({ folder }: AuditReaderOptions) {
    this.#folder = folder;
  }

  /**
   * A page of records, newest first. With the log's index kept up, the cost is that of the answer and of one
   * small read per 4 096 lines passed over; memory does not grow with the log.
   *
   * @throws SafeAIError `invalid_request` for a cursor that is none and for a limit below 1; `audit_unavailable`
   *   where the folder cannot be read
   */
  async query(query: AuditQuery): Promise<AuditPage> {
    if (!Number.isInteger(query.limit) || query.limit < 1) {
      throw new InvalidRequestError('The limit of a page is a whole number from 1 on.');
    }
    const position = query.cursor === undefined ? undefined : decodeCursor(query.cursor);
    return this.#reading(async () => {
      const merge = await this.#open(query, 'newest', position);
      try {
        return await page(merge, query.limit);
      } finally {
        await merge.close();
      }
    });
  }

  /**
   * The first record of a decision in one of the tenants; undefined for an unknown id and for another tenant's.
   * Nothing older than the id's own time is looked at.
   *
   * @throws SafeAIError `audit_unavailable`
   */
  async find(tenants: TenantScope, decisionId: string): Promise<AuditLine | undefined> {
    for await (const line of this.scan({ tenants, ...ofDecision(decisionId) })) return line;
    return undefined;
  }

  /**
   * Whether a record is in the log: one of the same decision, event and time.
   *
   * @throws SafeAIError `audit_unavailable`
   */
  async has(record: Pick<AuditLine, 'decision_id' | 'event' | 'ts'>): Promise<boolean> {
    const { decision_id: decisionId, event } = record;
    const filter = { tenants: ['*'], ...ofDecision(decisionId), event };
    for await (const { ts } of this.scan(filter)) if (ts === record.ts) return true;
    return false;
  }

  /**
   * All matching records there are at the start, oldest first.
   *
   * @throws SafeAIError `audit_unavailable`
   */
  async *scan(filter: AuditFilter): AsyncGenerator<AuditLine, void> {
    const merge = await this.#reading(() => this.#open(filter, 'oldest'));
    const next = (): Promise<Line | undefined> => this.#reading(() => merge.next());
    try {
      for (let line = await next(); line !== undefined; line = await next()) {
        yield line as AuditLine;
      }
    } finally {
      await merge.close();
    }
  }

  /**
   * How many records match, by the values of their fields and by time. The log's own lines do not count. With the
   * log's index kept up, the cost is one read of some 60 KB per 4 096 lines in time.
   *
   * @throws SafeAIError `invalid_request` for a step that makes too many buckets, and for too many different values;
   *   `audit_unavailable`
   */
  async tally(request: AuditTallyRequest): Promise<AuditTally> {
    const counts = countsFor(request);
    const match = compileMatch(request);
    return this.#reading(async () => {
      for (const writer of await listSegments(this.#folder)) {
        await addWriter(counts, this.#folder, writer, match, this.#cache);
      }
      return await counts.result();
    });
  }

  /** Forgets what was kept of the index. */
  close(): void {
    this.#cache.clear();
  }

  /** What fails in reading is told as the log's failure. */
  async #reading<T>(read: () => Promise<T>): Promise<T> {
    try {
      return await read();
    } catch (cause) {
      if (cause instanceof SafeAIError) throw cause;
      const reason = (cause as NodeJS.ErrnoException | null)?.code ?? 'unknown error';
      throw new SafeAIError(
        'audit_unavailable',
        `The audit log in ${this.#folder} cannot be read (${reason}). Look at the folder's rights and at its disk.`,
        { cause },
      );
    }
  }

  async #open(filter: AuditFilter, order: Order, position?: Position): Promise<Merge> {
    const match = compileMatch(filter);
    const writers = await listSegments(this.#folder);
    const blocks = writers
      .filter(({ writer }) => position?.has(writer) !== false)
      .map((writer) => {
        const belowSeq = position?.get(writer.writer) ?? Infinity;
        return writerLines(this.#folder, writer, match, order, belowSeq, this.#cache);
      });
    return new Merge(blocks, order);
  }
}

async function page(merge: Merge, limit: number): Promise<AuditPage> {
  const records: AuditLine[] = [];
  while (records.length < limit) {
    const line = await merge.next();
    if (line === undefined) return { records, nextCursor: null };
    records.push(line as AuditLine);
  }
  await merge.fill();
  const rest = new Map(merge.heads().map(({ writer, seq }) => [writer, seq + 1]));
  return { records, nextCursor: rest.size === 0 ? null : encodeCursor(rest) };
}

/** The id, and the time before which it was not there. */
function ofDecision(decisionId: string): Pick<AuditFilter, 'decisionId' | 'since'> {
  const since = decisionTime(decisionId);
  return { decisionId, ...(since !== undefined && { since }) };
}
