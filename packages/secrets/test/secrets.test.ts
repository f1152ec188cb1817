import { inspect } from 'node:util';
import { describe, expect, test } from '@jest/globals';
import { SafeAI, SecretRef } from '@safeai/core';
import { EnvBackend, SecretError, Secrets } from '../src/index.ts';
import { FakeBackend } from './support/fake-backend.ts';
import { failureOf, stage } from './support/stage.ts';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const KEY = new SecretRef('fake', 'app', 'key');
const OTHER = new SecretRef('fake', 'app', 'other');

function one() {
  const backend = new FakeBackend();
  return { backend, ...stage({ backends: [backend] }) };
}

async function read(secrets: Secrets, reference = KEY): Promise<string> {
  return (await secrets.resolve(reference)).reveal();
}

describe('kept for a while', () => {
  test('a value is read once, and again when its time is over', async () => {
    const { backend, secrets, clock } = one();
    expect(await read(secrets)).toBe('the-first-value');
    backend.fields = { key: 'the-second-value' };
    clock.pass(5 * MINUTE - 1);
    expect(await read(secrets)).toBe('the-first-value');
    expect(backend.reads).toEqual(['app']);
    clock.pass(1);
    expect(await read(secrets)).toBe('the-second-value');
    expect(backend.reads).toEqual(['app', 'app']);
  });

  test('one read for all who ask at the same time, and for all keys of a secret', async () => {
    const { backend, secrets } = one();
    backend.fields = { key: 'the-first-value', other: 'another-value' };
    const found = await Promise.all([read(secrets), read(secrets), read(secrets, OTHER)]);
    expect(found).toEqual(['the-first-value', 'the-first-value', 'another-value']);
    expect(backend.reads).toEqual(['app']);
  });

  test('who comes while a read is under way that began without them', async () => {
    const { backend, secrets } = one();
    let open = (): void => undefined;
    backend.gate = new Promise((resolve) => (open = resolve));
    const first = read(secrets);
    await Promise.resolve();
    backend.fields = { key: 'the-first-value', other: 'another-value' };
    const second = read(secrets, OTHER);
    open();
    expect(await Promise.all([first, second])).toEqual(['the-first-value', 'another-value']);
  });

  test('versions and paths are secrets of their own', async () => {
    const { backend, secrets } = one();
    await read(secrets);
    await read(secrets, new SecretRef('fake', 'app', 'key', '3'));
    await read(secrets, new SecretRef('fake', 'b', 'key'));
    await read(secrets, new SecretRef('default', undefined, 'key'));
    expect(backend.reads).toEqual(['app', 'app@3', 'b', 'default']);
  });

  test('a sweep reads before anybody waits, spread over time', async () => {
    const dues = [0, 0.5, 0.999].map(async (random) => {
      const backend = new FakeBackend();
      const { secrets, clock } = stage({ backends: [backend], random: () => random });
      await secrets.load([{ reference: KEY }]);
      let seconds = 0;
      while (backend.reads.length === 1) {
        clock.pass(SECOND);
        seconds++;
        await secrets.sweep();
      }
      return seconds;
    });
    expect(await Promise.all(dues)).toEqual([240, 255, 270]);
  });

  test('a sweep reads what the configuration names or somebody asks for, and nothing else', async () => {
    const { backend, secrets, clock } = one();
    await secrets.load([{ reference: KEY }]);
    const loose = new SecretRef('fake', 'loose', 'key');
    await read(secrets, loose);
    backend.reads.length = 0;
    clock.pass(5 * MINUTE);
    await secrets.sweep();
    expect(backend.reads).toEqual(['app']);
    await read(secrets, loose);
    await read(secrets, loose);
    clock.pass(5 * MINUTE);
    await secrets.sweep();
    expect(backend.reads.sort()).toEqual(['app', 'app', 'loose', 'loose']);
  });

  test('what is asked for on the way is not kept without bound', async () => {
    const { secrets } = one();
    await secrets.load([{ reference: KEY }]);
    for (let index = 0; index < 1500; index++) {
      await failureOf(secrets.resolve(new SecretRef('fake', `path-${String(index)}`, 'no')));
    }
    const kept = secrets.status().secrets;
    expect(kept.length).toBeLessThanOrEqual(1001);
    expect(kept[0]).toMatchObject({ reference: KEY.toString(), state: 'ok' });
  });

  test('a configuration with many references', async () => {
    const { secrets } = one();
    const references = Array.from(
      { length: 1500 },
      (_, index) => new SecretRef('fake', `path-${String(index)}`, 'key'),
    );
    await secrets.load(references.map((reference) => ({ reference })));
    expect(secrets.status().secrets).toHaveLength(1500);
  });
});

describe('without waiting', () => {
  test('the value in use; what was never read comes in the background', async () => {
    const { backend, secrets, clock } = one();
    expect(secrets.current(KEY)).toBeUndefined();
    await secrets.sweep();
    expect(secrets.current(KEY)?.reveal()).toBe('the-first-value');
    backend.fields = { key: 'the-second-value' };
    clock.pass(6 * MINUTE);
    expect(secrets.current(KEY)?.reveal()).toBe('the-first-value');
    await secrets.sweep();
    expect(secrets.current(KEY)?.reveal()).toBe('the-second-value');
  });

  test('not one that is too old, and without an alarm where nothing failed', async () => {
    const { secrets, clock, alarms } = one();
    await read(secrets);
    clock.pass(65 * MINUTE);
    expect(secrets.current(KEY)).toBeUndefined();
    expect(alarms).toEqual([]);
    expect(await read(secrets)).toBe('the-first-value');
  });
});

describe('a backend that does not answer', () => {
  test('the last value is used on, with one alarm, for so long', async () => {
    const { backend, secrets, clock, alarms } = one();
    await read(secrets);
    backend.fail('denied');
    clock.pass(5 * MINUTE);
    expect(await read(secrets)).toBe('the-first-value');
    clock.pass(59 * MINUTE);
    expect(await read(secrets)).toBe('the-first-value');
    expect(alarms).toEqual([
      {
        kind: 'stale',
        backend: 'fake',
        reference: 'secret://fake/app#key',
        reason: 'denied',
        message: 'secret://fake/app#key: it fails: denied; its last value is used on',
        usableForMs: HOUR,
      },
    ]);
    expect(secrets.status()).toMatchObject({
      backends: [{ state: 'stale', reason: 'denied' }],
      secrets: [{ state: 'stale', reason: 'denied', ageMs: 64 * MINUTE }],
    });
    clock.pass(MINUTE);
    expect(await failureOf(secrets.resolve(KEY))).toMatchObject({ reason: 'denied' });
    expect(alarms.map(({ kind }) => kind)).toEqual(['stale', 'lost']);
    backend.failure = undefined;
    clock.pass(MINUTE);
    expect(await read(secrets)).toBe('the-first-value');
    expect(alarms.map(({ kind }) => kind)).toEqual(['stale', 'lost', 'recovered']);
  });

  test('a sweep alone tells that it has become too old', async () => {
    const { backend, secrets, clock, alarms } = one();
    await secrets.load([{ reference: KEY }]);
    backend.fail('denied');
    for (let minutes = 0; minutes < 70; minutes++) {
      clock.pass(MINUTE);
      await secrets.sweep();
    }
    expect(alarms.map(({ kind }) => kind)).toEqual(['stale', 'lost']);
  });

  test('it is asked less and less often', async () => {
    const { backend, secrets, clock } = one();
    await read(secrets);
    backend.fail('denied');
    clock.pass(5 * MINUTE);
    backend.reads.length = 0;
    const asked: number[] = [];
    for (let second = 0; second < 200; second++) {
      await read(secrets);
      if (backend.reads.length > asked.length) asked.push(second);
      clock.pass(SECOND);
    }
    // Three quarters of 1, 2, 4, … and at most 60 seconds, as the random number is 0.5.
    expect(asked).toEqual([0, 1, 3, 6, 12, 24, 48, 93, 138, 183]);
    backend.failure = undefined;
    clock.pass(MINUTE);
    await read(secrets);
    backend.fail('denied');
    clock.pass(5 * MINUTE);
    backend.reads.length = 0;
    await read(secrets);
    clock.pass(SECOND);
    await read(secrets);
    expect(backend.reads).toHaveLength(2);
  });

  test('what may pass is tried again at once, for as long as there is time', async () => {
    const { backend, secrets, waits } = one();
    backend.fail('unavailable');
    expect(await failureOf(secrets.resolve(KEY))).toMatchObject({ reason: 'unavailable' });
    expect(backend.reads).toHaveLength(3);
    expect(waits).toEqual([75, 150]);
    const slow = one();
    slow.backend.fail('rate_limited', 6000);
    await failureOf(slow.secrets.resolve(KEY));
    expect(slow.backend.reads).toHaveLength(1);
  });

  test.each(['missing', 'deleted', 'no_key'] as const)(
    'a secret that is gone (%s) is not used any more',
    async (reason) => {
      const { backend, secrets, clock, alarms } = one();
      await secrets.load([{ reference: KEY }]);
      backend.fail(reason);
      clock.pass(5 * MINUTE);
      await secrets.sweep();
      expect(secrets.current(KEY)).toBeUndefined();
      expect(await failureOf(secrets.resolve(KEY))).toMatchObject({ reason });
      expect(alarms).toMatchObject([{ kind: 'lost', reason, usableForMs: null }]);
      // It may still be on its way out.
      expect(secrets.exactValues()).toMatchObject([{ value: 'the-first-value' }]);
    },
  );

  test('one key that is gone leaves the others alone', async () => {
    const { backend, secrets, clock } = one();
    backend.fields = { key: 'the-first-value', other: 'another-value' };
    await secrets.load([{ reference: KEY }, { reference: OTHER }]);
    backend.fields = { key: 'the-second-value' };
    clock.pass(5 * MINUTE);
    await secrets.sweep();
    expect(secrets.current(KEY)?.reveal()).toBe('the-second-value');
    expect(secrets.current(OTHER)).toBeUndefined();
    backend.fields = { key: 'the-second-value', other: 'another-value' };
    clock.pass(SECOND);
    await secrets.sweep();
    expect(secrets.current(OTHER)?.reveal()).toBe('another-value');
  });

  test('one that never ends', async () => {
    const backend = new FakeBackend();
    backend.gate = new Promise(() => undefined);
    const { secrets } = stage({ backends: [backend], timeoutMs: 20 });
    expect(await failureOf(secrets.resolve(KEY))).toMatchObject({ reason: 'timeout' });
  });

  test.each<[string, unknown]>([
    ['an error', new Error('swordfish-4711')],
    [
      'an error with a code',
      Object.assign(new Error('swordfish-4711'), { code: 'swordfish-4711' }),
    ],
    ['a text', 'swordfish-4711'],
    ['nothing', null],
  ])('of %s that it throws nothing is shown', async (_, failure) => {
    const { backend, secrets } = one();
    backend.failure = failure;
    const error = await failureOf(secrets.resolve(KEY));
    expect(error).toMatchObject({ reason: 'failed' });
    expect(inspect([error, secrets.status()], { depth: null })).not.toContain('swordfish');
  });
});

describe('rotation', () => {
  test('is told once, without the values, and both are guarded', async () => {
    const { backend, secrets, clock, rotations, values } = one();
    await secrets.load([{ reference: KEY }]);
    backend.version = '2';
    clock.pass(5 * MINUTE);
    await secrets.sweep();
    expect(rotations).toEqual([]);
    backend.fields = { key: 'the-second-value' };
    backend.version = '3';
    clock.pass(5 * MINUTE);
    await secrets.sweep();
    await secrets.sweep();
    expect(rotations).toEqual([
      { backend: 'fake', reference: 'secret://fake/app#key', version: '3', at: clock.now() },
    ]);
    expect(values).toEqual([
      [{ name: 'fake-key', value: 'the-first-value' }],
      [
        { name: 'fake-key', value: 'the-second-value' },
        { name: 'fake-key-2', value: 'the-first-value' },
      ],
    ]);
  });

  test('a value that was refused is read again, once, and not where another is in use already', async () => {
    const { backend, secrets, clock } = one();
    const used = await secrets.resolve(KEY);
    clock.pass(2 * SECOND);
    backend.fields = { key: 'the-second-value' };
    secrets.invalidate(KEY, used);
    secrets.invalidate(KEY, used);
    expect(await read(secrets)).toBe('the-second-value');
    secrets.invalidate(KEY, used);
    await read(secrets);
    expect(backend.reads).toHaveLength(2);
  });

  test('who invalidates in a circle makes one read in a second', async () => {
    const { backend, secrets, clock } = one();
    for (let turn = 0; turn < 100; turn++) {
      secrets.invalidate(KEY, await secrets.resolve(KEY));
      clock.pass(100);
    }
    expect(backend.reads.length).toBeLessThanOrEqual(10);
  });

  test('the value in use stays in use while its backend is down', async () => {
    const { backend, secrets, clock } = one();
    const used = await secrets.resolve(KEY);
    clock.pass(2 * SECOND);
    backend.fail('denied');
    secrets.invalidate(KEY, used);
    expect(await secrets.resolve(KEY)).toBe(used);
  });

  test('what nobody has read cannot be invalidated', () => {
    const { secrets } = one();
    secrets.invalidate(KEY);
    expect(secrets.status().secrets).toEqual([]);
  });
});

describe('guarded values', () => {
  test('no value is used that the detectors did not take', async () => {
    const backend = new FakeBackend();
    let refuse = true;
    const { secrets, clock } = stage({
      backends: [backend],
      onValues: () => {
        if (refuse) throw new Error('swordfish-4711');
      },
    });
    const error = await failureOf(secrets.resolve(KEY));
    expect(error).toMatchObject({ reason: 'failed' });
    expect(error.message).toMatch(/the detectors did not take it/);
    expect(inspect(error)).not.toMatch(/swordfish|the-first-value/);
    clock.pass(MINUTE);
    await failureOf(secrets.resolve(KEY));
    refuse = false;
    clock.pass(MINUTE);
    expect(await read(secrets)).toBe('the-first-value');
  });

  test('core blocks and redacts what was loaded, from the moment it is used', async () => {
    const backend = new FakeBackend();
    const safeai = new SafeAI();
    const { secrets, clock } = stage({
      backends: [backend],
      onValues: (exact) => {
        safeai.replaceRules({ detection: { exact } });
      },
    });
    const told = async (text: string) => (await safeai.guardOutput({ text })).safeOutput;
    expect(await told('It is the-first-value.')).toBe('It is the-first-value.');
    await secrets.load([{ reference: KEY }]);
    expect(await told('It is the-first-value.')).toBe('It is [SECRET_REDACTED].');
    backend.fields = { key: 'the-second-value' };
    clock.pass(5 * MINUTE);
    await secrets.sweep();
    expect(await told('the-first-value the-second-value')).toBe(
      '[SECRET_REDACTED] [SECRET_REDACTED]',
    );
  });

  test('names of their own, each value once, short ones left out, long ones by their beginning', async () => {
    const { backend, secrets } = one();
    backend.fields = {
      key: 'the-first-value',
      Key: ' the-first-value\n',
      KEY: 'another-value',
      short: '1234567',
      'Ünï céde!': 'x'.repeat(10_000),
    };
    const keys = Object.keys(backend.fields);
    await secrets.load(keys.map((key) => ({ reference: new SecretRef('fake', 'a/b', key) })));
    await read(secrets, new SecretRef('fake', 'a/b-c', 'key'));
    expect(secrets.exactValues()).toEqual([
      { name: 'fake-key', value: 'the-first-value' },
      { name: 'fake-key-2', value: 'another-value' },
      { name: 'fake-n-c-de', value: 'x'.repeat(4096) },
    ]);
    expect(() => new SafeAI({ detection: { exact: secrets.exactValues() } })).not.toThrow();
    expect(secrets.status().secrets.map(({ searched }) => searched)).toEqual([
      ...[true, true, true, false, true],
      true,
    ]);
  });
});

describe('loading', () => {
  test('everything that is missing, each with its place', async () => {
    const env = new EnvBackend({
      environment: { SET: 'swordfish-4711', EMPTY: '' },
      map: { a: 'B' },
    });
    const fake = new FakeBackend();
    fake.fail('unreachable');
    const { secrets } = stage({ backends: [env, fake] });
    const place = (line: number, path: string) => ({ file: 'safeai.yaml', line, column: 7, path });
    const error = await failureOf(
      secrets.load([
        { reference: new SecretRef('env', 'SET'), place: place(1, 'keys.audit') },
        { reference: new SecretRef('env', 'EMPTY'), place: place(2, 'keys.memory') },
        { reference: new SecretRef('default', undefined, 'a'), place: place(3, 'keys.digests') },
        { reference: KEY, place: place(4, 'proxy.api_key') },
        { reference: new SecretRef('gcp', 'x') },
      ]),
    );
    expect(error.message).toBe(
      'safeai.yaml:2:7: keys.memory: secret://env/EMPTY: the environment variable EMPTY is empty; set it, or change the reference (and 3 more)',
    );
    expect(error).toMatchObject({
      code: 'secret_unavailable',
      reason: 'missing',
      details: [
        { file: 'safeai.yaml', line: 2, column: 7, path: 'keys.memory' },
        {
          line: 3,
          message:
            'secret://default#a: the environment variable B (by secrets.env_map) is not set; set it, or change the reference',
        },
        { line: 4, message: 'secret://fake/app#key: it fails: unreachable' },
        {
          message:
            'secret://gcp/x: there is no secret backend of this name; configure secrets.gcp, or name one of: env, fake',
        },
      ],
    });
    expect(inspect(error, { depth: null })).not.toContain('swordfish');
  });

  test('what is not in use any more is forgotten, unless the load fails', async () => {
    const { backend, secrets } = one();
    backend.fields = { key: 'the-first-value', other: 'another-value' };
    await secrets.load([{ reference: KEY }, { reference: OTHER }]);
    const gone = new SecretRef('fake', 'app', 'gone');
    await failureOf(secrets.load([{ reference: KEY }, { reference: gone }]));
    expect(secrets.current(OTHER)?.reveal()).toBe('another-value');
    await secrets.load([{ reference: KEY }]);
    expect(secrets.status().secrets.map(({ reference }) => reference)).toEqual([KEY.toString()]);
  });

  test('again while the backend is down', async () => {
    const { backend, secrets, clock } = one();
    await secrets.load([{ reference: KEY }]);
    backend.fail('unreachable');
    clock.pass(6 * MINUTE);
    await secrets.load([{ reference: KEY }]);
    expect(secrets.current(KEY)?.reveal()).toBe('the-first-value');
  });

  test('again after a failure, at once', async () => {
    const { backend, secrets } = one();
    backend.fail('denied');
    await failureOf(secrets.load([{ reference: KEY }]));
    backend.failure = undefined;
    await secrets.load([{ reference: KEY }]);
    expect(secrets.current(KEY)?.reveal()).toBe('the-first-value');
  });

  test('nothing', async () => {
    const { secrets } = one();
    await secrets.load([]);
    expect(secrets.status()).toEqual({
      backends: [{ backend: 'fake', state: 'unused', references: 0, reason: null, message: null }],
      secrets: [],
    });
  });
});

describe('states', () => {
  test('check reads everything now, and backends that nothing refers to', async () => {
    const [used, unused, broken] = ['a', 'b', 'c'].map((name) => new FakeBackend(name));
    if (used === undefined || unused === undefined || broken === undefined) throw new Error();
    const { secrets } = stage({ backends: [used, unused, broken] });
    await secrets.load([{ reference: new SecretRef('a', 'app', 'key') }]);
    broken.fail('unauthenticated');
    expect(await secrets.check()).toEqual({
      backends: [
        { backend: 'a', state: 'ok', references: 1, reason: null, message: null },
        { backend: 'b', state: 'ok', references: 0, reason: null, message: null },
        {
          ...{ backend: 'c', state: 'failed', references: 0, reason: 'unauthenticated' },
          message: 'it fails: unauthenticated',
        },
      ],
      secrets: [
        {
          ...{ reference: 'secret://a/app#key', backend: 'a', state: 'ok', reason: null },
          ...{ message: null, version: '1', ageMs: 0, searched: true },
        },
      ],
    });
    expect(used.reads).toEqual(['app', 'app']);
    expect(unused.reads).toEqual(['default']);
  });

  test('a version that could be anything is not shown', async () => {
    const { backend, secrets } = one();
    backend.version = 'swordfish\n4711';
    await read(secrets);
    expect(secrets.status().secrets).toMatchObject([{ version: null }]);
  });

  test('a login that ends is told once, and when it serves again', async () => {
    const { backend, secrets, alarms } = one();
    await read(secrets);
    backend.login = new SecretError('unauthenticated', 'the token ends');
    await secrets.sweep();
    await secrets.sweep();
    expect(secrets.status().backends).toMatchObject([
      { state: 'stale', message: 'the token ends' },
    ]);
    backend.login = undefined;
    await secrets.sweep();
    await secrets.sweep();
    expect(alarms).toMatchObject([
      { kind: 'login', backend: 'fake', reference: null, message: 'the token ends' },
      { kind: 'recovered', backend: 'fake', reference: null },
    ]);
    expect(secrets.status().backends).toMatchObject([{ state: 'ok' }]);
  });

  test('who is told and throws stops nobody', async () => {
    const backend = new FakeBackend();
    const { secrets, clock } = stage({
      backends: [backend],
      onRotated: () => {
        throw new Error();
      },
      onAlarm: () => {
        throw new Error();
      },
    });
    await read(secrets);
    backend.fields = { key: 'the-second-value' };
    clock.pass(5 * MINUTE);
    expect(await read(secrets)).toBe('the-second-value');
    backend.fail('denied');
    clock.pass(5 * MINUTE);
    expect(await read(secrets)).toBe('the-second-value');
  });

  test('closed: backends too, and nothing is given any more', async () => {
    const { backend, secrets } = one();
    await read(secrets);
    await Promise.all([secrets.close(), secrets.close()]);
    expect(backend.isClosed).toBe(true);
    expect(secrets.current(KEY)).toBeUndefined();
    for (const promise of [secrets.resolve(KEY), secrets.check(), secrets.load([])]) {
      expect(await failureOf(promise)).toMatchObject({ code: 'shutting_down' });
    }
    await secrets.sweep();
    expect(backend.sweeps).toBe(0);
  });

  test('names of backends that cannot be', () => {
    for (const names of [['Fake'], ['default'], [''], ['a', 'a'], ['a b']]) {
      const backends = names.map((name) => new FakeBackend(name));
      expect(() => new Secrets({ backends })).toThrow(/cannot be named/);
    }
  });

  test('nothing that can be looked at holds a value', async () => {
    const { backend, secrets, alarms, rotations, clock } = one();
    await secrets.load([{ reference: KEY }]);
    backend.fields = { key: 'the-second-value' };
    clock.pass(5 * MINUTE);
    await secrets.sweep();
    backend.fail('sealed');
    clock.pass(5 * MINUTE);
    await secrets.sweep();
    const seen = [secrets, secrets.status(), await secrets.check(), alarms, rotations];
    const shown = inspect([seen, await secrets.resolve(KEY)], { depth: null, showHidden: true });
    expect(shown + JSON.stringify(seen)).not.toMatch(/the-(?:first|second)-value/);
  });
});

describe('environment variables', () => {
  const environment = { KEY: 'swordfish-4711', JSON: '{"a":"one","b":2}' };
  const { secrets } = stage({
    backends: [new EnvBackend({ environment, map: { openai: 'KEY' } })],
  });

  test.each([
    [new SecretRef('env', 'KEY'), 'swordfish-4711'],
    [new SecretRef('env', 'openai'), 'swordfish-4711'],
    [new SecretRef('env', undefined, 'openai'), 'swordfish-4711'],
    [new SecretRef('default', undefined, 'KEY'), 'swordfish-4711'],
    [new SecretRef('env', 'JSON', 'a'), 'one'],
    [new SecretRef('env', 'JSON', 'b'), '2'],
  ])('%s', async (reference, value) => {
    expect((await secrets.resolve(reference)).reveal()).toBe(value);
  });

  test.each<[SecretRef, string]>([
    [new SecretRef('env', 'NOTHING'), 'missing'],
    [new SecretRef('env', 'constructor'), 'missing'],
    [new SecretRef('env', 'KEY', 'a'), 'malformed'],
    [new SecretRef('env', 'JSON', 'constructor'), 'no_key'],
    [new SecretRef('env', 'KEY', undefined, '1'), 'misconfigured'],
  ])('%s cannot be had', async (reference, reason) => {
    const error = await failureOf(secrets.resolve(reference));
    expect(error).toMatchObject({ reason });
    expect(inspect(error)).not.toContain('swordfish');
  });
});
