import { Writable } from 'node:stream';
import { afterEach, describe, expect, test } from '@jest/globals';
import { SafeAI } from '@safeai/core';
import { serve, type ServeOptions, type Serving } from '../src/index.ts';
import { fakeRuntime } from './support/fake-runtime.ts';
import { send } from './support/http.ts';

const running: Serving[] = [];
const { SAFEAI_LOG_LEVEL } = process.env;

afterEach(async () => {
  await Promise.all(running.splice(0).map((serving) => serving.close()));
  if (SAFEAI_LOG_LEVEL === undefined) delete process.env.SAFEAI_LOG_LEVEL;
  else process.env.SAFEAI_LOG_LEVEL = SAFEAI_LOG_LEVEL;
});

/** Serves a fake runtime on a free port, and keeps the lines of the log. */
async function serving(yaml = '', options: Partial<ServeOptions> = {}) {
  const runtime = fakeRuntime(yaml);
  const closes: string[] = [];
  const lines: Record<string, unknown>[] = [];
  const stream = new Writable({
    write(chunk: Buffer, _encoding, done) {
      lines.push(JSON.parse(chunk.toString('utf8')) as Record<string, unknown>);
      done();
    },
  });
  const close = () => {
    closes.push('runtime');
    return Promise.resolve();
  };
  const started = await serve({
    // Requests to providers are judged before it is known that there is none.
    runtime: Object.assign(
      runtime,
      { close },
      options.mode === 'gateway' && { boundary: new SafeAI() },
    ),
    port: 0,
    log: { stream },
    ...options,
  });
  running.push(started);
  return { ...started, lines, closes };
}

test('the log says where it listens, whom it trusts and what is in force', async () => {
  const { url, lines } = await serving('', { mode: 'gateway', upstreamBaseUrl: 'https://a.test' });
  expect(lines).toMatchObject([
    {
      level: 'info',
      message: 'listening',
      url,
      mode: 'gateway',
      upstreams: ['default'],
      loopback: 'trusted',
      config: 'defaults',
      rules: 0,
    },
  ]);
  expect((await send(url, '/v1/health')).json()).toMatchObject({ mode: 'gateway' });
});

test('it warns where roles are not checked', async () => {
  const { lines } = await serving('dashboard: { rbac_enabled: false }');
  expect(lines[1]).toMatchObject({ level: 'warn' });
});

test('it does not where nobody is trusted without a credential', async () => {
  const { lines } = await serving(
    '{ dashboard: { rbac_enabled: false }, auth: { loopback: credential } }',
  );
  expect(lines.map(({ level }) => level)).toEqual(['info']);
});

test.each(['SIGTERM', 'SIGINT'] as const)(
  '%s ends it, and the runtime after it',
  async (signal) => {
    const { url, closed, lines, closes } = await serving();
    process.emit(signal, signal);
    await closed;
    await expect(send(url, '/v1/health')).rejects.toMatchObject({ code: 'ECONNREFUSED' });
    expect(closes).toEqual(['runtime']);
    expect(lines.slice(1)).toMatchObject([{ message: 'stopping', signal }, { message: 'stopped' }]);
  },
);

test('closed, it listens to no signal', async () => {
  const before = process.listenerCount('SIGTERM');
  const { close, closed } = await serving();
  expect(process.listenerCount('SIGTERM')).toBe(before + 1);
  await close();
  await closed;
  expect(process.listenerCount('SIGTERM')).toBe(before);
});

describe('the level of the log', () => {
  test('is the one of the configuration', async () => {
    expect((await serving('telemetry: { log_level: error }')).lines).toEqual([]);
  });

  test('SAFEAI_LOG_LEVEL goes before it', async () => {
    process.env.SAFEAI_LOG_LEVEL = 'info';
    expect((await serving('telemetry: { log_level: error }')).lines).toHaveLength(1);
  });

  test('an unknown level is one clear line', async () => {
    process.env.SAFEAI_LOG_LEVEL = 'loud';
    await expect(serving()).rejects.toThrow(
      'SAFEAI_LOG_LEVEL must be one of: debug, info, warn, error.',
    );
  });
});

test.each(['ftp://a.test', 'api.openai.com', ''])('%j is no upstream', async (upstreamBaseUrl) => {
  await expect(serving('', { upstreamBaseUrl })).rejects.toThrow(
    '--upstream-base-url must be an http or https address.',
  );
});

test('a port that is taken leaves no signal handlers behind', async () => {
  const { url } = await serving();
  const before = process.listenerCount('SIGINT');
  await expect(serving('', { port: Number(new URL(url).port) })).rejects.toThrow(/is taken/);
  expect(process.listenerCount('SIGINT')).toBe(before);
});

test('a gateway without a provider says so', async () => {
  const { lines, url } = await serving('', { mode: 'gateway' });
  expect(lines[0]).toMatchObject({ upstreams: [] });
  expect(lines[1]).toMatchObject({
    level: 'warn',
    message: expect.stringContaining('no provider is configured'),
  });
  const answer = await send(url, '/v1/models');
  expect([answer.status, answer.headers['x-safeai-code']]).toEqual([503, 'upstream_unavailable']);
});

test('a provider whose authorities cannot be read stops the start', async () => {
  const yaml = `proxy: { target: 'https://a.test', ca_file: /nowhere/ca.pem }`;
  await expect(serving(yaml, { mode: 'gateway' })).rejects.toThrow('ca_file');
});
