/**
 * What a POST /v1/scan/input of 1 KB of clean text costs the server: requests a second of CPU time, against a
 * bare Express and a bare node:http server that parse the body and answer. Each server is a process of its
 * own; the load comes from this one, over 32 connections. Every server is warmed with 10 000 requests; then
 * they take turns. CPU time is compared, not time on the clock: it does not depend on who else is busy.
 */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Pool } from 'undici';
import { figure, printTable, spread, withSpread } from './measure.mjs';

const CONNECTIONS = 32;
const WARM_UP = 10_000;
const ROUND = 4_000;
const ROUNDS = 7;

const stateFolder = await mkdtemp(join(tmpdir(), 'safeai-bench-'));

const SERVERS = [
  ['bare Express', 'bare-express.mjs'],
  ['bare node:http', 'bare-node.mjs'],
  ['SafeAI, ahead of Express', 'safeai.mjs', 'hot'],
  ['SafeAI, through Express', 'safeai.mjs', 'none'],
  ['SafeAI, recording on disk', 'safeai.mjs', 'hot', stateFolder],
];

const text = 'a request that arrives meanwhile is answered with the old settings '
  .repeat(16)
  .slice(0, 1024);
const body = JSON.stringify({ text, agent_id: 'bench' });

async function start([name, file, ...args]) {
  const child = fork(new URL(`./http/${file}`, import.meta.url), args, {
    env: { ...process.env, NODE_ENV: 'production' },
  });
  const [{ port }] = await once(child, 'message');
  const pool = new Pool(`http://127.0.0.1:${port}`, { connections: CONNECTIONS });
  return { name, child, pool, samples: [] };
}

async function load({ pool }, count) {
  let sent = 0;
  const worker = async () => {
    while (sent++ < count) {
      const answer = await pool.request({
        method: 'POST',
        path: '/v1/scan/input',
        headers: { 'content-type': 'application/json' },
        body,
      });
      if (answer.statusCode !== 200)
        throw new Error(`status ${answer.statusCode}: ${await answer.body.text()}`);
      await answer.body.dump();
    }
  };
  await Promise.all(Array.from({ length: CONNECTIONS }, worker));
}

async function cpu({ child }) {
  child.send('cpu');
  const [message] = await once(child, 'message');
  return message.cpu;
}

const servers = [];
for (const server of SERVERS) servers.push(await start(server));
for (const server of servers) await load(server, WARM_UP);
for (let round = 0; round < ROUNDS; round++) {
  for (const server of servers) {
    const before = await cpu(server);
    await load(server, ROUND);
    server.samples.push((await cpu(server)) - before);
  }
}
for (const { pool, child } of servers) {
  await pool.close();
  child.kill();
}
await rm(stateFolder, { recursive: true, force: true });

const express = servers[0].samples;
const unrecorded = servers[2].samples;
printTable(
  'POST /v1/scan/input, 1 KB of clean text',
  servers.map(({ name, samples }) => ({
    server: name,
    'CPU µs/request [min–max]': withSpread(spread(samples.map((cpuTime) => cpuTime / ROUND))),
    'requests/CPU-second': figure((ROUND / spread(samples).median) * 1e6),
    'of bare Express [min–max]': withSpread(
      spread(samples.map((cpuTime, round) => express[round] / cpuTime)),
    ),
    'CPU of SafeAI without records': withSpread(
      spread(samples.map((cpuTime, round) => cpuTime / unrecorded[round])),
    ),
  })),
);
