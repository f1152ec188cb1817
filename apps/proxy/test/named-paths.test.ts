import { createServer, request, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, test } from '@jest/globals';
import type { Validator } from '@safeai/api';
import { parseConfig } from '@safeai/config';
import { MemoryLimitStore, systemClock } from '@safeai/core';
import { RequestLimits } from '../src/edge/limits/request-limits.ts';
import { Front } from '../src/http/front.ts';
import { IdempotencyStore } from '../src/http/idempotency.ts';
import { requestListener } from '../src/http/listener.ts';
import { PathPattern } from '../src/http/path-pattern.ts';
import { Waits } from '../src/http/waits.ts';
import { withHeaders } from '../src/http/with-headers.ts';
import { createLog } from '../src/index.ts';
import { Metrics } from '../src/metrics/metrics.ts';
import type { HandlerInput } from '../src/routes/handler.ts';
import type { ServedRoute } from '../src/routes/served-route.ts';
import { edgeSettings } from '../src/settings/settings.ts';
import { send } from './support/http.ts';

const open: Server[] = [];

afterEach(() => {
  for (const server of open.splice(0)) server.close().closeAllConnections();
});

const anything: Validator = () => [];
const shortName: Validator = (params) =>
  /^[a-z]{1,8}$/.test((params as { id: string }).id) ? [] : [{ path: '$.id', message: 'no' }];

/** The routes of this test, by what they do with a request. */
function route(
  method: ServedRoute['method'],
  path: string,
  handle: (input: HandlerInput) => object | Promise<object>,
): ServedRoute {
  const names = path.includes('{');
  return {
    // Any id will do: nothing looks it up.
    id: 'metrics',
    method,
    path,
    ...(names ? { pattern: new PathPattern(path), validateParams: shortName } : {}),
    hot: false,
    access: ['admin'],
    namesAgent: false,
    signsIn: false,
    takesTicket: false,
    forwards: false,
    foreignBody: false,
    queryOfPage: false,
    validateQuery: anything,
    ...(method === 'POST' ? { body: { required: false, validate: anything } } : {}),
    mediaType: 'application/json',
    securityHeaders: [],
    handle,
  };
}

interface Started {
  readonly url: string;
  readonly waits: Waits;
  readonly metrics: Metrics;
}

async function start(routes: readonly ServedRoute[], ahead: 'all' | 'none'): Promise<Started> {
  const settings = edgeSettings(parseConfig('').config);
  const waits = new Waits();
  const metrics = new Metrics({ status: () => ({ refused: 0 }) }, () => true);
  const front = new Front({
    settings: () => settings,
    boundHost: '127.0.0.1',
    metrics,
    log: createLog({ level: 'error' }),
    shared: {
      idempotency: new IdempotencyStore(),
      waits,
      limits: new RequestLimits({
        store: new MemoryLimitStore(systemClock),
        onRefusal: () => undefined,
      }),
      credentials: {
        ofKey: () => Promise.resolve(null),
        ofBearer: () => undefined,
        ofSession: () => Promise.resolve(null),
      },
    },
    securityHeaders: [],
    accessLog: false,
    draining: () => false,
  });
  const server = createServer(requestListener(routes, front, ahead));
  open.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${String(port)}`, waits, metrics };
}

const ROUTES = [
  route('GET', '/v1/things/{id}', ({ params }) => ({ one: params })),
  route('DELETE', '/v1/things/{id}', ({ params }) => ({ gone: params })),
  route('POST', '/v1/things/{id}/close', ({ params }) => ({ closed: params })),
  route('GET', '/v1/things/all', () =>
    withHeaders([1, 2], { 'x-next-cursor': 'c', 'x-no': undefined }),
  ),
  route('POST', '/v1/things/query', () => ({ found: 0 })),
];

describe.each(['all', 'none'] as const)('with %s ahead of Express', (ahead) => {
  const ask = async (path: string, method = 'GET', body?: unknown) => {
    const { url } = await start(ROUTES, ahead);
    return send(url, path, { method, ...(body === undefined ? {} : { body }) });
  };

  test('a name in the path, by method', async () => {
    expect((await ask('/v1/things/abc')).json()).toEqual({ one: { id: 'abc' } });
    expect((await ask('/v1/things/%61bc', 'DELETE')).json()).toEqual({ gone: { id: 'abc' } });
    expect((await ask('/v1/things/abc/close', 'POST')).json()).toEqual({ closed: { id: 'abc' } });
    expect((await ask('/v1/things/abc', 'HEAD')).status).toBe(200);
  });

  test('another method is told which there are', async () => {
    const refused = await ask('/v1/things/abc', 'PATCH');
    expect([refused.status, refused.headers.allow]).toEqual([405, 'GET, HEAD, DELETE']);
  });

  test('a literal path goes first, whatever the method and the order of the table', async () => {
    expect((await ask('/v1/things/all')).text).toBe('[1,2]');
    for (const [path, method, allow] of [
      ['/v1/things/query', 'GET', 'POST'],
      ['/v1/things/all', 'DELETE', 'GET, HEAD'],
    ] as const) {
      const refused = await ask(path, method);
      expect([refused.status, refused.headers.allow]).toEqual([405, allow]);
    }
  });

  test('what cannot be a name is 404, what is no encoding 400, and neither is repeated', async () => {
    for (const [name, status] of [
      ['ABC', 404],
      ['abcdefghi', 404],
      ['a%2Fb', 404],
      ['%2561', 404],
      ['%zz', 400],
    ] as const) {
      const refused = await ask(`/v1/things/${name}`);
      expect([name, refused.status]).toEqual([name, status]);
      expect(refused.json()).toMatchObject({ instance: '/v1/things/{id}' });
    }
  });

  test('an answer has headers of its own', async () => {
    const { headers } = await ask('/v1/things/all');
    expect(headers['x-next-cursor']).toBe('c');
    expect(headers).not.toHaveProperty('x-no');
  });

  test('an idempotency key of one path is a conflict at another of the same route', async () => {
    const { url } = await start(ROUTES, ahead);
    const body = { idempotency_key: 'k' };
    const first = await send(url, '/v1/things/a/close', { body });
    expect((await send(url, '/v1/things/a/close', { body })).text).toBe(first.text);
    expect((await send(url, '/v1/things/b/close', { body })).status).toBe(409);
  });
});

describe('a handler that waits', () => {
  async function aborted(signal: AbortSignal): Promise<void> {
    if (signal.aborted) return;
    await new Promise((resolve) => {
      signal.addEventListener('abort', resolve);
    });
  }

  /** A route that answers when it is told to stop. */
  function waiting() {
    let told = (_signal: AbortSignal): void => undefined;
    const begun = new Promise<AbortSignal>((resolve) => (told = resolve));
    const served = route('GET', '/v1/things/{id}', async ({ signal }) => {
      told(signal);
      if (!signal.aborted)
        await new Promise((resolve) => {
          signal.addEventListener('abort', resolve);
        });
      return { stopped: true };
    });
    return { begun, served };
  }

  test('is told that its caller is gone, and the request is counted as that', async () => {
    const { begun, served } = waiting();
    const { url, metrics } = await start([served], 'none');
    const asked = request(`${url}/v1/things/a`, { agent: false });
    asked.on('error', () => undefined).end();
    const signal = await begun;
    asked.destroy();
    await aborted(signal);
    await new Promise((resolve) => setImmediate(resolve));
    expect(await metrics.text(['*'])).toContain('{route="metrics",status="499"} 1');
  });

  test('is told that the server stops, and answers', async () => {
    const { begun, served } = waiting();
    const { url, waits } = await start([served], 'none');
    const answer = send(url, '/v1/things/a');
    await begun;
    waits.end();
    expect((await answer).json()).toEqual({ stopped: true });
    expect((await send(url, '/v1/things/b')).json()).toEqual({ stopped: true });
  });
});
