/**
 * A process of its own that writes to a log, for tests that kill it. Bundled by {@link startWriter}.
 *
 * Arguments: folder, what to do (`append`, `slot`, `spool`, `drain`), how many at a time, and a number to begin with.
 * It prints a line for each thing that is settled.
 */
import { systemClock } from '@safeai/core';
import { writeSync } from 'node:fs';
import { AuditLog } from '../src/append/audit-log.ts';
import { AuditReader } from '../src/read/reader.ts';
import { AuditSpool } from '../src/spool/audit-spool.ts';
import { drainSpool } from '../src/spool/drain-spool.ts';
import { TEST_KEYS, testRecord } from './signed-log.ts';

const [, , folder = '', task, atOnce = '1', first = '0'] = process.argv;

/** At once and unbuffered: what is told before a kill is told. */
function tell(text: string | number): void {
  writeSync(1, `${text}\n`);
}

let next = Number(first);

async function appendForEver(sink: { append: AuditLog['append'] }): Promise<never> {
  for (;;) {
    const number = next;
    next += 1;
    await sink.append(testRecord(number));
    tell(number);
  }
}

function drain(): void {
  const reader = new AuditReader({ folder });
  drainSpool(log, folder, { clock: systemClock, isRecorded: (record) => reader.has(record) });
}

if (task === 'spool') {
  const spool = new AuditSpool({ folder, clock: systemClock });
  await Promise.all(Array.from({ length: Number(atOnce) }, () => appendForEver(spool)));
}

const log = await AuditLog.open({
  folder,
  maxBytes: 200_000,
  durability: 'group',
  minFreeBytes: 0,
  appendTimeoutMs: 30_000,
  checkpointEvery: { records: 100, ms: 50 },
  keys: TEST_KEYS,
  clock: systemClock,
});
tell(log.writer);
if (task === 'append') {
  await Promise.all(Array.from({ length: Number(atOnce) }, () => appendForEver(log)));
} else {
  if (task === 'drain') drain();
  // Until it is told to end, or killed.
  process.stdin.resume();
  await new Promise((resolve) => process.stdin.once('end', resolve));
  await log.close();
}
