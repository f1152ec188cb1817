import {
  makeReceipt,
  publicKeys,
  verifyInThread,
  type AuditLine,
  type AuditReader,
  type AuditStatus,
  type VerifyReport,
} from '@safeai/audit';
import {
  SafeAIError,
  type AuditPage,
  type AuditQuery,
  type AuditTally,
  type AuditTallyRequest,
  type TenantScope,
} from '@safeai/core';
import type { AuditAccess } from '../audit-access.ts';
import { Turns } from '../turns.ts';
import type { StorageParts } from './storage-parts.ts';

/** Counts at a time: each may keep what is counted, tens of megabytes, in memory. */
const COUNTS_AT_ONCE = 2;
/** Counts under way or waiting. */
const MAX_COUNTS = 64;

/** What may be asked of a log in a folder. */
export class RecordedHistory implements AuditAccess {
  readonly #parts: StorageParts;
  readonly #reader: AuditReader;
  readonly #end = new AbortController();
  readonly #counting = new Turns({
    atOnce: COUNTS_AT_ONCE,
    most: MAX_COUNTS,
    refusal: `${MAX_COUNTS} callers have records counted.`,
  });
  #verifying: Promise<VerifyReport> | undefined;
  readonly status: () => AuditStatus;

  constructor(parts: StorageParts, reader: AuditReader, status: () => AuditStatus) {
    this.#parts = parts;
    this.#reader = reader;
    this.status = status;
  }

  query(query: AuditQuery): Promise<AuditPage> {
    return this.#reader.query(query);
  }

  tally(request: AuditTallyRequest): Promise<AuditTally> {
    return this.#counting.take(() => this.#reader.tally(request));
  }

  find(tenants: TenantScope, decisionId: string): Promise<AuditLine | undefined> {
    return this.#reader.find(tenants, decisionId);
  }

  verify(): Promise<VerifyReport> {
    this.#verifying ??= this.#verify().finally(() => {
      this.#verifying = undefined;
    });
    return this.#verifying;
  }

  receipt(record: AuditLine): string {
    return makeReceipt(record, this.#parts.keys.audit.signing[0]);
  }

  publicKeys(): ReturnType<AuditAccess['publicKeys']> {
    return publicKeys(this.#parts.keys.audit);
  }

  /** Ends the verification under way. Idempotent. */
  async close(): Promise<void> {
    this.#end.abort(new SafeAIError('shutting_down', 'SafeAI is stopping.'));
    await this.#verifying?.catch(() => undefined);
  }

  async #verify(): Promise<VerifyReport> {
    const { audit: folder, keys, loaded } = this.#parts;
    const { checkpointFile } = loaded.config.audit;
    const { signal } = this.#end;
    const options = {
      folder,
      chainKeys: keys.audit.chain,
      jwks: publicKeys(keys.audit),
      live: true,
      ...(checkpointFile === undefined ? {} : { checkpoints: checkpointFile }),
    };
    const report = await verifyInThread(options, signal);
    // Where there is no thread that could have been ended.
    signal.throwIfAborted();
    return report;
  }
}
