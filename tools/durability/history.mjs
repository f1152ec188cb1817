import { execFile } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { gunzipSync } from 'node:zlib';

const VERIFIER = fileURLToPath(
  new URL('../../packages/audit/dist/verify/safeai-verify.js', import.meta.url),
);

/** Where an installation keeps its audit log. */
export const auditFolder = (folder) => join(folder, '.safeai', 'logs', 'audit');

/** How many files of records still wait for a server to take them into the log. */
export function waitingFor(folder) {
  const spool = join(auditFolder(folder), 'spool');
  return existsSync(spool) ? readdirSync(spool).length : 0;
}

/** Every line of a log, parsed, straight from its files. A line that is none throws. */
export function historyOf(folder) {
  const audit = auditFolder(folder);
  return readdirSync(audit)
    .filter((name) => /^audit-.*\.ndjson(\.gz)?$/.test(name))
    .sort()
    .flatMap((name) => {
      const bytes = readFileSync(join(audit, name));
      const text = (name.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8');
      if (text !== '' && !text.endsWith('\n')) throw new Error(`${name} ends in half a line`);
      return text
        .split('\n')
        .slice(0, -1)
        .map((line) => JSON.parse(line));
    });
}

/** What the one-file verifier says of a log, with the installation's keys. */
export async function verifyHistory(folder) {
  const keys = join(folder, '.safeai', 'keys', 'audit.json');
  const args = [VERIFIER, auditFolder(folder), '--key', keys, '--json'];
  const { stdout } = await promisify(execFile)(process.execPath, args).catch((error) => error);
  return JSON.parse(stdout);
}
