import { InvalidRequestError, type TenantScope } from '@safeai/core';

import type { AuditLine } from '../format/record-line.ts';
import { decodeCursor, encodeCursor, type Position } from './cursor.ts';
import { decisionTime } from './decision-time.ts';
import { IndexCache } from './index-cache.ts';
import { compileMatch } from './match.ts';
import { Merge } from './merge.ts';
import type { AuditFilter, AuditPage, AuditQuery } from './query.ts';
import { listSegments } from './segments.ts';
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
   * @throws SafeAIError `invalid_request` for a cursor that is none and for a limit below 1
   */
  async query(query: AuditQuery): Promise<AuditPage> {
    if (!Number.isInteger(query.limit) || query.limit < 1) {
      throw new InvalidRequestError('The limit of a page is a whole number from 1 on.');
    }
    const position = query.cursor === undefined ? undefined : decodeCursor(query.cursor);
    const merge = await this.#open(query, 'newest', position);
    try {
      const records: AuditLine[] = [];
      while (records.length < query.limit) {
        const line = await merge.next();
        if (line === undefined) return { records, nextCursor: null };
        records.push(line as AuditLine);
      }
      await merge.fill();
      const rest = new Map(merge.heads().map(({ writer, seq }) => [writer, seq + 1]));
      return { records, nextCursor: rest.size === 0 ? null : encodeCursor(rest) };
    } finally {
      await merge.close();
    }
  }

  /**
   * The first record of a decision in one of the tenants; undefined for an unknown id and for another tenant's.
   * Nothing older than the id's own time is looked at.
   */
  async find(tenants: TenantScope, decisionId: string): Promise<AuditLine | undefined> {
    const since = decisionTime(decisionId);
    const filter = { tenants, decisionId, ...(since !== undefined && { since }) };
    for await (const line of this.scan(filter)) return line;
    return undefined;
  }

  /** All matching records there are at the start, oldest first. */
  async *scan(filter: AuditFilter): AsyncGenerator<AuditLine, void> {
    const merge = await this.#open(filter, 'oldest');
    try {
      for (let line = await merge.next(); line !== undefined; line = await merge.next()) {
        yield line as AuditLine;
      }
    } finally {
      await merge.close();
    }
  }

  /** Forgets what was kept of the index. */
  close(): void {
    this.#cache.clear();
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
