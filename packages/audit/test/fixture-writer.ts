import { createHash, createHmac } from 'node:crypto';
import { appendFileSync, existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';

import type { AuditRecord } from '@safeai/core';

import {
  NO_HASH,
  recordBody,
  sealedLine,
  systemBody,
  unsealedLine,
  type Body,
  type SystemLine,
} from '../src/format/record-line.ts';
import { segmentFile } from '../src/format/segment-name.ts';
import { chainKey } from '../src/receipt/signing-key.ts';

/** When the first record of a fixture was made. */
export const START = Date.UTC(2026, 0, 1);

/** A record with nothing special about it but what is given; each has a decision id of its own. */
export function aRecord(given: Partial<AuditRecord> = {}): AuditRecord {
  const ts = given.ts ?? START;
  return {
    ts,
    event: 'scan.allowed',
    decisionId: uuidV7(ts),
    boundary: 'input',
    action: 'allow',
    policyName: 'default-allow',
    policyRevision: 'r1',
    tenantId: 'default',
    agentId: null,
    sessionId: null,
    toolName: null,
    dataTags: [],
    detections: [],
    parametersDigest: null,
    principal: 'local',
    approverId: null,
    reasonCode: null,
    approvalRequestId: null,
    requestId: null,
    latencyUs: 12,
    ...given,
  };
}

let made = 0;

/** A decision id of that time. */
export function uuidV7(ts: number): string {
  const time = ts.toString(16).padStart(12, '0');
  const rest = (made++).toString(16).padStart(12, '0');
  return `${time.slice(0, 8)}-${time.slice(8)}-7000-8000-${rest}`;
}

/** Writes a writer's segments as the format has them, straight to the file. */
export class FixtureWriter {
  static readonly key = chainKey(Buffer.alloc(32, 7));
  readonly folder: string;
  readonly writer: string;
  /** Name of the live segment; empty before the first line. */
  file = '';
  #seq = 0;
  #prev = NO_HASH;

  constructor(folder: string, writer = 'w1') {
    mkdirSync(folder, { recursive: true });
    this.folder = folder;
    this.writer = writer;
  }

  get path(): string {
    return join(this.folder, this.file);
  }

  get lastSeq(): number {
    return this.#seq;
  }

  append(...records: Partial<AuditRecord>[]): void {
    if (this.file === '') this.begin();
    appendFileSync(
      this.path,
      records.map((record) => this.#line(recordBody(aRecord(record)))).join(''),
    );
  }

  system(event: SystemLine['event'], detail: SystemLine['detail'], ts = START): void {
    if (this.file === '') this.begin();
    appendFileSync(this.path, this.#line(systemBody(ts, event, detail)));
  }

  /** Begins a new segment. @param voidFrom the segment before does not count from this byte on */
  begin({ ts = START, voidFrom }: { ts?: number; voidFrom?: number } = {}): void {
    let previous = null;
    if (this.file !== '') {
      const bytes = this.#rawBytes();
      previous = {
        file: this.file,
        last_seq: this.#seq,
        bytes: bytes.length,
        sha256: createHash('sha256').update(bytes).digest('hex'),
        ...(voidFrom !== undefined && { void_from: voidFrom }),
      };
    }
    this.file = segmentFile({
      writer: this.writer,
      firstSeq: this.#seq + 1,
      compressed: false,
    });
    appendFileSync(
      this.path,
      this.#line(systemBody(ts, 'audit.segment', { key: FixtureWriter.key.id, previous })),
    );
  }

  /** Goes back to a line: what stands after it is void. @param hash of that line */
  goBack(seq: number, hash: string): void {
    this.#seq = seq;
    this.#prev = hash;
  }

  /** Of the segment before, which maintenance may have compressed or deleted. */
  #rawBytes(): Buffer {
    if (existsSync(this.path)) return readFileSync(this.path);
    return gunzipSync(readFileSync(`${this.path}.gz`));
  }

  #line(body: Body): string {
    const unsealed = unsealedLine(this.writer, ++this.#seq, body, this.#prev);
    this.#prev = createHmac('sha256', FixtureWriter.key.key).update(unsealed).digest('hex');
    return sealedLine(unsealed, this.#prev);
  }
}
