/**
 * Queries of a log of 1 000 000 records (`SAFEAI_BENCH_RECORDS` for another number) in segments of 100 MB: the newest 5, the last
 * 100 of an agent that makes a third of the records, of one that makes 1 in 10 000, one decision by its id. The
 * log is indexed and its complete segments compressed, as the running server keeps it. Then counts by field and by
 * time, over all records and over some, beside counting what a scan of the same records finds. Aims: newest 5 under
 * 5 ms, an agent's last 100 under 50 ms, counts over all under 1 s, memory flat.
 */
import { appendFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

import {
  NO_HASH,
  recordBody,
  sealedLine,
  systemBody,
  unsealedLine,
} from '../../packages/audit/dist/format/record-line.js';
import { segmentFile } from '../../packages/audit/dist/format/segment-name.js';
import { AuditMaintenance, AuditReader } from '../../packages/audit/dist/index.js';
import { figure, latencies, printTable, seeded, spread, withSpread } from './measure.mjs';

const RECORDS = Number(process.env.SAFEAI_BENCH_RECORDS ?? 1_000_000);
const SEGMENT_BYTES = 100_000_000;
const START = Date.UTC(2026, 0, 1);
/** A record about every 100 ms: the log covers a day and more. */
const STEP_MS = 100;
const BATCH = 1000;
const ALL = { tenants: ['*'] };

const random = seeded(1);
const hex = (digits) =>
  Array.from({ length: digits }, () => Math.floor(random() * 16).toString(16)).join('');
/** Stands for the chain: what is read does not depend on it. */
const HASH = hex(64);

function uuidV7(ts, number) {
  const time = ts.toString(16).padStart(12, '0');
  return `${time.slice(0, 8)}-${time.slice(8)}-7000-8000-${number.toString(16).padStart(12, '0')}`;
}

function agent(number) {
  if (number % 10_000 === 17) return 'rare';
  return random() < 0.33 ? 'frequent' : `agent-${Math.floor(random() * 200)}`;
}

function record(number) {
  const ts = START + number * STEP_MS;
  const isBlocked = random() < 0.05;
  return {
    ts,
    event: isBlocked ? 'intercept.blocked' : 'intercept.allowed',
    decisionId: uuidV7(ts, number),
    boundary: 'action',
    action: isBlocked ? 'block' : 'allow',
    policyName: isBlocked ? 'default-secret-detection' : 'default-allow',
    policyRevision: 'sha256:4f1c0d6b1d3f',
    tenantId: `tenant-${Math.floor(random() * 20)}`,
    agentId: agent(number),
    sessionId: `session-${Math.floor(number / 12)}`,
    toolName: `tool_${Math.floor(random() * 40)}`,
    dataTags: isBlocked ? ['secret.api_key.openai'] : [],
    detections: isBlocked
      ? [
          {
            type: 'secret.api_key.openai',
            detector: 'openai-key',
            count: 1,
            digest: HASH.slice(0, 16),
          },
        ]
      : [],
    parametersDigest: HASH,
    principal: 'local',
    approverId: null,
    reasonCode: null,
    approvalRequestId: null,
    requestId: `req-${number}`,
    latencyUs: 180,
  };
}

/** @returns bytes written */
function writeLog(folder) {
  let seq = 0;
  let file;
  let inFile = Infinity;
  let total = 0;
  const line = (body) => sealedLine(unsealedLine('w1', ++seq, body, NO_HASH), HASH);
  for (let number = 0; number < RECORDS;) {
    let text = '';
    if (inFile >= SEGMENT_BYTES) {
      file = join(folder, segmentFile({ writer: 'w1', firstSeq: seq + 1, compressed: false }));
      inFile = 0;
      text = line(systemBody(START, 'audit.segment', { key: 'bench', previous: null }));
    }
    for (let end = Math.min(RECORDS, number + BATCH); number < end; number++) {
      text += line(recordBody(record(number)));
    }
    appendFileSync(file, text);
    inFile += text.length;
    total += text.length;
  }
  return total;
}

async function keep(folder) {
  const maintenance = new AuditMaintenance({
    folder,
    log: { writer: 'w1', isHeld: () => Promise.resolve(true) },
    compress: true,
    maxAgeMs: Infinity,
    clock: { now: () => Date.now(), monotonic: () => performance.now() },
  });
  const start = performance.now();
  await maintenance.runOnce();
  await maintenance.stop();
  return performance.now() - start;
}

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc');

function memory() {
  collectGarbage();
  return process.memoryUsage().rss;
}

const megabytes = (bytes) => `${(bytes / 1e6).toFixed(0)} MB`;
const milliseconds = ({ median, min, max }) =>
  withSpread({ median: median / 1000, min: min / 1000, max: max / 1000 });

const DAY = { stepMs: 3_600_000, top: 20 };
const TALLIES = {
  'all records': {},
  'blocked ones': { action: 'block' },
  'of a tag': { dataTag: 'secret' },
  'of one tenant': { tenants: ['tenant-3'] },
  'of the last hour': { since: START + RECORDS * STEP_MS - 3_600_000 },
};

/** Counts the slow way. @returns milliseconds and the tally's numbers */
async function countScanned(reader, filter) {
  const start = performance.now();
  const fields = [
    'action',
    'boundary',
    'event',
    'tenant_id',
    'agent_id',
    'tool_name',
    'policy_name',
  ];
  const counts = fields.map(() => new Map());
  let total = 0;
  for await (const line of reader.scan(filter)) {
    total++;
    fields.forEach((field, index) => {
      counts[index].set(line[field], (counts[index].get(line[field]) ?? 0) + 1);
    });
  }
  return { ms: performance.now() - start, total, agents: counts[4].size };
}

async function compareTallies(reader) {
  const rows = [];
  for (const [name, some] of Object.entries(TALLIES)) {
    const filter = { ...ALL, ...some };
    const scanned = await countScanned(reader, filter);
    const samples = [];
    let tally;
    for (let round = 0; round < 7; round++) {
      const start = performance.now();
      tally = await reader.tally({ ...filter, ...DAY });
      samples.push((performance.now() - start) * 1000);
    }
    if (tally.total !== scanned.total || tally.facets.agentId.distinct !== scanned.agents) {
      throw new Error(`${name}: the tally says ${tally.total}, a scan ${scanned.total}`);
    }
    const counted = spread(samples);
    rows.push({
      counts: name,
      records: String(tally.total),
      'median [min–max]': milliseconds(counted),
      'by a scan': figure(scanned.ms),
      'times faster': figure(scanned.ms / (counted.median / 1000)),
    });
  }
  printTable('Counts of 8 fields and by the hour, ms (7 runs; a scan once, the same counts)', rows);
}

const folder = mkdtempSync(join(tmpdir(), 'safeai-bench-audit-'));
try {
  const bytes = writeLog(folder);
  const kept = await keep(folder);
  console.log(
    `\n${RECORDS} records, ${megabytes(bytes)}; indexed and compressed in ${(kept / 1000).toFixed(1)} s`,
  );

  const decisions = Array.from({ length: 64 }, () => {
    const number = Math.floor(random() * RECORDS);
    return uuidV7(START + number * STEP_MS, number);
  });
  let next = 0;
  const cases = {
    'newest 5': (reader) => reader.query({ ...ALL, limit: 5 }),
    "newest 5 of a tenant's": (reader) => reader.query({ tenants: ['tenant-3'], limit: 5 }),
    'last 100 of an agent, 1 in 3': (reader) =>
      reader.query({ ...ALL, agentId: 'frequent', limit: 100 }),
    'last 100 of an agent, 1 in 10 000': (reader) =>
      reader.query({ ...ALL, agentId: 'rare', limit: 100 }),
    'an agent that is not there': (reader) => reader.query({ ...ALL, agentId: 'none', limit: 100 }),
    'one decision': (reader) => reader.find(['*'], decisions[next++ % decisions.length]),
  };

  const first = [];
  for (const run of Object.values(cases)) {
    const samples = [];
    for (let round = 0; round < 5; round++) {
      const reader = new AuditReader({ folder });
      const start = performance.now();
      await run(reader);
      samples.push((performance.now() - start) * 1000);
    }
    first.push(spread(samples));
  }

  const reader = new AuditReader({ folder });
  const before = memory();
  const rows = await latencies(
    Object.entries(cases).map(([name, run]) => ({ name, run: () => run(reader) })),
    { warmUp: 30, roundMs: 300 },
  );
  const after = memory();
  printTable(
    'Audit queries, ms (median of 7 rounds [least–greatest]; p99 of single calls; a reader without its cache)',
    rows.map(({ name, p50, p99 }, index) => ({
      query: name,
      'median [min–max]': milliseconds(p50),
      p99: figure(p99 / 1000),
      'first call': milliseconds(first[index]),
    })),
  );
  await compareTallies(reader);
  console.log(
    `\nmemory (RSS) before ${megabytes(before)}, after ${megabytes(after)}, after the counts ${megabytes(memory())}`,
  );
} finally {
  rmSync(folder, { recursive: true, force: true });
}
