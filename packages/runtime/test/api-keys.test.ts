import { describe, expect, test } from '@jest/globals';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { portableSecretHash, type Clock } from '@safeai/core';

import { rotateKey, type Runtime } from '../src/index.ts';
import { threadedSecretHash } from '../src/keys/scrypt.ts';
import { newInstallation, type Installation } from './installation.ts';

/** A clock that goes when it is told to. */
function handClock(): Clock & { time: number } {
  const clock = { time: 1_763_780_000_000, now: () => clock.time, monotonic: () => clock.time };
  return clock;
}

const create = ({ boundary }: Runtime, expiresInMs?: number) =>
  boundary.apiKeys.create({
    tenants: ['acme'],
    roles: ['agent'],
    ...(expiresInMs === undefined ? {} : { expiresInMs }),
  });

test('each implementation of the slow hash checks what the other one made', async () => {
  const both = [portableSecretHash, threadedSecretHash];
  for (const [one, other] of [both, [...both].reverse()]) {
    const hash = (await one?.hash('sécret')) ?? '';
    expect(hash).toMatch(/^scrypt\$16384\$8\$1\$/);
    expect(await other?.matches('sécret', hash)).toBe(true);
    expect(await other?.matches('secret', hash)).toBe(false);
  }
  const salt = new Uint8Array(16).fill(7);
  expect(await portableSecretHash.hash('s', salt)).toBe(await threadedSecretHash.hash('s', salt));
});

describe('a running server', () => {
  async function withServer() {
    const installation = newInstallation();
    const clock = handClock();
    const server = await installation.start('server', { clock });
    const command = await installation.start('command');
    const asks = (text: string) => server.boundary.apiKeys.authenticate(text);
    return { installation, clock, server, command, asks };
  }

  test('knows a key at once that it has made itself, and ends it at once', async () => {
    const { server, asks } = await withServer();
    const { key, text } = await create(server);
    expect(await asks(text)).toMatchObject({ user: key.id, tenants: ['acme'], roles: ['agent'] });
    await server.boundary.apiKeys.revoke(key.id);
    expect(await asks(text)).toBeNull();
  });

  test('knows within half a second what a command has made or revoked', async () => {
    const { clock, command, asks } = await withServer();
    const { key, text } = await create(command);
    expect(await asks(text)).not.toBeNull();
    await command.boundary.apiKeys.revoke(key.id);
    clock.time += 500;
    expect(await asks(text)).toBeNull();
  });

  test('does not know a key any more that has expired', async () => {
    const { clock, server, asks } = await withServer();
    const { text } = await create(server, 60_000);
    clock.time += 59_999;
    expect(await asks(text)).not.toBeNull();
    clock.time += 1;
    expect(await asks(text)).toBeNull();
  });

  test('lets nobody in when it cannot ask its state', async () => {
    const { server, asks } = await withServer();
    const { text } = await create(server);
    await server.close();
    await expect(asks(text)).rejects.toMatchObject({ code: 'state_unavailable' });
  });
});

test('a key outlives a restart, and a rotation of the key for approvals', async () => {
  const installation = newInstallation();
  const first = await installation.start();
  const { key, text } = await create(first);
  await first.close();
  const again = async () => {
    const runtime = await installation.start();
    expect(await runtime.boundary.apiKeys.authenticate(text)).toMatchObject({ user: key.id });
    const wrong = `${text.slice(0, 18)}${'A'.repeat(43)}`;
    expect(await runtime.boundary.apiKeys.authenticate(wrong)).toBeNull();
    await runtime.close();
  };
  await again();
  await rotateKey(await installation.load(), installation.state, 'approvals', 1);
  await again();
  await again();
});

test('the text of a key is in no record, no event and no file', async () => {
  const installation = newInstallation();
  const server = await installation.start();
  const command = await installation.start('command');
  const secrets = new Set<string>();
  for (const runtime of [server, command]) {
    const { key, text } = await create(runtime);
    await server.boundary.apiKeys.authenticate(text);
    await runtime.boundary.apiKeys.list();
    await runtime.boundary.apiKeys.revoke(key.id);
    await server.boundary.apiKeys.authenticate(text);
    secrets.add(text.slice(18));
  }
  await command.close();
  await server.close();
  const files = filesOf(installation);
  expect(files.map(([name]) => name)).toEqual(expect.arrayContaining(['state.db']));
  for (const secret of secrets) {
    expect(JSON.stringify([installation.events, installation.notices])).not.toContain(secret);
    const forms = [secret, Buffer.from(secret, 'base64url').toString('hex')].map((form) =>
      Buffer.from(form),
    );
    forms.push(Buffer.from(secret, 'base64url'));
    for (const [name, bytes] of files) {
      for (const form of forms) expect([name, bytes.includes(form)]).toEqual([name, false]);
    }
  }
});

/** Every file of the state folder: its name and what is in it. */
function filesOf({ state }: Installation): (readonly [string, Buffer])[] {
  return readdirSync(state, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => [name, readFileSync(join(parentPath, name))] as const);
}
