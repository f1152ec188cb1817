import { createPrivateKey, sign } from 'node:crypto';

import type { AuditRecord } from '@safeai/core';

import type { SystemLine } from '../src/format/record-line.ts';
import type { Signed, SystemDetails } from '../src/format/system-lines.ts';
import type { MaintainedLog } from '../src/maintain/maintained-log.ts';
import { makeSigningKey } from '../src/receipt/signing-key.ts';
import { FixtureWriter, START } from './fixture-writer.ts';

/** A fixture's writer as maintenance sees a log. */
export class FixtureLog implements MaintainedLog {
  static readonly signingKey = makeSigningKey();
  readonly lines: FixtureWriter;
  /** Milliseconds since the epoch that the log's own lines are dated. */
  now = START;
  #isSealed = true;

  constructor(folder: string, writer = 'w1') {
    this.lines = new FixtureWriter(folder, writer);
  }

  get writer(): string {
    return this.lines.writer;
  }

  append(...records: Partial<AuditRecord>[]): void {
    this.#begin();
    this.lines.append(...records);
  }

  appendSystem(event: 'audit.tombstone', detail: SystemDetails['audit.tombstone']): Promise<void> {
    this.#begin();
    this.lines.system(event, detail as unknown as SystemLine['detail'], this.now);
    return Promise.resolve();
  }

  flush(): Promise<void> {
    return Promise.resolve();
  }

  sign(text: string): Signed {
    const { kid, privateKeyPem } = FixtureLog.signingKey;
    const signature = sign(null, Buffer.from(text), createPrivateKey(privateKeyPem));
    return { kid, sig: signature.toString('base64url') };
  }

  isHeld(): Promise<boolean> {
    return Promise.resolve(true);
  }

  rotate(): Promise<void> {
    this.#isSealed = true;
    return Promise.resolve();
  }

  #begin(): void {
    if (this.#isSealed) this.lines.begin({ ts: this.now });
    this.#isSealed = false;
  }
}
