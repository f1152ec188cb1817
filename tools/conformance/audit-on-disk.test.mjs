import { afterEach, expect, test } from '@jest/globals';
import { readdirSync } from 'node:fs';
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as after } from 'node:timers/promises';
import { smallDisk } from '../durability/disk.mjs';
import { auditFolder, historyOf, verifyHistory } from '../durability/history.mjs';
import { installation, startSafeAI } from './server.mjs';

const ending = [];
afterEach(async () => {
  for (const end of ending.splice(0).reverse()) await end();
});

async function place(yaml) {
  const folder = await installation();
  ending.push(() => rm(folder, { recursive: true, force: true }));
  await writeFile(join(folder, 'safeai.yaml'), yaml);
  return folder;
}

/** @param env of the server, and what is preloaded into it */
async function serving(folder, { preload, ...env } = {}) {
  if (preload !== undefined) {
    const { href } = new URL(`../durability/${preload}`, import.meta.url);
    env.NODE_OPTIONS = `--import ${href}`;
  }
  const server = await startSafeAI({ folder, env });
  ending.push(() => server.stop());
  return server;
}

async function scan(server) {
  const answer = await fetch(`${server.url}/v1/scan/input`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ text: 'token=sk-ABCDEF1234567890ABCDEF', agent_id: 'a' }),
  });
  const body = await answer.json();
  return { status: answer.status, code: body.code, id: body.decision?.decision_id };
}

/** The ids of decisions that a server answers, once it answers them again. */
async function answeredAgain(server) {
  const ids = [];
  for (let attempt = 0; attempt < 600 && ids.length < 3; attempt++) {
    const { status, id } = await scan(server);
    if (status === 200) ids.push(id);
    else await after(50);
  }
  expect(ids).toHaveLength(3);
  return ids;
}

const ready = async (server) => (await fetch(`${server.url}/v1/health/ready`)).status;

/** All decisions on record, oldest first, page by page. */
async function recorded(server) {
  const ids = [];
  let cursor = '';
  do {
    const answer = await fetch(`${server.url}/v1/audit?event=scan.*&limit=1000${cursor}`);
    ids.push(...(await answer.json()).map(({ decision_id: id }) => id));
    const next = answer.headers.get('x-next-cursor');
    cursor = next === null ? '' : `&cursor=${encodeURIComponent(next)}`;
  } while (cursor !== '');
  return ids.reverse();
}

const verified = async (server) => (await fetch(`${server.url}/v1/audit/verify`)).json();
const REFUSED = { status: 503, code: 'audit_unavailable' };
const WHOLE = { ok: true, problems: [] };

test('an error while flushing: nothing is decided until there is none, and nothing is lost', async () => {
  const folder = await place('');
  const flag = join(folder, 'eio');
  const server = await serving(folder, { preload: 'failing-flush.mjs', SAFEAI_TEST_EIO: flag });
  const before = [await scan(server), await scan(server)].map(({ id }) => id);
  await writeFile(flag, '');
  const refused = await Promise.all(Array.from({ length: 8 }, () => scan(server)));
  for (const answer of refused) expect(answer).toMatchObject(REFUSED);
  expect(await ready(server)).toBe(503);
  await rm(flag);
  const since = await answeredAgain(server);
  expect(await ready(server)).toBe(200);
  const ids = await recorded(server);
  expect(ids).toEqual(expect.arrayContaining([...before, ...since]));
  expect(new Set(ids).size).toBe(ids.length);
  expect(await verified(server)).toMatchObject(WHOLE);
  await server.stop();
  expect(await verifyHistory(folder)).toMatchObject(WHOLE);
});

test('a folder that is read-only: nothing is decided until it can be written again', async () => {
  const disk = await smallDisk(8);
  ending.push(disk.remove);
  const folder = await place(`audit: { path: '${disk.folder}/audit', min_free_mb: 0 }\n`);
  const server = await serving(folder);
  const makeWritable = await disk.makeReadOnly(server.pid);
  for (let times = 0; times < 3; times++) expect(await scan(server)).toMatchObject(REFUSED);
  expect(await ready(server)).toBe(503);
  await makeWritable();
  const since = await answeredAgain(server);
  expect(await ready(server)).toBe(200);
  expect(await recorded(server)).toEqual(expect.arrayContaining(since));
  expect(await verified(server)).toMatchObject(WHOLE);
});

/** Answered decisions, asked for by 32 clients. */
async function load(server, count) {
  const ids = [];
  const client = async () => {
    while (ids.length < count) {
      const { status, id } = await scan(server);
      expect(status).toBe(200);
      ids.push(id);
    }
  };
  await Promise.all(Array.from({ length: 32 }, client));
  return ids;
}

const ended = (folder, ending) =>
  readdirSync(auditFolder(folder)).filter((name) => name.endsWith(ending));

test('segments end, are compressed and go while it is written and read: nothing is lost or there twice', async () => {
  const folder = await place('audit: { max_size_mb: 1, max_age_days: 1 }\n');
  const past = await serving(folder, { preload: 'other-day.mjs', SAFEAI_TEST_DAYS: '-3' });
  const progress = { isDone: false };
  const old = load(past, 4000).finally(() => (progress.isDone = true));
  while (!progress.isDone) {
    const seen = await recorded(past);
    expect(new Set(seen).size).toBe(seen.length);
    const { problems } = await verified(past);
    expect(problems).toEqual([]);
  }
  const oldIds = await old;
  expect((await recorded(past)).sort()).toEqual(oldIds.sort());
  // Compressed within seconds of its end.
  for (let attempt = 0; attempt < 300 && ended(folder, '.ndjson.gz').length < 2; attempt++) {
    await after(100);
  }
  expect(ended(folder, '.ndjson.gz').length).toBeGreaterThanOrEqual(2);
  expect((await recorded(past)).sort()).toEqual(oldIds.sort());
  await past.stop();
  const compressed = ended(folder, '.ndjson.gz');

  const server = await serving(folder);
  const newIds = [];
  const isThere = (name) => ended(folder, '.gz').includes(name);
  for (let attempt = 0; attempt < 40 && compressed.some(isThere); attempt++) {
    newIds.push(...(await load(server, 100)));
    const seen = await recorded(server);
    expect(new Set(seen).size).toBe(seen.length);
    // What is new is there, whatever of the old has gone.
    expect(seen).toEqual(expect.arrayContaining(newIds));
    expect((await verified(server)).problems).toEqual([]);
  }
  expect(compressed.filter(isThere)).toEqual([]);
  await server.stop();
  expect(await verifyHistory(folder)).toMatchObject(WHOLE);
  const lines = historyOf(folder);
  expect(lines.map(({ event }) => event)).toContain('audit.tombstone');
  const kept = lines.map((line) => line.decision_id).filter((id) => newIds.includes(id));
  expect(kept.sort()).toEqual(newIds.sort());
});
