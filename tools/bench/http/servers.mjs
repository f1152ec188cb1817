/**
 * Servers that are compared under load, each in a process of its own; the load comes from this one. CPU time is
 * compared, not time on the clock: it does not depend on who else is busy.
 */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { Pool } from 'undici';

const CONNECTIONS = 32;

const text = 'a request that arrives meanwhile is answered with the old settings '
  .repeat(16)
  .slice(0, 1024);
const body = JSON.stringify({ text, agent_id: 'bench' });

/**
 * CPU time of each server, in µs, for every round of POST /v1/scan/input with 1 KB of clean text. Every server is
 * warmed; then they take turns.
 *
 * @param servers `[name, file in this folder, ...arguments]` each
 * @returns `{ name, samples }` each, in the order given
 */
export async function cpuOfRounds(servers, { warmUp = 10_000, round = 4_000, rounds = 7 } = {}) {
  const started = [];
  for (const server of servers) started.push(await start(server));
  for (const server of started) await load(server, warmUp);
  for (let count = 0; count < rounds; count++) {
    for (const server of started) {
      const before = await cpu(server);
      await load(server, round);
      server.samples.push((await cpu(server)) - before);
    }
  }
  for (const { pool, child } of started) {
    await pool.close();
    child.kill();
  }
  return started.map(({ name, samples }) => ({ name, samples }));
}

async function start([name, file, ...args]) {
  const child = fork(new URL(file, import.meta.url), args, {
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
