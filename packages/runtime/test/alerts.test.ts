import { describe, expect, test } from '@jest/globals';
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { once } from 'node:events';
import { join } from 'node:path';
import { newAlert, SHIPPED_RULES } from '@safeai/alerting';
import { parseConfig, type SecretValue } from '@safeai/config';
import type { CallContext, EventSink } from '@safeai/core';

import { ConfiguredChannel } from '../src/alerts/configured-channel.ts';
import { createRuntime, type Runtime } from '../src/index.ts';
import { APPROVER, eventually, type Installation, newInstallation } from './installation.ts';

const CANARY = 'sk-CANARYCANARYCANARY1234567890';
const FILE = `
alerts:
  channels: [{ type: file, path: alerts.ndjson }]
  group_wait: 1s
`;
const ADMIN: CallContext = { principal: APPROVER };
const TENANT_ADMIN: CallContext = { principal: { ...APPROVER, tenants: ['acme'], tenant: 'acme' } };

interface Sent {
  readonly type: string;
  readonly data: { readonly id: string; readonly rule: string; readonly key: string };
}

/** What the file channel was sent. */
function sentTo({ folder }: Installation): Sent[] {
  const file = join(folder, 'alerts.ndjson');
  if (!existsSync(file)) return [];
  const lines = readFileSync(file, 'utf8').split('\n');
  return lines.filter(Boolean).map((line) => JSON.parse(line) as Sent);
}

const rulesOf = (sent: readonly Sent[]) => sent.map(({ data }) => data.rule);

const known = async (runtime: Runtime, rule: string) => {
  const { alerts } = await runtime.alerts.list({ tenants: ['*'], rule, limit: 1 });
  return alerts[0];
};

const block = ({ boundary }: Runtime, agentId = 'billing') =>
  boundary.scanInput({ text: `token=${CANARY}`, agentId });

test('each shipped rule is raised by what it is about', async () => {
  const installation = newInstallation();
  installation.configure(`${FILE}
audit: { on_failure: allow_with_alert }
policies: [{ name: no-fruit, boundary: [input], data_tags: [fruit], action: block }]
prices:
  models: [{ model: plain, input_per_million: 1, output_per_million: 1 }]
budgets: [{ name: small, limit_tokens: 100, per: tenant }]
`);
  const runtime = await installation.start();
  const { boundary, cost } = runtime;
  await eventually(() => (existsSync(join(installation.log, 'spool')) ? true : undefined));
  renameSync(installation.log, `${installation.log}-away`);
  writeFileSync(installation.log, '');
  await block(runtime);
  await boundary.scanInput({ text: 'an apple', dataTags: ['fruit'] });
  const call = { tenantId: 'default', userId: 'ada', keyId: null, agentId: null, model: 'plain' };
  const size = { inputBytes: 85, maxOutputTokens: 0, choices: 1 };
  const first = await cost.reserve({ ...call, provider: null }, size);
  if (first.allowed) await first.reservation.settle(null);
  expect(await cost.reserve({ ...call, provider: null }, size)).toMatchObject({ allowed: false });
  const { id } = await boundary.lockdowns.set({ reason: 'for a while', agentId: 'x' });
  await boundary.lockdowns.lift(id);
  installation.configure('no_such_block: 1\n');
  await expect(runtime.reload()).rejects.toMatchObject({ code: 'invalid_config' });

  const names = SHIPPED_RULES.map(({ name }) => name).filter((name) => !name.includes('-secret-u'));
  for (const name of names) expect(await eventually(() => known(runtime, name))).toBeDefined();
  // What a graver one says is not said again.
  const sent = await eventually(() => {
    const all = new Set(rulesOf(sentTo(installation)));
    return all.size >= names.length - 2 ? [...all] : undefined;
  });
  expect(sent).toEqual(expect.arrayContaining(['default-audit-failure', 'default-lockdown']));
  expect(readFileSync(join(installation.folder, 'alerts.ndjson'), 'utf8')).not.toContain(CANARY);
});

test('a reload that goes well ends the alert about the one that did not', async () => {
  const installation = newInstallation();
  installation.configure(FILE);
  const runtime = await installation.start();
  installation.configure('no_such_block: 1\n');
  await expect(runtime.reload()).rejects.toMatchObject({ code: 'invalid_config' });
  await eventually(() => sentTo(installation).find(({ type }) => type === 'alert.triggered'));
  installation.configure(FILE);
  await runtime.reload();
  const over = await eventually(() =>
    sentTo(installation).find(({ type }) => type === 'alert.resolved'),
  );
  expect(over.data.rule).toBe('default-policy-reload-failed');
});

test('what a command tells is kept, and a server sends it', async () => {
  const installation = newInstallation();
  installation.configure(FILE);
  const command = await installation.start('command');
  await block(command);
  await command.close();
  expect(sentTo(installation)).toEqual([]);
  const server = await installation.start();
  await eventually(() => (sentTo(installation).length > 0 ? true : undefined));
  expect(rulesOf(sentTo(installation))).toEqual(['default-secret-blocked']);
  expect(await server.health()).toMatchObject({ alerts: { state: 'ok', reason: null } });
});

test('a command that tells nothing opens no state', async () => {
  const installation = newInstallation();
  installation.configure(FILE);
  const command = await installation.start('command');
  await command.boundary.scanInput({ text: 'hello' });
  await command.close();
  expect(existsSync(join(installation.state, 'state.db'))).toBe(false);
});

test('without a channel nothing is heard, and nothing is said of alerts', async () => {
  const installation = newInstallation();
  const runtime = await installation.start();
  await block(runtime);
  expect(await runtime.health()).not.toHaveProperty('alerts');
  expect(await runtime.alerts.list({ tenants: ['*'], limit: 10 })).toEqual({
    ...{ alerts: [], nextCursor: null },
  });
  expect(await runtime.alerts.test()).toEqual([]);
  // The next configuration has one.
  installation.configure(FILE);
  await runtime.reload();
  await block(runtime);
  await eventually(() => (sentTo(installation).length > 0 ? true : undefined));
  // And the one after it has none again.
  installation.configure('');
  await runtime.reload();
  expect(await runtime.health()).not.toHaveProperty('alerts');
});

test('what cannot be used keeps a server from starting, and a reload from changing anything', async () => {
  const installation = newInstallation();
  const wrong = `
alerts:
  channels: [{ type: email, to: [a@example.com], smtp_host: localhost, ca_file: none.pem }]
`;
  installation.configure(wrong);
  await expect(installation.start()).rejects.toMatchObject({ code: 'invalid_config' });
  installation.configure(FILE);
  const runtime = await installation.start();
  installation.configure(wrong);
  await expect(runtime.reload()).rejects.toMatchObject({ code: 'invalid_config' });
  expect((await runtime.alerts.rules()).channels).toMatchObject([{ type: 'file', state: 'ok' }]);
});

test.each([
  ['[{ type: slack, webhook_url: "no address CANARY" }]', 'alerts.channels[0]', /no URL/],
  [
    '[{ type: file, path: a }, { type: jsm, api_key: "CANARY\\n" }]',
    'alerts.channels[1]',
    /header/,
  ],
  [
    '[{ type: webhook, url: "https://example.com", headers: { x-a: "CANARY\\n" } }]',
    'alerts.channels[0]',
    /header/,
  ],
  [
    '[{ type: email, to: [a@example.com], smtp_host: localhost, ca_file: none.pem }]',
    'alerts.channels[0]',
    /ca_file/,
  ],
])('what is wrong with channels %s is told with its place', async (channels, path, message) => {
  const installation = newInstallation();
  installation.configure(`alerts:\n  channels: ${channels}\n`);
  const error: unknown = await installation.start().catch((reason: unknown) => reason);
  expect(error).toMatchObject({
    code: 'invalid_config',
    message: expect.stringMatching(message),
    details: [{ path, file: expect.stringMatching(/safeai\.yaml$/), line: 2 }],
  });
  expect(JSON.stringify(error) + String(error)).not.toContain('CANARY');
});

describe('channels', () => {
  test('a secret that was rotated is used for the next message, without a restart', async () => {
    const asked: IncomingHttpHeaders[] = [];
    const server = createServer((request, response) => {
      asked.push(request.headers);
      request.resume().on('end', () => response.writeHead(204).end());
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const { config } = parseConfig(`
alerts:
  channels:
    - type: webhook
      url: http://127.0.0.1:${String(port)}/hook
      allow_private: true
      headers: { authorization: any }
`);
    const [webhook] = config.alerts.channels;
    if (webhook === undefined) throw new Error('There is no channel.');
    let token: string | undefined = 'first';
    const secretOf = (value: SecretValue) => (value === 'any' ? token : String(value));
    const parts = { folder: '/', ca: undefined, onRefused: () => undefined };
    const channel = new ConfiguredChannel(webhook, parts, secretOf);
    try {
      const alert = newAlert({ rule: 'test' });
      await channel.send(alert);
      token = 'second';
      await channel.send(alert);
      expect(asked.map(({ authorization }) => authorization)).toEqual(['first', 'second']);
      token = undefined;
      await expect(channel.send(alert)).rejects.toMatchObject({
        ...{ failure: 'unavailable', problem: 'secret_unavailable' },
      });
      expect(asked).toHaveLength(2);
    } finally {
      await channel.close();
      server.close();
    }
  });

  test('a webhook reaches nothing inside, unless it may, and never where a cloud gives out credentials', async () => {
    const problemOf = async (url: string, allowPrivate: boolean): Promise<unknown> => {
      const yaml = `alerts: { channels: [{ type: webhook, url: "${url}", allow_private: ${String(allowPrivate)} }] }`;
      const loaded = parseConfig(yaml);
      const runtime = await createRuntime({ load: () => Promise.resolve(loaded) });
      const [tested] = await runtime.alerts.test();
      await runtime.close();
      return tested?.problem;
    };
    expect(await problemOf('http://127.0.0.1:9/', false)).toBe('address_refused');
    expect(await problemOf('http://localhost:9/', false)).toBe('address_refused');
    expect(await problemOf('http://127.0.0.1:9/', true)).toBe('connection_refused');
    expect(await problemOf('http://169.254.169.254/', true)).toBe('address_refused');
  });
});

test('people silence, look after and end alerts of their tenants, on record', async () => {
  const installation = newInstallation();
  installation.configure(`${FILE}tenants: { acme: {}, other: {} }\n`);
  const runtime = await installation.start();
  const { alerts, boundary } = runtime;
  const ofOther = { tenantId: 'other', rule: 'default-*', forMs: 60_000, reason: CANARY };
  await expect(alerts.silence(ofOther, TENANT_ADMIN)).rejects.toMatchObject({ code: 'forbidden' });
  const silence = await alerts.silence(ofOther, ADMIN);
  expect(JSON.stringify(silence)).not.toContain(CANARY);
  expect(await alerts.silences(['acme'])).toEqual([]);
  await boundary.scanInput({ text: `token=${CANARY}`, tenantId: 'other' });
  const held = await eventually(async () => {
    const { alerts: all } = await alerts.list({ tenants: ['other'], limit: 10 });
    return all.find(({ heldBy }) => heldBy === 'silence');
  });
  expect(sentTo(installation)).toEqual([]);
  await expect(alerts.endSilence(silence.id, TENANT_ADMIN)).rejects.toMatchObject({
    code: 'not_found',
  });
  await expect(alerts.resolve(held.key, TENANT_ADMIN)).rejects.toMatchObject({ code: 'not_found' });
  await expect(alerts.one(['acme'], held.key)).rejects.toMatchObject({ code: 'not_found' });
  expect(await alerts.one(['other', 'acme'], held.key)).toMatchObject({ key: held.key });
  expect(await alerts.resolve(held.key, ADMIN)).toMatchObject({ status: 'over' });
  expect(await alerts.messages({ tenants: ['other'], limit: 10 })).toEqual([]);
  await expect(alerts.resolve(held.key, ADMIN)).rejects.toMatchObject({ code: 'conflict' });
  await alerts.endSilence(silence.id, ADMIN);

  await boundary.scanInput({ text: `token=${CANARY}`, tenantId: 'acme' });
  const { key } = await eventually(async () => {
    const { alerts: all } = await alerts.list({ tenants: ['acme'], state: 'open', limit: 10 });
    return all.find(({ status }) => status === 'open');
  });
  expect(await alerts.acknowledge(key, TENANT_ADMIN)).toMatchObject({ isAcknowledged: true });
  const { records } = await runtime.audit.query({ tenants: ['*'], event: 'alert.*', limit: 10 });
  expect(records.map((record) => 'event' in record && record.event).reverse()).toEqual([
    ...['alert.silenced', 'alert.resolved', 'alert.unsilenced', 'alert.acknowledged'],
  ]);
});

test("channels are everybody's: who may not name every tenant tries none of them", async () => {
  const installation = newInstallation();
  installation.configure(FILE);
  const { alerts } = await installation.start();
  await expect(alerts.test(undefined, TENANT_ADMIN)).rejects.toMatchObject({ code: 'forbidden' });
  await expect(alerts.test('file', TENANT_ADMIN)).rejects.toMatchObject({ code: 'forbidden' });
  expect(sentTo(installation)).toEqual([]);
  expect(await alerts.test(undefined, ADMIN)).toEqual([{ channel: 'file', problem: null }]);
});

test('names that hold a value are never sent as they are', async () => {
  const installation = newInstallation();
  installation.configure(FILE);
  const runtime = await installation.start();
  await block(runtime, `agent ${CANARY}`);
  await eventually(() => (sentTo(installation).length > 0 ? true : undefined));
  const shown = await runtime.alerts.list({ tenants: ['*'], limit: 10 });
  expect(JSON.stringify([shown, sentTo(installation)])).not.toContain('CANARY');
  expect(JSON.stringify(sentTo(installation))).toContain('sha256:');
});

test('pages go over all alerts, each once, and a cursor that is none is refused', async () => {
  const installation = newInstallation();
  installation.configure(`
alerts:
  channels: [{ type: file, path: alerts.ndjson }]
  rules: [{ name: by-agent, events: ["*.blocked"], group_by: [agent] }]
`);
  const runtime = await installation.start();
  for (let agent = 0; agent < 7; agent++) await block(runtime, `agent-${String(agent)}`);
  const all = await eventually(async () => {
    const { alerts } = await runtime.alerts.list({ tenants: ['*'], limit: 100 });
    return alerts.length === 7 ? alerts : undefined;
  });
  const seen: string[] = [];
  for (let cursor: string | null | undefined; cursor !== null;) {
    const page = await runtime.alerts.list({ tenants: ['*'], limit: 3, cursor });
    seen.push(...page.alerts.map(({ key }) => key));
    cursor = page.nextCursor;
  }
  expect([...seen].sort()).toEqual(all.map(({ key }) => key).sort());
  await expect(
    runtime.alerts.list({ tenants: ['*'], limit: 3, cursor: 'nonsense' }),
  ).rejects.toMatchObject({ code: 'invalid_request' });
});

test('a flood is one alert per key, with every event in its count, and holds up no decision', async () => {
  const installation = newInstallation();
  installation.configure(`
alerts:
  channels: [{ type: file, path: alerts.ndjson }]
  rules: [{ name: flood, events: [scan.blocked], group_by: [tenant], severity: critical, cooldown: 1s }]
  repeat_interval: 1s
`);
  const runtime = await installation.start();
  const [first] = await Promise.all([block(runtime), eventually(() => installation.events[0])]);
  expect(first.decision.action).toBe('block');
  const [event] = installation.events;
  if (event === undefined) throw new Error('Nothing was told.');
  // What a decision tells, again and again: the decisions themselves would take minutes.
  for (let count = 1; count < 10_000; count++) {
    runtimeEvents(runtime).emit({ ...event, id: String(count), tenantId: `t${String(count % 5)}` });
  }
  // Decisions go on beside it.
  expect((await block(runtime)).decision.action).toBe('block');
  const all = await eventually(async () => {
    const { alerts } = await runtime.alerts.list({ tenants: ['*'], limit: 100 });
    return alerts.reduce((sum, { count }) => sum + count, 0) === 10_001 ? alerts : undefined;
  });
  expect(all.map(({ tenantId }) => tenantId).sort()).toEqual([
    ...['default', 't0', 't1', 't2', 't3', 't4'],
  ]);
  const triggered = await eventually(() => {
    const keys = sentTo(installation).filter(({ type }) => type === 'alert.triggered');
    return keys.length >= 6 ? keys : undefined;
  });
  expect(new Set(triggered.map(({ data }) => data.key)).size).toBe(6);
  const messages = await runtime.alerts.messages({ tenants: ['*'], limit: 1000 });
  expect(messages.length).toBeLessThan(60);
});

/** Where the parts of a runtime tell what happens. */
function runtimeEvents({ events }: Runtime): EventSink {
  return events as unknown as EventSink;
}
