import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { AuditLog, AuditMaintenance } from '../../../packages/audit/dist/index.js';
import { parseConfig } from '../../../packages/config/dist/index.js';
import { keysFolder } from '../../../packages/runtime/dist/index.js';
import { installationKeys } from '../../../packages/runtime/dist/keys/installation-keys.js';
import { seeded } from '../../bench/measure.mjs';

const DAY_MS = 24 * 60 * 60_000;
const SEGMENT_BYTES = 100 * 1024 * 1024;
const BATCH = 2000;
const REVISION = '4f1c0d6b1d3f'.repeat(5) + 'abcd';

/** Kinds of decisions and how many in a hundred there are of each: `[share, event, boundary, action, rule, tool?, tag?]`. */
const KINDS = [
  [38, 'scan.allowed', 'input', 'allow', 'default-allow'],
  [24, 'intercept.allowed', 'action', 'allow', 'default-allow', true],
  [16, 'guard.allowed', 'output', 'allow', 'default-allow'],
  [8, 'guard.redacted', 'output', 'redact', 'default-pii-redaction', false, 'personal.pii.email'],
  [4, 'scan.blocked', 'input', 'block', 'default-secret-detection', false, 'secret.api_key.openai'],
  [3, 'scan.flagged', 'input', 'flag', 'default-injection-flag', false, 'injection.override'],
  [3, 'intercept.blocked', 'action', 'block', 'default-destructive-command', true],
  [2, 'intercept.pending_approval', 'action', 'pending_approval', 'deploys-need-one', true],
  [2, 'memory.write', 'memory', 'allow', 'default-allow'],
];
const TENANTS = ['default', 'default', 'default', 'acme', 'acme', 'globex'];
const TOOLS = ['web_search', 'read_file', 'bash', 'http_get', 'crm_read', 'deploy_service'];

/** The kind of each of a hundred. */
const HUNDRED = KINDS.flatMap(([share, ...kind]) => Array.from({ length: share }, () => kind));

/**
 * Writes an audit log as a server would have written it over some days, into the folder of an installation whose server
 * does not run: chained, signed, indexed, complete segments compressed.
 *
 * @param until time of the last record, in ms; now if absent
 * @returns the ids of the `first` and the `last` decision
 */
export async function writeRecords(folder, { records, days = 30, until = Date.now() }) {
  const state = join(folder, '.safeai');
  const audit = join(state, 'logs', 'audit');
  await mkdir(audit, { recursive: true });
  const { audit: keys } = await installationKeys(parseConfig(''), keysFolder(state), until);
  const span = days * DAY_MS;
  // As where ever more is guarded: of thirty days, the last one has a sixth of the records.
  const recordAt = recordMaker((number) => Math.floor(until - span * (1 - number / records) ** 2));
  let now = until - span;
  const clock = { now: () => now, monotonic: () => performance.now() };
  const options = { folder: audit, maxBytes: SEGMENT_BYTES, durability: 'os', minFreeBytes: 0 };
  const log = await AuditLog.open({ ...options, appendTimeoutMs: 60_000, keys, clock });
  for (let number = 0; number < records; number += BATCH) {
    const batch = Array.from({ length: Math.min(BATCH, records - number) }, (_, index) =>
      recordAt(number + index),
    );
    now = batch[0].ts;
    await Promise.all(batch.map((record) => log.append(record)));
  }
  now = until;
  await keep(audit, log, clock);
  await log.close();
  return { first: recordAt(0).decisionId, last: recordAt(records - 1).decisionId };
}

/** Indexes and compresses, so that the server finds it done. */
async function keep(folder, log, clock) {
  const maintenance = new AuditMaintenance({
    folder,
    log,
    compress: true,
    maxAgeMs: Infinity,
    clock,
  });
  await maintenance.runOnce();
  await maintenance.stop();
}

/** Makes the record of a number: its id follows from number and time, what happened from a seed. */
function recordMaker(timeOf) {
  const random = seeded(11);
  const one = (list) => list[Math.floor(random() * list.length)];
  return (number) => {
    const ts = timeOf(number);
    const [event, boundary, action, policyName, isTool = false, tag] = one(HUNDRED);
    const tenantId = one(TENANTS);
    return {
      ...{ ts, event, boundary, action, policyName, tenantId },
      decisionId: decisionId(ts, number),
      policyRevision: REVISION,
      agentId: `${tenantId}-agent-${Math.floor(random() * 12)}`,
      sessionId: `run-${Math.floor(number / 14)}`,
      toolName: isTool ? one(TOOLS) : null,
      dataTags: tag === undefined ? [] : [tag],
      detections: tag === undefined ? [] : [found(tag)],
      parametersDigest: isTool ? 'ab'.repeat(32) : null,
      ...{ principal: 'local', approverId: null, reasonCode: null, approvalRequestId: null },
      requestId: `req-${number}`,
      latencyUs: 90 + Math.floor(random() * 400),
    };
  };
}

function found(tag) {
  const [family, ...kinds] = tag.split('.');
  const type = family === 'secret' ? 'secret' : kinds.at(-1);
  return { type, detector: kinds.join('-'), count: 1, digest: '0123456789abcdef' };
}

function decisionId(ts, number) {
  const time = ts.toString(16).padStart(12, '0');
  return `${time.slice(0, 8)}-${time.slice(8)}-7000-8000-${number.toString(16).padStart(12, '0')}`;
}
