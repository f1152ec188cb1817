import { rm } from 'node:fs/promises';
import { setTimeout as after } from 'node:timers/promises';
import { installation, startSafeAI } from '../conformance/server.mjs';
import { Client } from './client.mjs';
import { historyOf, verifyHistory } from './history.mjs';

/**
 * Kills a server under load again and again, each time at a random moment, and compares what its clients were
 * told with what is there afterwards.
 *
 * @param rounds how often
 * @param clients how many at once
 * @param seed of the moments
 * @returns what was lost or wrong, in words, and the counts
 */
export async function killRounds({ rounds, clients, seed = 1, log = () => undefined }) {
  const folder = await installation();
  const random = randomFrom(seed);
  const told = { decisions: [], memory: new Map(), used: new Map() };
  const problems = [];
  try {
    for (let round = 1; round <= rounds; round++) {
      const server = await startSafeAI({ folder });
      const all = Array.from(
        { length: clients },
        (_, index) => new Client(server.url, `agent-${index}`, round * 1_000_000),
      );
      const running = Promise.allSettled(all.map((client) => client.run()));
      await Promise.race([answered(all, 50 + random() * 500), running]);
      await after(random() * 20);
      await server.kill();
      for (const { reason } of await running) if (reason !== undefined) throw reason;
      for (const client of all) {
        told.decisions.push(...client.decisions);
        for (const [agent, value] of client.memory) told.memory.set(agent, value);
        for (const [id, count] of client.used) told.used.set(id, (told.used.get(id) ?? 0) + count);
      }
      problems.push(...(await whatIsWrong(folder, told)).map((text) => `round ${round}: ${text}`));
      log(
        `round ${round}: ${told.decisions.length} decisions answered, ${problems.length} problems`,
      );
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
  return { problems, decisions: told.decisions.length, approvals: told.used.size };
}

/** Resolves once so many decisions were answered: a busy machine takes longer, and is tested no less. */
async function answered(clients, wanted) {
  const count = () => clients.reduce((sum, { decisions }) => sum + decisions.length, 0);
  for (const end = Date.now() + 60_000; count() < wanted && Date.now() < end;) await after(5);
}

/** The server is started again first: what a crash left is put in order by whoever comes next. */
async function whatIsWrong(folder, told) {
  const server = await startSafeAI({ folder });
  const problems = [];
  for (const [agent, value] of told.memory) {
    const answer = await read(server.url, agent);
    // A write that was not answered may have followed.
    const at = Number(answer.value?.split('-').at(-1));
    const toldAt = Number(value.split('-').at(-1));
    if (!(at >= toldAt) && answer.value !== value) {
      problems.push(`${agent} was told that ${value} is remembered, and reads ${answer.value}`);
    }
  }
  await server.stop();
  const lines = historyOf(folder);
  const recorded = new Set(lines.map((line) => line.decision_id));
  const lost = told.decisions.filter((id) => !recorded.has(id));
  if (lost.length > 0) problems.push(`${lost.length} answered decisions are not in the log`);
  const allowed = new Map();
  for (const { event, approval_request_id: id } of lines) {
    if (event !== 'intercept.allowed' || !id) continue;
    allowed.set(id, (allowed.get(id) ?? 0) + 1);
  }
  for (const [id, count] of [...allowed, ...told.used]) {
    if (count > 1) problems.push(`${id} was used ${count} times`);
  }
  const report = await verifyHistory(folder);
  if (!report.ok) {
    problems.push(...report.problems.map(({ code, file, line }) => `${code} in ${file}:${line}`));
  }
  return problems;
}

async function read(url, agent) {
  const answer = await fetch(`${url}/v1/memory/read`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ key: 'user_preference', agent_id: agent }),
  });
  return answer.json();
}

/** mulberry32: the same numbers for the same seed. */
function randomFrom(seed) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
