import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { fieldsDocument, SecretError, type SecretBackend, type SecretRead } from '@safeai/secrets';
import { eventually, newInstallation, type Installation } from './installation.ts';

const OPENAI = 'canary-4711-swordfish';
const WEBHOOK = 'canary-0815-marlin-fish';
const CANARY = /canary-(?:4711|0815)/;

const YAML = `
proxy: { api_key: 'secret://store/openai' }
alerts:
  group_wait: 1s
  channels:
    - { type: file, path: alerts.ndjson }
    # Nobody listens there.
    - { type: webhook, url: 'http://127.0.0.1:1/', allow_private: true, secret: 'secret://store/webhook' }
`;

/** A backend whose secrets can be gone, each on its own. */
class Store implements SecretBackend {
  readonly name = 'store';
  readonly down = new Set<string>();

  read({ path = '' }: SecretRead) {
    if (this.down.has(path)) {
      return Promise.reject(new SecretError('denied', 'the store denies it'));
    }
    const value = path === 'openai' ? OPENAI : WEBHOOK;
    return Promise.resolve(fieldsDocument({ value }, '1'));
  }
}

interface Sent {
  readonly type: string;
  readonly data: { readonly rule: string };
}

function sentTo({ folder }: Installation): Sent[] {
  const file = join(folder, 'alerts.ndjson');
  if (!existsSync(file)) return [];
  const lines = readFileSync(file, 'utf8').split('\n').filter(Boolean);
  return lines.map((line) => JSON.parse(line) as Sent);
}

const ABOUT = 'default-secret-unavailable';
const typesOf = (installation: Installation): string[] =>
  sentTo(installation).flatMap(({ type, data }) => (data.rule === ABOUT ? type : []));

test('a secret that cannot be read is an alert, which ends when none is missing any more', async () => {
  const installation = newInstallation();
  installation.configure(YAML);
  const store = new Store();
  const runtime = await installation.start('server', {}, {}, [store]);
  store.down.add('openai').add('webhook');
  await runtime.secrets.check();
  await eventually(() => (typesOf(installation).length > 0 ? true : undefined));
  expect(typesOf(installation)).toEqual(['alert.triggered']);

  // One of them comes back: the other is still missing.
  store.down.delete('openai');
  await runtime.secrets.check();
  await eventually(() =>
    installation.events.find(({ event }) => event === 'secret.recovered') ? true : undefined,
  );
  const open = await runtime.alerts.list({ tenants: ['*'], rule: ABOUT, limit: 1 });
  expect(open.alerts).toMatchObject([{ status: 'open' }]);

  store.down.delete('webhook');
  await runtime.secrets.check();
  await eventually(() => (typesOf(installation).includes('alert.resolved') ? true : undefined));
  expect(typesOf(installation)).toEqual(['alert.triggered', 'alert.resolved']);
});

test('values of secrets are in no alert, no message that waits and no file, whoever names them', async () => {
  const installation = newInstallation();
  installation.configure(YAML);
  const runtime = await installation.start('server', {}, {}, [new Store()]);
  for (const value of [OPENAI, WEBHOOK]) {
    await runtime.boundary.scanInput({ text: `it is ${value}`, agentId: `agent ${value}` });
    await runtime.boundary.interceptTool({
      ...{ phase: 'request', toolName: value, parameters: { [value]: value }, agentId: value },
    });
  }
  await eventually(() => (sentTo(installation).length > 0 ? true : undefined));
  const waiting = await eventually(async () => {
    const all = await runtime.alerts.messages({ tenants: ['*'], channel: 'webhook', limit: 100 });
    return all.some(({ attempts }) => attempts > 0) ? all : undefined;
  });
  const { alerts } = await runtime.alerts.list({ tenants: ['*'], limit: 100 });
  const shown = [alerts, waiting, await runtime.alerts.rules(), await runtime.health()];
  expect(JSON.stringify([shown, installation.events, installation.notices])).not.toMatch(CANARY);
  expect(readFileSync(join(installation.folder, 'alerts.ndjson'), 'utf8')).toContain('sha256:');
  await runtime.close();
  const entries = readdirSync(installation.folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile());
  expect(files.length).toBeGreaterThan(3);
  for (const { parentPath, name } of files) {
    expect([name, CANARY.test(readFileSync(join(parentPath, name), 'latin1'))]).toEqual([
      name,
      false,
    ]);
  }
});

test('what was wrong before a start is over with it: nothing else would say so', async () => {
  const installation = newInstallation();
  installation.configure(YAML);
  const store = new Store();
  const first = await installation.start('server', {}, {}, [store]);
  store.down.add('openai');
  await first.secrets.check();
  installation.configure('no_such_block: 1\n');
  await expect(first.reload()).rejects.toMatchObject({ code: 'invalid_config' });
  await eventually(() => (sentTo(installation).length === 2 ? true : undefined));
  await first.close();
  store.down.clear();
  installation.configure(YAML);
  const second = await installation.start('server', {}, {}, [store]);
  await eventually(() => (sentTo(installation).length === 4 ? true : undefined));
  expect(sentTo(installation).slice(2)).toMatchObject([
    { type: 'alert.resolved' },
    { type: 'alert.resolved' },
  ]);
  expect((await second.alerts.list({ tenants: ['*'], state: 'open', limit: 9 })).alerts).toEqual(
    [],
  );
});
