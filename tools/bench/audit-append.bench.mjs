/**
 * Durable appends to the audit log: per second, against one write and one fdatasync for each record, and against
 * bare loops that write whatever is queued and sync once, all on one disk, in turns. One bare loop writes bytes
 * that are ready, which is what the disk can do; the other makes and hashes each line first, which no chained log
 * can do without. And processor time: of an append against making and hashing the same lines alone.
 *
 * Aims: at 32 and 128 writers at least 80 % of the bare loop, where the disk and not the processor is what is
 * waited for; at 128 at most twice the time of hashing alone.
 */
import { createHmac, createSecretKey, randomBytes } from 'node:crypto';
import { mkdtemp, open, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AuditLog, chainKey, makeSigningKey } from '../../packages/audit/dist/index.js';
import { systemClock } from '../../packages/core/dist/index.js';
import { figure, printTable, spread, withSpread } from './measure.mjs';

const WRITERS = [1, 32, 128];
const ROUNDS = 7;
const WARM_UP = 10_000;
/** Appends of a round by the number of writers: about a second each on a slow disk. */
const APPENDS = new Map([
  [1, 300],
  [32, 4_000],
  [128, 12_000],
]);

const record = {
  ts: Date.UTC(2026, 0, 1),
  event: 'scan.blocked',
  decisionId: '01970000-0000-7000-8000-000000000000',
  boundary: 'input',
  action: 'block',
  policyName: 'default-secret-detection',
  policyRevision: 'ab'.repeat(32),
  tenantId: 'default',
  agentId: 'default-agent',
  sessionId: 'session-0001',
  toolName: null,
  dataTags: ['secret.api_key.openai'],
  detections: [{ type: 'secret', detector: 'openai-key', count: 1, digest: '0123456789abcdef' }],
  parametersDigest: null,
  principal: 'local',
  approverId: null,
  reasonCode: null,
  approvalRequestId: null,
  requestId: '01970000-0000-7000-8000-000000000001',
  latencyUs: 120,
};
const body = JSON.stringify(record);
const key = randomBytes(32);
const folder = await mkdtemp(join(tmpdir(), 'safeai-bench-'));

async function perLine() {
  const file = await open(join(folder, 'per-line'), 'a');
  // One after the other: that is what a sync for each line comes to.
  let turn = Promise.resolve();
  return {
    append: () =>
      (turn = turn.then(async () => {
        await file.write(`${body}\n`);
        await file.datasync();
      })),
    close: () => file.close(),
  };
}

async function bareLoop(name, lineOf) {
  const file = await open(join(folder, name), 'a');
  let waiting = [];
  let isRunning = false;
  const run = async () => {
    isRunning = true;
    while (waiting.length > 0) {
      const batch = waiting;
      waiting = [];
      let lines = '';
      for (const { line } of batch) lines += line;
      await file.write(Buffer.from(lines));
      await file.datasync();
      for (const { done } of batch) done();
    }
    isRunning = false;
  };
  return {
    append: () =>
      new Promise((done) => {
        waiting.push({ line: lineOf(), done });
        if (!isRunning) void run();
      }),
    close: () => file.close(),
  };
}

async function auditLog() {
  const log = await AuditLog.open({
    folder: join(folder, 'audit'),
    maxBytes: 1024 ** 3,
    durability: 'group',
    minFreeBytes: 0,
    keys: { chain: [chainKey(key)], signing: [makeSigningKey()] },
    clock: systemClock,
  });
  return { append: () => log.append(record), close: () => log.close() };
}

/** Makes and hashes the lines of one append after the other. */
function chainedLines() {
  const secret = createSecretKey(key);
  let prev = '0'.repeat(64);
  let seq = 0;
  return () => {
    const line = `{"v":1,"writer":"w1","seq":${++seq},${JSON.stringify(record).slice(1, -1)},"prev":"${prev}"`;
    prev = createHmac('sha256', secret).update(line).digest('hex');
    return `${line},"hash":"${prev}"}\n`;
  };
}

async function drive({ append }, writers, appends) {
  let sent = 0;
  const writer = async () => {
    while (sent++ < appends) await append();
  };
  await Promise.all(Array.from({ length: writers }, writer));
}

const contenders = [
  { name: 'a sync for each', ...(await perLine()) },
  { name: 'bare loop, bytes', ...(await bareLoop('bytes', () => `${body}\n`)) },
  { name: 'bare loop, hashed lines', ...(await bareLoop('lines', chainedLines())) },
  { name: 'audit log', ...(await auditLog()) },
];
const alone = { name: 'hashing alone', append: chainedLines() };
for (const each of [...contenders.slice(1), alone]) await drive(each, 128, WARM_UP);
await drive(contenders[0], 1, 100);

for (const writers of WRITERS) {
  const appends = APPENDS.get(writers);
  const samples = new Map([...contenders, alone].map(({ name }) => [name, { rate: [], cpu: [] }]));
  for (let round = 0; round < ROUNDS; round++) {
    for (const each of [...contenders, alone]) {
      // One after the other they would take minutes, and be no faster.
      const count = each === contenders[0] ? Math.min(appends, 300) : appends;
      const cpu = process.cpuUsage();
      const start = process.hrtime.bigint();
      await drive(each, writers, count);
      const seconds = Number(process.hrtime.bigint() - start) / 1e9;
      const { user, system } = process.cpuUsage(cpu);
      samples.get(each.name).rate.push(count / seconds);
      samples.get(each.name).cpu.push((user + system) / count);
    }
  }
  const bare = samples.get('bare loop, bytes').rate;
  const lines = samples.get('bare loop, hashed lines').rate;
  const hashed = samples.get('hashing alone').cpu;
  printTable(
    `Durable appends, ${writers} writer${writers === 1 ? '' : 's'}`,
    [...samples].map(([name, { rate, cpu }]) => ({
      name,
      'appends/s': name === 'hashing alone' ? '' : withSpread(spread(rate)),
      'of bytes': name === 'hashing alone' ? '' : figure(ratio(rate, bare)),
      'of hashed lines': name === 'hashing alone' ? '' : figure(ratio(rate, lines)),
      'CPU µs an append': withSpread(spread(cpu)),
      'of hashing alone': figure(ratio(cpu, hashed)),
    })),
  );
}
for (const { close } of contenders) await close();
await rm(folder, { recursive: true, force: true });

function ratio(samples, base) {
  return spread(samples.map((sample, round) => sample / base[round])).median;
}
