import { afterEach, describe, expect, test } from '@jest/globals';
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as after } from 'node:timers/promises';
import { promisify } from 'node:util';
import { smallDisk } from '../durability/disk.mjs';
import { historyOf, verifyHistory, waitingFor } from '../durability/history.mjs';
import { killRounds } from '../durability/kill-rounds.mjs';
import { installation, SAFEAI, startSafeAI } from './server.mjs';

const started = [];
afterEach(async () => {
  for (const stop of started.splice(0).reverse()) await stop();
});

async function serving(options) {
  const server = await startSafeAI(options);
  started.push(() => server.stop());
  return server;
}

async function post(server, path, body) {
  const answer = await fetch(server.url + path, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  return { status: answer.status, body: await answer.json() };
}

const scan = (server, text = 'hello') => post(server, '/v1/scan/input', { text, agent_id: 'a' });

test('a server killed under load loses nothing that it has answered', async () => {
  const { problems, decisions, approvals } = await killRounds({ rounds: 3, clients: 32, seed: 42 });
  expect(problems).toEqual([]);
  expect(decisions).toBeGreaterThan(100);
  expect(approvals).toBeGreaterThan(5);
});

describe('a disk that is full', () => {
  test('answers 503 audit_unavailable, and goes on once there is room', async () => {
    const disk = await smallDisk(8);
    started.push(disk.remove);
    const server = await serving({
      files: { 'safeai.yaml': `audit: { path: '${disk.folder}/audit', min_free_mb: 0 }\n` },
    });
    const before = await scan(server);
    expect(before.status).toBe(200);
    const makeRoom = await disk.fillUp(server.pid);

    let refused;
    for (let attempt = 0; attempt < 200 && refused?.status !== 503; attempt++) {
      refused = await scan(server, `token=sk-ABCDEF1234567890ABCDEF ${attempt}`);
    }
    expect(refused).toMatchObject({ status: 503, body: { code: 'audit_unavailable' } });
    const ready = await fetch(`${server.url}/v1/health/ready`);
    expect(ready.status).toBe(503);

    await makeRoom();
    const answered = [];
    for (let attempt = 0; attempt < 50 && answered.length < 3; attempt++) {
      const { status, body } = await scan(server);
      if (status === 200) answered.push(body.decision.decision_id);
      else await after(100);
    }
    expect(answered).toHaveLength(3);
    const audit = await fetch(`${server.url}/v1/audit?limit=1000`);
    const ids = (await audit.json()).map(({ decision_id: id }) => id);
    expect(ids).toEqual(expect.arrayContaining([...answered, before.body.decision.decision_id]));
    const verified = await (await fetch(`${server.url}/v1/audit/verify`)).json();
    expect(verified).toMatchObject({ ok: true, problems: [] });
  });
});

test('a foreign lock on the state holds up only what needs the state', async () => {
  const server = await serving();
  const write = (index) =>
    post(server, '/v1/memory/write', {
      key: 'user_preference',
      value: String(index),
      agent_id: `agent-${index % 4}`,
    });
  expect((await write(0)).status).toBe(200);
  // A writer of the same file that does not let go before it is told to.
  const holder = spawn(
    process.execPath,
    [
      '-e',
      `const db = new (require('libsql'))(process.argv[1]);
       db.exec('BEGIN IMMEDIATE');
       console.log('held');
       process.stdin.resume().on('end', () => { db.exec('COMMIT'); db.close(); });`,
      join(server.folder, '.safeai', 'state.db'),
    ],
    { stdio: ['pipe', 'pipe', 'inherit'], cwd: process.cwd() },
  );
  started.push(() => holder.kill());
  await once(holder.stdout, 'data');
  const released = once(holder, 'exit');
  let isWaiting = true;
  const writes = [1, 2, 3, 4].map(async (index) => {
    const written = await write(index);
    isWaiting = false;
    return written;
  });
  let meanwhile = 0;
  for (let count = 0; count < 50; count++) {
    expect((await scan(server)).status).toBe(200);
    if (isWaiting) meanwhile++;
  }
  holder.stdin.end();
  await released;
  for (const { status, body } of await Promise.all(writes)) {
    expect(status === 200 ? body.ok : body.code).toEqual(
      status === 200 ? true : 'state_unavailable',
    );
  }
  // Writes wait for seconds: what does not need the state is answered before any of them.
  expect(meanwhile).toBeGreaterThan(5);
});

test('commands and a second server beside a running one write one history that verifies', async () => {
  const folder = await installation();
  started.push(() => rm(folder, { recursive: true, force: true }));
  const servers = [await startSafeAI({ folder }), await startSafeAI({ folder })];
  const run = promisify(execFile);
  const command = async (index) => {
    const args = [SAFEAI, 'scan', `from a command ${index}`, '--json'];
    return JSON.parse((await run(process.execPath, args, { cwd: folder })).stdout);
  };
  const request = async (server) => (await scan(server)).body;
  const told = await Promise.all([
    ...Array.from({ length: 6 }, (_, index) => command(index)),
    ...servers.flatMap((server) => Array.from({ length: 20 }, () => request(server))),
  ]);
  // A server that stops leaves what commands recorded at the last moment to the next one.
  for (let look = 0; look < 300 && waitingFor(folder) > 0; look++) await after(100);
  for (const server of servers) await server.stop();

  const lines = historyOf(folder);
  const recorded = lines.map((line) => line.decision_id).filter((id) => id !== undefined);
  expect(recorded.sort()).toEqual(told.map(({ decision }) => decision.decision_id).sort());
  expect(new Set(lines.map(({ writer }) => writer))).toEqual(new Set(['w1', 'w2']));
  expect(await verifyHistory(folder)).toMatchObject({ ok: true, problems: [] });
});
