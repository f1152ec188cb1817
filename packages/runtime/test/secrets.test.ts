import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { inspect } from 'node:util';
import { describe, expect, test } from '@jest/globals';
import { showConfig } from '@safeai/config';
import { parseSecretRef, type Clock, type SecretRef } from '@safeai/core';
import type { Runtime } from '../src/index.ts';
import { FakeSecrets } from './fake-secrets.ts';
import { eventually, newInstallation, type Installation } from './installation.ts';

const CANARY = 'canary-4711-swordfish';
const NEXT = 'canary-0815-marlin-fish';
const KEY = Buffer.alloc(32, 7).toString('base64');
const NEXT_KEY = Buffer.alloc(32, 9).toString('base64');

const YAML = `
secrets: { cache_ttl: 1m, max_stale: 10m }
proxy: { api_key: 'secret://store/app#openai' }
detection: { exact: [{ name: smtp-password, value: 'secret://store/app#smtp' }] }
`;

/** A clock that stands still until it is moved. */
class StillClock implements Clock {
  #ms = 1_800_000_000_000;
  now = (): number => this.#ms;
  monotonic = (): number => this.#ms;
  pass(ms: number): void {
    this.#ms += ms;
  }
}

function ref(text: string): SecretRef {
  const reference = parseSecretRef(text);
  if (reference === undefined) throw new Error(text);
  return reference;
}

const OPENAI = ref('secret://store/app#openai');

interface Running {
  readonly installation: Installation;
  readonly store: FakeSecrets;
  readonly clock: StillClock;
  readonly runtime: Runtime;
}

async function running(yaml = YAML, fields: Record<string, unknown> = {}): Promise<Running> {
  const installation = newInstallation();
  installation.configure(yaml);
  const store = new FakeSecrets({ openai: CANARY, smtp: 'smtp-canary-password', ...fields });
  const clock = new StillClock();
  const runtime = await installation.start('server', { clock }, {}, [store]);
  return { installation, store, clock, runtime };
}

const blocked = async (runtime: Runtime, value: string): Promise<boolean> =>
  (await runtime.boundary.scanInput({ text: `key: ${value}` })).decision.action === 'block';

const names = ({ installation }: Running): string[] =>
  installation.events.flatMap(({ event }) => (event.startsWith('secret.') ? [event] : []));

describe('at start', () => {
  test('every reference is read; values are used, looked for, and shown nowhere', async () => {
    const { runtime, installation } = await running();
    expect(runtime.secretOf(OPENAI)).toBe(CANARY);
    expect(await blocked(runtime, CANARY)).toBe(true);
    const { detections } = await runtime.boundary.scanInput({ text: 'smtp-canary-password' });
    expect(detections.map(({ detector }) => detector)).toEqual(['exact:smtp-password']);
    expect((await runtime.health()).secrets).toEqual({ state: 'ok', reason: null });
    const shown = [
      showConfig(runtime.config),
      runtime.secrets.status(),
      await runtime.health(),
      installation.events,
      installation.notices,
    ];
    expect(JSON.stringify(shown) + inspect([shown, runtime], { depth: 12 })).not.toMatch(
      /canary-4711|smtp-canary/,
    );
  });

  test('each one that cannot be had is a problem with its place, and what to do', async () => {
    const installation = newInstallation();
    installation.configure(
      `${YAML}alerts:\n  channels:\n    - { type: webhook, url: 'secret://store/app#missing', headers: { a: 'secret://nowhere/x' } }\n`,
    );
    const store = new FakeSecrets({ openai: CANARY, smtp: '' });
    const failed = installation.start('server', {}, {}, [store]);
    await expect(failed).rejects.toMatchObject({
      code: 'invalid_config',
      details: [
        expect.objectContaining({ file: 'safeai.yaml', line: 4, path: 'detection.exact[0].value' }),
        expect.objectContaining({ line: 7, column: 29, path: 'alerts.channels[0].url' }),
        expect.objectContaining({ line: 7, path: 'alerts.channels[0].headers.a' }),
      ] as unknown,
    });
    const message = String(await failed.catch((error: unknown) => error));
    expect(message).toMatch(/safeai\.yaml:7:29: alerts\.channels\[0\]\.url: .*no such field.*#/);
    expect(message).toMatch(/configure secrets\.nowhere/);
    expect(message).not.toContain('canary');
    expect(store.isClosed).toBe(true);
  });

  test.each(['unreachable', 'timeout', 'denied', 'rate_limited', 'malformed'] as const)(
    'a backend that fails (%s) stops it, by name of the setting',
    async (failure) => {
      const installation = newInstallation();
      installation.configure(YAML);
      const store = new FakeSecrets({});
      store.failure = failure;
      await expect(
        installation.start('server', { clock: new StillClock() }, {}, [store]),
      ).rejects.toThrow(
        new RegExp(`safeai.yaml:3:\\d+: proxy.api_key: .*the store fails: ${failure}`),
      );
    },
  );
});

describe('while it runs', () => {
  test('another value is used without a restart; the old one must not leave either', async () => {
    const one = await running();
    const { runtime, store, clock, installation } = one;
    store.rotate({ openai: NEXT });
    clock.pass(61_000);
    await eventually(() => (runtime.secretOf(OPENAI) === NEXT ? true : undefined));
    expect(await blocked(runtime, NEXT)).toBe(true);
    expect(await blocked(runtime, CANARY)).toBe(true);
    await eventually(() => names(one).includes('secret.rotated') || undefined);
    const event = installation.events.find(({ event: name }) => name === 'secret.rotated');
    expect(event).toMatchObject({
      tenantId: '*',
      detail: { backend: 'store', reference: 'secret://store/app#openai', version: '2' },
    });
    expect(installation.notices).toContainEqual({
      part: 'secrets',
      message: 'secret://store/app#openai: another value is in use (version 2)',
    });
    const recorded = await runtime.audit.query({
      tenants: ['*'],
      filter: { event: 'secret.rotated' },
      limit: 5,
    } as never);
    expect(JSON.stringify(recorded)).toContain('secret.rotated');
    expect(JSON.stringify([recorded, installation.events, installation.notices])).not.toMatch(
      /canary-/,
    );
  });

  test('values of many rotations are looked for during seven days', async () => {
    const { runtime, store, clock } = await running();
    const values = [1, 2, 3, 4].map((number) => `rotated-value-number-${String(number)}`);
    for (const value of values) {
      store.rotate({ openai: value });
      clock.pass(61_000);
      await runtime.secrets.check();
    }
    for (const value of [CANARY, ...values]) expect(await blocked(runtime, value)).toBe(true);
    clock.pass(8 * 24 * 60 * 60_000);
    store.rotate({ openai: NEXT });
    await runtime.secrets.check();
    expect(await blocked(runtime, CANARY)).toBe(false);
    expect(await blocked(runtime, NEXT)).toBe(true);
  });

  test('a backend that is down: last values, an alarm, health; then none; then it is over', async () => {
    const one = await running();
    const { runtime, store, clock } = one;
    store.failure = 'unreachable';
    clock.pass(61_000);
    await runtime.secrets.check();
    expect(runtime.secretOf(OPENAI)).toBe(CANARY);
    expect((await runtime.health()).secrets).toEqual({
      state: 'warning',
      reason: 'last values are used on: store (unreachable)',
    });
    clock.pass(11 * 60_000);
    await runtime.secrets.check();
    expect(runtime.secretOf(OPENAI)).toBeUndefined();
    expect((await runtime.health()).secrets).toMatchObject({ state: 'failing' });
    expect(await blocked(runtime, CANARY)).toBe(true);
    store.failure = undefined;
    await runtime.secrets.check();
    expect(runtime.secretOf(OPENAI)).toBe(CANARY);
    expect((await runtime.health()).secrets).toEqual({ state: 'ok', reason: null });
    const all = ['secret.stale', 'secret.lost', 'secret.recovered'];
    await eventually(() => all.every((name) => names(one).includes(name)) || undefined);
  });

  test('a refused value is read again, once for all who were refused', async () => {
    const { runtime, store, clock } = await running();
    expect(await runtime.secrets.refused(OPENAI, CANARY)).toBe(false);
    store.rotate({ openai: NEXT });
    clock.pass(2000);
    const { reads } = store;
    const refused = [1, 2, 3].map(() => runtime.secrets.refused(OPENAI, CANARY));
    expect(await Promise.all(refused)).toEqual([true, true, true]);
    expect(store.reads - reads).toBe(1);
    expect(runtime.secretOf(OPENAI)).toBe(NEXT);
    expect(await runtime.secrets.refused('written out', 'written out')).toBe(false);
  });

  test('variables that nothing names are read when they are asked for, and looked for from then on', async () => {
    const installation = newInstallation();
    const runtime = await installation.start('server', {}, { OPENAI_API_KEY: CANARY });
    const reference = ref('secret://env/OPENAI_API_KEY');
    expect(await blocked(runtime, CANARY)).toBe(false);
    expect(runtime.secretOf(reference)).toBe(CANARY);
    expect(await blocked(runtime, CANARY)).toBe(true);
    expect(runtime.secretOf(ref('secret://env/NOT_THERE'))).toBeUndefined();
    expect((await runtime.health()).secrets.state).toBe('ok');
  });
});

test.each([401, 403])(
  'an alert channel whose key was rotated is used with the new one, also where the old one is refused with %i',
  async (refusal) => {
    let accepted = 'hook-key-number-one';
    const asked: (string | undefined)[] = [];
    const hook = createServer((request, response) => {
      asked.push(request.headers.authorization);
      const isRight = request.headers.authorization === accepted;
      request.resume().on('end', () => response.writeHead(isRight ? 204 : refusal).end());
    }).listen(0, '127.0.0.1');
    await once(hook, 'listening');
    const { port } = hook.address() as AddressInfo;
    const yaml = `
alerts:
  channels:
    - type: webhook
      url: http://127.0.0.1:${String(port)}/
      allow_private: true
      headers: { authorization: secret://store/app#hook }
`;
    try {
      const { runtime, store, clock } = await running(yaml, { hook: accepted });
      expect(await runtime.alerts.test()).toMatchObject([{ problem: null }]);
      store.rotate({ hook: 'hook-key-number-two' });
      accepted = 'hook-key-number-two';
      clock.pass(2000);
      expect(await runtime.alerts.test()).toMatchObject([{ problem: null }]);
      expect(asked).toEqual(['hook-key-number-one', 'hook-key-number-one', 'hook-key-number-two']);
      accepted = 'something else';
      clock.pass(2000);
      expect(await runtime.alerts.test()).toMatchObject([{ problem: `http_${String(refusal)}` }]);
    } finally {
      hook.close();
    }
  },
);

describe('a reload', () => {
  test('reads the secrets again, and those of the new configuration', async () => {
    const { runtime, store, clock, installation } = await running();
    store.rotate({ openai: NEXT, more: 'another-canary-value' });
    clock.pass(2000);
    installation.configure(`${YAML}keys: { previous: { audit: ['secret://store/app#old'] } }\n`);
    store.rotate({ old: KEY });
    await runtime.reload();
    expect(runtime.secretOf(OPENAI)).toBe(NEXT);
    expect(await blocked(runtime, KEY)).toBe(true);
  });

  test('that fails changes nothing', async () => {
    const { runtime, installation } = await running();
    installation.configure(YAML.replace('#openai', '#nothing'));
    await expect(runtime.reload()).rejects.toMatchObject({
      code: 'invalid_config',
      details: [expect.objectContaining({ line: 3, path: 'proxy.api_key' })] as unknown,
    });
    expect(runtime.secretOf(OPENAI)).toBe(CANARY);
    installation.configure(`${YAML}policies: nonsense\n`);
    await expect(runtime.reload()).rejects.toMatchObject({ code: 'invalid_config' });
    expect(runtime.secretOf(OPENAI)).toBe(CANARY);
    expect((await runtime.health()).secrets.state).toBe('ok');
  });

  test('serves last values where the backend is down', async () => {
    const { runtime, store, clock, installation } = await running();
    store.failure = 'unreachable';
    clock.pass(2000);
    installation.configure(YAML.replace('smtp-password', 'mail-password'));
    await runtime.reload();
    expect(runtime.secretOf(OPENAI)).toBe(CANARY);
    expect((await runtime.health()).secrets.state).toBe('warning');
  });

  test('with other backends leaves the old ones; what they gave is looked for on', async () => {
    const { runtime, store, installation } = await running();
    store.rotate({ openai: NEXT });
    installation.configure(YAML.replace('cache_ttl: 1m', 'cache_ttl: 2m'));
    await runtime.reload();
    expect(runtime.secretOf(OPENAI)).toBe(NEXT);
    expect(await blocked(runtime, CANARY)).toBe(true);
    installation.configure('');
    await runtime.reload();
    expect(await blocked(runtime, NEXT)).toBe(true);
    expect(runtime.secrets.status().secrets).toEqual([]);
  });
});

describe('keys that are secrets', () => {
  const KEYS = `
secrets: { cache_ttl: 1m }
keys: { memory: 'secret://store/app#memory', audit: 'secret://store/app#audit' }
`;
  const ENTRY = { agentId: 'a', key: 'user_preference' };

  test('that of memory is changed while it runs: all that was kept can be read', async () => {
    const { runtime, store, clock, installation } = await running(KEYS, {
      memory: KEY,
      audit: KEY,
    });
    await runtime.boundary.memory.write({ ...ENTRY, value: 'tea' });
    store.rotate({ memory: NEXT_KEY });
    clock.pass(61_000);
    await runtime.secrets.check();
    await eventually(
      () =>
        installation.notices.some(({ message }) => message.includes('the new key')) || undefined,
    );
    expect(await runtime.boundary.memory.read(ENTRY)).toMatchObject({ value: 'tea' });
    await runtime.close();
    const later = await installation.start('server', { clock }, {}, [store]);
    expect(await later.boundary.memory.read(ENTRY)).toMatchObject({ value: 'tea' });
  });

  test('a new value that is no key leaves the old one in use, and is told', async () => {
    const { runtime, store, clock, installation } = await running(KEYS, {
      memory: KEY,
      audit: KEY,
    });
    await runtime.boundary.memory.write({ ...ENTRY, value: 'tea' });
    store.rotate({ memory: 'not a key at all' });
    clock.pass(61_000);
    await runtime.secrets.check();
    const notice = await eventually(() =>
      installation.notices.find(({ message }) => message.includes('former key stays in use')),
    );
    expect(notice.message).toContain('keys.memory must be 32 bytes');
    expect(await runtime.boundary.memory.read(ENTRY)).toMatchObject({ value: 'tea' });
  });

  test('others are changed at the next start: told when it happens, and at a reload', async () => {
    const { runtime, store, clock, installation } = await running(KEYS, {
      memory: KEY,
      audit: KEY,
    });
    store.rotate({ audit: NEXT_KEY });
    clock.pass(61_000);
    await runtime.secrets.check();
    const told = /^keys\.audit: .*next start.*keys\.previous\.audit/;
    expect(installation.notices.map(({ message }) => message)).toContainEqual(
      expect.stringMatching(told),
    );
    expect((await runtime.reload()).warnings).toContainEqual(expect.stringMatching(told));
    await runtime.boundary.scanInput({ text: 'hello' });
    expect((await runtime.health()).audit.state).toBe('ok');
  });
});

describe('an agent', () => {
  const granted = async (runtime: Runtime, secrets: readonly string[]) =>
    (await runtime.boundary.capabilities.grant({ agentId: 'deploy-bot', secrets })).token;

  test('gets what its token covers, on record', async () => {
    const one = await running();
    const { runtime } = one;
    const capabilityToken = await granted(runtime, ['store/app#*']);
    const secret = await runtime.secrets.resolve({
      reference: OPENAI,
      agentId: 'deploy-bot',
      capabilityToken,
    });
    expect(secret.reveal()).toBe(CANARY);
    expect(names(one)).toContain('secret.resolved');
  });

  test('gets nothing else, and never hears why', async () => {
    const one = await running();
    const { runtime, store } = one;
    const capabilityToken = await granted(runtime, ['store/app#openai']);
    const { reads } = store;
    const asked = { reference: OPENAI, agentId: 'deploy-bot', capabilityToken };
    await runtime.boundary.lockdowns.set({ agentId: 'stopped-bot', reason: 'stop' });
    for (const request of [
      { ...asked, reference: ref('secret://store/app#smtp') },
      { ...asked, reference: ref('secret://store/app?version=1#openai') },
      { ...asked, reference: ref('secret://default/app#openai') },
      { ...asked, agentId: 'other-bot' },
      { ...asked, agentId: 'stopped-bot' },
      { ...asked, tenantId: 'acme' },
      { ...asked, capabilityToken: `${capabilityToken}x` },
      { ...asked, capabilityToken: '' },
    ]) {
      await expect(runtime.secrets.resolve(request)).rejects.toMatchObject({
        code: 'forbidden',
        message: 'The capability token does not serve for this secret.',
      });
    }
    expect(names(one)).toEqual(Array(8).fill('secret.denied'));
    expect(store.reads).toBe(reads);
  });

  test('hears nothing of what is wrong with a backend', async () => {
    const { runtime, store } = await running();
    const capabilityToken = await granted(runtime, ['store/*']);
    store.failure = 'denied';
    const request = {
      reference: ref('secret://store/other#x'),
      agentId: 'deploy-bot',
      capabilityToken,
    };
    await expect(runtime.secrets.resolve(request)).rejects.toMatchObject({
      code: 'secret_unavailable',
      message: 'The secret cannot be had now.',
    });
  });
});
