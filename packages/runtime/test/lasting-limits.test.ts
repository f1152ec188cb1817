import { describe, expect, test } from '@jest/globals';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Runtime } from '../src/index.ts';
import { newInstallation } from './installation.ts';

const LIMITED = `limits:
  tools: [{ tool: send, calls: 2, window: 1d }]
  loops: { repeats: 3, action: require_approval }
`;

/** @param number of a call, so that it is no loop */
const ask = async ({ boundary }: Runtime, toolName = 'send', number = Math.random()) => {
  const call = { phase: 'request', toolName, parameters: { number }, agentId: 'bot' } as const;
  return (await boundary.interceptTool(call)).decision.action;
};

describe('calls that were let through', () => {
  test('count after a restart', async () => {
    const installation = newInstallation();
    installation.configure(LIMITED);
    const first = await installation.start();
    for (let times = 0; times < 2; times++) {
      expect(await ask(first)).toBe('allow');
      expect(await ask(first, 'read', 1)).toBe('allow');
    }
    await first.close();
    const second = await installation.start();
    expect(await ask(second)).toBe('block');
    expect(await ask(second, 'read', 1)).toBe('pending_approval');
    expect(await ask(second, 'read', 2)).toBe('allow');
  });

  test('count for the server and for commands together', async () => {
    const installation = newInstallation();
    installation.configure(LIMITED);
    const server = await installation.start();
    const command = await installation.start('command');
    expect(await ask(command)).toBe('allow');
    expect(await ask(server)).toBe('allow');
    expect([await ask(command), await ask(server)]).toEqual(['block', 'block']);
  });

  test('are forgotten with the process where state is in memory', async () => {
    const installation = newInstallation();
    installation.configure(`${LIMITED}state: { backend: memory }\n`);
    for (let round = 0; round < 2; round++) {
      const server = await installation.start();
      for (const action of ['allow', 'allow', 'block']) expect(await ask(server)).toBe(action);
      await server.close();
    }
  });
});

test('a command that limits nothing opens no state files for its calls', async () => {
  const installation = newInstallation();
  const command = await installation.start('command');
  installation.configure(LIMITED);
  expect(await ask(command)).toBe('allow');
  expect(existsSync(join(installation.state, 'sessions.db'))).toBe(false);
  await command.reload();
  expect(await ask(command)).toBe('allow');
  expect(existsSync(join(installation.state, 'sessions.db'))).toBe(true);
});

test('counters of requests stay in the memory of their process', async () => {
  const installation = newInstallation();
  const server = await installation.start();
  const other = await installation.start();
  await server.limits.add('rate/minute', 1, 60_000);
  expect(await other.limits.get('rate/minute')).toBeUndefined();
});
