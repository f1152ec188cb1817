import { describe, expect, test } from '@jest/globals';
import { ROUTE_PLACES, type RouteId } from '@safeai/api/wire';
import { SafeAIError } from '@safeai/core';
import {
  GuardUnreachableError,
  HttpRoutes,
  ProblemError,
  type HttpRoutesOptions,
} from '../src/index.ts';
import { FakeTiming } from './fake-timing.ts';
import { json, problem, scriptedFetch, type Reply } from './scripted-fetch.ts';

const REFUSED = new TypeError('fetch failed');
const URL = 'http://127.0.0.1:8910';

function routesTo(replies: Reply[], options: Partial<HttpRoutesOptions> = {}) {
  const { fetch, asked } = scriptedFetch(...replies);
  const timing = new FakeTiming();
  const routes = new HttpRoutes({ url: URL, fetch, timing, random: () => 1, ...options });
  return { routes, asked, timing };
}

async function failure(call: Promise<unknown>): Promise<Error> {
  return call.then(
    () => {
      throw new Error('It went well.');
    },
    (error: unknown) => error as Error,
  );
}

describe('a request', () => {
  test('has the path and the query of its route, and a body with a key of its own', async () => {
    const { routes, asked } = routesTo([json({}), json({}), json([])]);
    await routes.call('approval_approve', { params: { id: 'ar-1' }, body: { note: 'yes' } });
    await routes.call('approval_approve', { params: { id: 'ar-1' }, body: { note: 'yes' } });
    await routes.call('approvals', { query: { limit: 2, status: 'pending', cursor: undefined } });
    expect(asked.map(({ method, url }) => [method, url])).toEqual([
      ['POST', `${URL}/v1/approvals/ar-1/approve`],
      ['POST', `${URL}/v1/approvals/ar-1/approve`],
      ['GET', `${URL}/v1/approvals?limit=2&status=pending`],
    ]);
    const [first, second] = asked.map(({ json }) => json);
    expect(first).toEqual({
      note: 'yes',
      idempotency_key: expect.stringMatching(/^[0-9a-f]{32}$/),
    });
    expect(second?.idempotency_key).not.toBe(first?.idempotency_key);
    expect(asked[2]?.body).toBeUndefined();
  });

  test('keeps the idempotency_key that it was given', async () => {
    const { routes, asked } = routesTo([json({})]);
    await routes.call('intercept_tool', { body: { idempotency_key: 'mine' } });
    expect(asked[0]?.json).toEqual({ idempotency_key: 'mine' });
  });

  test('says who asks as far as it was told to, and no further', async () => {
    const bare = routesTo([json({})]);
    await bare.routes.call('health');
    expect(Object.keys(bare.asked[0]?.headers ?? {})).toEqual(['accept']);

    const told = routesTo([json({})], {
      ...{ key: 'sfai_key', tenant: 'acme', user: 'ada' },
      ...{ headers: () => ({ 'x-csrf-token': 't' }), traceparent: () => '00-trace' },
    });
    await told.routes.call('health', { headers: { 'x-request-id': 'r-1' } });
    expect(told.asked[0]?.headers).toMatchObject({
      'x-safeai-key': 'sfai_key',
      'x-safeai-tenant': 'acme',
      'x-safeai-user': 'ada',
      'x-csrf-token': 't',
      'x-request-id': 'r-1',
      traceparent: '00-trace',
    });
  });

  test('follows no redirect: it would take the key elsewhere', async () => {
    const elsewhere = () => new Response(null, { status: 302, headers: { location: 'http://x' } });
    const { routes, asked } = routesTo([elsewhere()], { retries: 0 });
    const error = await failure(routes.call('health'));
    expect(error).toBeInstanceOf(GuardUnreachableError);
    expect(asked[0]?.redirect).toBe('manual');
  });

  test.each(['', '.', '..', undefined])('a name in a path is not %j', async (id) => {
    const { routes } = routesTo([]);
    const params = id === undefined ? {} : { id };
    expect(await failure(routes.call('approval', { params }))).toMatchObject({
      code: 'invalid_request',
    });
  });

  test('a name in a path stays one segment', async () => {
    const { routes, asked } = routesTo([json({})]);
    await routes.call('approval', { params: { id: '../a?b#c%2f' } });
    expect(asked[0]?.url).toBe(`${URL}/v1/approvals/..%2Fa%3Fb%23c%252f`);
  });

  test('every route has a place', () => {
    const ids = Object.keys(ROUTE_PLACES) as RouteId[];
    expect(ids.length).toBeGreaterThan(50);
    for (const id of ids) expect(ROUTE_PLACES[id][1]).toMatch(/^\//);
  });

  test('what JSON cannot say is refused', async () => {
    const { routes } = routesTo([]);
    const body = { parameters: 1n };
    expect(await failure(routes.call('intercept_tool', { body }))).toMatchObject({
      code: 'invalid_request',
    });
  });
});

describe('who it is made for', () => {
  test.each([
    'localhost:8910',
    'ftp://127.0.0.1',
    'http://user:secret@127.0.0.1',
    'http://127.0.0.1/?a=b',
    'not an address',
  ])('%s is no address', (url) => {
    let error: unknown;
    try {
      new HttpRoutes({ url });
    } catch (caught) {
      error = caught;
    }
    expect(error).toMatchObject({ code: 'invalid_config' });
    expect(String(error)).not.toContain('secret');
  });

  test('a path before the routes and slashes at the end are fine', async () => {
    const { routes, asked } = routesTo([json({})], { url: 'https://example.com/safeai//' });
    await routes.call('health');
    expect(asked[0]?.url).toBe('https://example.com/safeai/v1/health');
  });

  test('a key with a line break is refused, and not shown', () => {
    expect(() => new HttpRoutes({ url: URL, key: 'sfai_a\r\nx-safeai-user: root' })).toThrow(
      /^The header x-safeai-key must be printable ASCII\.$/,
    );
  });
});

describe('asking again', () => {
  test('the same request, the same idempotency_key', async () => {
    const { routes, asked } = routesTo([REFUSED, REFUSED, json({ ok: true })]);
    const { body } = await routes.call('scan_input', { body: { text: 'a' } });
    expect(body).toEqual({ ok: true });
    expect(new Set(asked.map((sent) => sent.body)).size).toBe(1);
    expect(asked).toHaveLength(3);
  });

  test('pauses get longer, by chance', async () => {
    const pauses = async (random: () => number): Promise<number[]> => {
      const { routes, timing } = routesTo([REFUSED, REFUSED, REFUSED, json({})], {
        ...{ retries: 3, random },
      });
      await routes.call('health');
      return timing.waited.filter((ms) => ms < 5_000);
    };
    expect(await pauses(() => 1)).toEqual([100, 200, 400]);
    expect(await pauses(() => 0.5)).toEqual([50, 100, 200]);
  });

  test('not what may happen twice', async () => {
    const { routes, asked } = routesTo([REFUSED]);
    const revoked = routes.call('key_revoke', { params: { id: 'key-1' } });
    expect(await failure(revoked)).toBeInstanceOf(GuardUnreachableError);
    expect(asked).toHaveLength(1);
  });

  test.each([
    [429, 'rate_limited'],
    [503, 'shutting_down'],
  ])('after %i, when the server says', async (status, code) => {
    const { routes, timing } = routesTo([problem(code, status, { 'retry-after': '3' }), json({})]);
    await routes.call('health');
    expect(timing.waited).toContain(3_100);
  });

  test('not when that is too late', async () => {
    const { routes, asked } = routesTo([problem('rate_limited', 429, { 'retry-after': '60' })]);
    const error = await failure(routes.call('health'));
    expect(error).toMatchObject({ code: 'rate_limited', retryAfterMs: 60_000 });
    expect(asked).toHaveLength(1);
  });

  test('after a 502 of something before it, but not after its pages', async () => {
    const upset = () => new Response('<h1>', { status: 502 });
    const again = routesTo([upset(), json({})]);
    await again.routes.call('health');
    const page = routesTo([new Response('<h1>Log in</h1>')]);
    expect(await failure(page.routes.call('health'))).toMatchObject({ answeredStatus: 200 });
    expect(page.asked).toHaveLength(1);
  });

  test.each([400, 401, 403, 404, 409, 413, 422, 500])('not after %i', async (status) => {
    const { routes, asked } = routesTo([problem('forbidden', status)]);
    expect(await failure(routes.call('health'))).toBeInstanceOf(ProblemError);
    expect(asked).toHaveLength(1);
  });

  test('no longer than a server remembers its answer', async () => {
    const { routes, asked } = routesTo(['silence', 'silence', 'silence', json({})], {
      ...{ timeoutMs: 1e6, attemptTimeoutMs: 30_000, retries: 9 },
    });
    await failure(routes.call('scan_input', { body: { text: 'a' } }));
    expect(asked).toHaveLength(2);
  });
});

describe('time limits', () => {
  test('a try that takes too long is given up, and its signal aborted', async () => {
    const { routes, asked } = routesTo(['silence', json({})], { attemptTimeoutMs: 500 });
    await routes.call('health');
    expect(asked[0]?.signal.aborted).toBe(true);
    expect(asked[1]?.signal.aborted).toBe(false);
  });

  test('the whole call has its own', async () => {
    const { routes, timing } = routesTo(['silence', 'silence'], {
      ...{ attemptTimeoutMs: 700, timeoutMs: 1_000 },
    });
    const error = await failure(routes.call('health'));
    expect(error).toBeInstanceOf(GuardUnreachableError);
    expect(error.message).toContain('did not answer within');
    expect(timing.now()).toBe(1_000);
  });

  test('an answer that stops in its middle is given up, too', async () => {
    const stuck = new Response(
      new ReadableStream({
        start: (to) => {
          to.enqueue(new Uint8Array(1));
        },
      }),
    );
    const { routes } = routesTo([stuck], { retries: 0 });
    expect(await failure(routes.call('health'))).toBeInstanceOf(GuardUnreachableError);
  });

  test('who asks may leave, with their own reason, at any time', async () => {
    const leaving = new AbortController();
    const { routes, asked } = routesTo(['silence']);
    const call = routes.call('health', { signal: leaving.signal });
    const reason = new Error('enough');
    leaving.abort(reason);
    expect(await failure(call)).toBe(reason);
    expect(await failure(routes.call('health', { signal: leaving.signal }))).toBe(reason);
    expect(asked).toHaveLength(1);
  });
});

describe('refusals', () => {
  test('say what the server says', async () => {
    const { routes } = routesTo([problem('invalid_request', 422)]);
    const error = await failure(routes.call('health'));
    expect(error).toBeInstanceOf(ProblemError);
    expect(SafeAIError.isInstance(error)).toBe(true);
    expect(error).toMatchObject({
      ...{ name: 'ProblemError', code: 'invalid_request', status: 422, requestId: 'req-1' },
      ...{ message: 'It is invalid_request.', retryAfterMs: null },
      errors: [{ path: '$.text', message: 'is wrong' }],
    });
  });

  test('a code that this client does not know yet is kept', async () => {
    const { routes } = routesTo([problem('newer_code', 418)]);
    expect(await failure(routes.call('health'))).toMatchObject({ code: 'newer_code', status: 418 });
  });

  test.each([
    [401, 'unauthenticated'],
    [404, 'not_found'],
    [418, 'invalid_request'],
  ])('of something else, by status %i, without its text', async (status, code) => {
    const { routes } = routesTo([new Response('<h1>secret</h1>', { status })]);
    const error = await failure(routes.call('health'));
    expect(error).toMatchObject({ name: 'ProblemError', code, status, isForeign: true });
    expect(error.message).not.toContain('secret');
  });

  test.each([
    [200, '<h1>Log in</h1>'],
    [200, ''],
    [200, 'null'],
    [200, '7'],
    [500, 'secret'],
    [502, '{"code": 7}'],
  ])('%i with %j is nobody that decides', async (status, text) => {
    const { routes } = routesTo([new Response(text, { status })], { retries: 0 });
    const error = await failure(routes.call('health'));
    expect(error).toBeInstanceOf(GuardUnreachableError);
    expect(error).toMatchObject({ code: 'guard_unavailable', status: 503 });
    expect(error.message).not.toContain('secret');
  });

  test.each([200, 403, 502])(
    'an answer of %i is read no further than its limit',
    async (status) => {
      let sent = 0;
      let isCancelled = false;
      const endless = new Response(
        new ReadableStream({
          pull: (to) => {
            sent += 1000;
            to.enqueue(new Uint8Array(1000).fill(0x20));
          },
          cancel: () => {
            isCancelled = true;
          },
        }),
        { status },
      );
      const { routes, asked } = routesTo([endless], { maxAnswerBytes: 10_000 });
      const error = await failure(routes.call('health'));
      expect(error).toMatchObject({ code: 'payload_too_large' });
      expect(sent).toBeLessThan(20_000);
      expect(isCancelled).toBe(true);
      expect(asked).toHaveLength(1);
    },
  );

  test('dates say when to come back, by the clock of the server', async () => {
    const headers = {
      date: 'Thu, 01 Jan 2026 00:00:00 GMT',
      'retry-after': 'Thu, 01 Jan 2026 00:01:00 GMT',
    };
    const { routes } = routesTo([problem('rate_limited', 429, headers)]);
    expect(await failure(routes.call('health'))).toMatchObject({ retryAfterMs: 60_000 });
  });

  test('text is answered where a route has text', async () => {
    const { routes } = routesTo([new Response('safeai_up 1')]);
    expect((await routes.call('metrics')).body).toBe('safeai_up 1');
  });
});
