import { spawn } from 'node:child_process';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

import { afterEach, expect, test } from '@jest/globals';

import { newInstallation } from './installation.ts';

const CHILD = fileURLToPath(new URL('./alert-child.ts', import.meta.url));
const FROM_SOURCE = new URL('../../state/test/from-source.mjs', import.meta.url).href;

/** Rounds of kill -9; more in the long run. */
const KILLS = Number(process.env.SAFEAI_KILL_ROUNDS ?? '2');

/** Longer than a message is leased. */
const AHEAD_SECONDS = '120';

const cleanups: (() => unknown)[] = [];

afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

interface Heard {
  readonly id: string;
  readonly key: string;
  /** When it was written; ISO 8601. */
  readonly at: string;
  readonly newCount: number;
}

/** A receiver of webhooks that takes its time, and kills who sends when it has heard so many. */
async function receiver() {
  const heard: Heard[] = [];
  const state = { killAt: Infinity, kill: (): void => undefined };
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const { timestamp: at, data } = JSON.parse(Buffer.concat(chunks).toString()) as {
        timestamp: string;
        data: { id: string; key: string; new_count: number };
      };
      heard.push({ id: data.id, key: data.key, at, newCount: data.new_count });
      if (heard.length >= state.killAt) {
        state.killAt = Infinity;
        state.kill();
        return;
      }
      setTimeout(() => response.writeHead(204).end(), 5);
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  cleanups.push(() => {
    server.closeAllConnections();
    server.close();
  });
  return {
    heard,
    state,
    url: `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`,
  };
}

function start(...given: readonly string[]) {
  const { NODE_OPTIONS: _, ...env } = process.env;
  const argv = ['-C', '@safeai/source', '--import', FROM_SOURCE, CHILD, ...given];
  const child = spawn(process.execPath, argv, { env, stdio: ['ignore', 'pipe', 'inherit'] });
  cleanups.push(() => child.kill('SIGKILL'));
  const told: string[] = [];
  createInterface(child.stdout).on('line', (line) => told.push(line));
  return { told, kill: () => child.kill('SIGKILL'), ended: once(child, 'close') };
}

test(
  'a process that is killed between outbox and sending loses no alert: the next one sends it, in its order',
  async () => {
    for (let round = 0; round < KILLS; round++) {
      const { folder } = newInstallation();
      const { heard, state, url } = await receiver();
      const first = start(folder, url, '0', '100000');
      state.killAt = 10 + 7 * round;
      state.kill = () => {
        first.kill();
      };
      await first.ended;
      expect(first.told.length).toBeGreaterThan(5);
      const second = start(folder, url, AHEAD_SECONDS, '0');
      await second.ended;
      expect(second.told).toEqual(['over']);

      // What was under way when it was killed came twice, under the same id; four at most.
      const unique = [...new Map(heard.map((one) => [one.id, one])).values()];
      expect(heard.length - unique.length).toBeLessThanOrEqual(4);
      const told = unique.reduce((sum, { newCount }) => sum + newCount, 0);
      const recorded = first.told.length;
      // The last one may be in the outbox without having been said to be.
      expect([recorded, recorded + 1]).toContain(told);
      for (const key of new Set(unique.map((one) => one.key))) {
        const times = unique.filter((one) => one.key === key).map(({ at }) => at);
        expect(times).toEqual([...times].sort());
      }
    }
  },
  60_000 + KILLS * 30_000,
);
