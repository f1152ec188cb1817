import { describe, expect, test } from '@jest/globals';
import {
  errorOf,
  httpUpstream,
  refusedUrl,
  textOf,
  upstreamsOf,
} from './support/scripted-upstream.ts';

/** One that says its name and counts. */
async function saying(name: string, status = () => 200) {
  const keys: (string | undefined)[] = [];
  const upstream = await httpUpstream((req, res) => {
    keys.push(req.headers.authorization);
    res.writeHead(status()).end(name);
  });
  return { ...upstream, keys };
}

const upstreams = (...entries: string[]): string =>
  `proxy: { retry: { backoff_factor: 0 }, breaker: { failures: 3, open_seconds: 30 }, upstreams: [${entries.join()}] }`;

describe('a request goes', () => {
  test('to the upstream that names its model, else to one that takes any', async () => {
    const [gpt, claude, any] = [await saying('gpt'), await saying('claude'), await saying('any')];
    const { forward } = upstreamsOf(
      upstreams(
        `{ name: any, target: '${any.url}' }`,
        `{ name: gpt, target: '${gpt.url}', models: [gpt-*, o3] }`,
        `{ name: claude, target: '${claude.url}', models: ['claude-*'] }`,
      ),
    );
    const served = async (model?: string) => textOf((await forward({ model })).body);
    expect(await served('gpt-4o-mini')).toBe('gpt');
    expect(await served('o3')).toBe('gpt');
    expect(await served('o3-mini')).toBe('any');
    expect(await served('claude-x')).toBe('claude');
    expect((await forward({ upstream: 'claude', model: 'gpt-4o' })).upstream).toBe('claude');
  });

  test('only where its format is spoken, unless there is a single upstream', async () => {
    const one = await saying('one');
    const two = await saying('two');
    const { forward } = upstreamsOf(
      upstreams(
        `{ name: one, target: '${one.url}', provider: openai }`,
        `{ name: two, target: '${two.url}', provider: anthropic }`,
      ),
    );
    expect(await forward({ provider: 'anthropic' })).toMatchObject({ upstream: 'two' });
    expect(await errorOf(forward({ provider: 'gemini' }))).toMatchObject({ code: 'not_found' });
    const single = upstreamsOf(upstreams(`{ name: one, target: '${one.url}', provider: openai }`));
    expect(await single.forward({ provider: 'gemini' })).toMatchObject({ upstream: 'one' });
  });

  test('by weight', async () => {
    const { url } = await saying('x');
    let random = 0;
    const { forward } = upstreamsOf(
      upstreams(
        `{ name: a, target: '${url}', weight: 1 }`,
        `{ name: b, target: '${url}', weight: 3 }`,
        `{ name: c, target: '${url}', weight: 0 }`,
      ),
      { random: () => random },
    );
    const at = async (value: number) => {
      random = value;
      return (await forward()).upstream;
    };
    expect(await Promise.all([at(0)])).toEqual(['a']);
    expect(await at(0.24)).toBe('a');
    expect(await at(0.25)).toBe('b');
    expect(await at(0.999)).toBe('b');
  });
});

describe('a failure leads', () => {
  test('to the others of the same order without a wait, then to the next order', async () => {
    const [a, b, c] = [
      await saying('a', () => 503),
      await saying('b', () => 500),
      await saying('c'),
    ];
    const { forward, waits, logged } = upstreamsOf(
      upstreams(
        `{ name: c, target: '${c.url}', order: 1, auth: config }`,
        `{ name: a, target: '${a.url}', auth: config }`,
        `{ name: b, target: '${b.url}', auth: config }`,
      ),
    );
    expect(await forward()).toMatchObject({ upstream: 'c', status: 200, attempts: 4 });
    expect([a.keys.length, b.keys.length, c.keys.length]).toEqual([2, 1, 1]);
    expect(waits).toEqual([]);
    expect(logged.map(({ upstream }) => upstream)).toEqual(['a', 'b', 'a']);
  });

  test("not to another host with the caller's own key", async () => {
    const down = await refusedUrl();
    const [other, keyed] = [await saying('other'), await saying('keyed')];
    const first = `{ name: a, target: '${down}' }`;
    const headers = { authorization: 'Bearer sk-caller' };
    const foreign = upstreamsOf(upstreams(first, `{ name: b, target: '${other.url}', order: 1 }`));
    expect(await errorOf(foreign.forward({ headers }))).toMatchObject({ upstream: 'a' });
    expect(other.connections).toHaveLength(0);
    const own = upstreamsOf(
      upstreams(first, `{ name: b, target: '${keyed.url}', order: 1, api_key: sk-config }`),
    );
    expect(await own.forward({ headers })).toMatchObject({ upstream: 'b' });
    expect(keyed.keys).toEqual(['Bearer sk-config']);
  });
});

describe('an upstream that keeps failing', () => {
  test('rests, is tried by one request after that, and serves again', async () => {
    let now = 0;
    let status = 503;
    const upstream = await saying('x', () => status);
    const clock = { now: () => now, monotonic: () => now };
    const { forward, upstreams: all } = upstreamsOf(
      upstreams(`{ name: a, target: '${upstream.url}' }`),
      { clock },
    );
    // Two repeats: three failures.
    expect(await forward()).toMatchObject({ status: 503, attempts: 3 });
    expect(all.health()).toEqual([{ name: 'a', state: 'open', failures: 3, restMs: 30_000 }]);
    now = 10_500;
    expect(await errorOf(forward())).toMatchObject({
      code: 'upstream_unavailable',
      fault: 'resting',
      upstream: 'a',
      attempts: 0,
      sent: false,
      retryAfterSeconds: 20,
    });
    expect(upstream.keys).toHaveLength(3);
    now = 30_000;
    expect(all.health()).toMatchObject([{ state: 'half_open', restMs: 0 }]);
    expect(await forward()).toMatchObject({ status: 503, attempts: 1 });
    expect(all.health()).toMatchObject([{ state: 'open', restMs: 30_000 }]);
    now = 60_000;
    status = 200;
    const both = await Promise.allSettled([forward(), forward()]);
    expect(both.map((result) => result.status)).toEqual(['fulfilled', 'rejected']);
    expect(all.health()).toMatchObject([{ state: 'closed', failures: 0 }]);
    expect(await forward()).toMatchObject({ status: 200 });
  });

  test('does not rest for what a request is to blame for', async () => {
    let status = 500;
    const upstream = await saying('x', () => status);
    const { forward, upstreams: all } = upstreamsOf(
      upstreams(`{ name: a, target: '${upstream.url}' }`),
    );
    for (status of [500, 400, 429, 302, 500, 404]) await forward().catch(() => undefined);
    expect(all.health()).toEqual([{ name: 'a', state: 'closed', failures: 0, restMs: 0 }]);
  });
});
