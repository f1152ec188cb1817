import { inspect } from 'node:util';
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from '@jest/globals';
import { parseConfig } from '@safeai/config';
import {
  closed,
  errorOf,
  httpUpstream,
  rawUpstream,
  refusedUrl,
  textOf,
  upstreamsOf,
} from './support/scripted-upstream.ts';

const OK = 'HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n';
const whole = (body: string, head = OK): string =>
  `${head}content-length: ${String(Buffer.byteLength(body))}\r\n\r\n${body}`;

const proxy = (target: string, more = ''): string => `proxy: { target: '${target}', ${more} }`;

describe('an answer', () => {
  test('comes as it was given, over connections that are kept', async () => {
    const seen: string[] = [];
    const upstream = await httpUpstream((req, res) => {
      seen.push(`${req.method ?? ''} ${req.url ?? ''}`);
      res.writeHead(201, { 'content-type': 'application/json', 'x-request-id': 'up-1' });
      req.pipe(res);
    });
    const { forward } = upstreamsOf(proxy(`${upstream.url}/v1`));
    const texts = Array.from({ length: 20 }, (_, index) => `{"a":${String(index)}}`);
    for (const text of texts) {
      const answer = await forward({ body: Buffer.from(text) });
      expect(answer).toMatchObject({
        status: 201,
        upstream: 'default',
        attempts: 1,
        headers: { 'content-type': 'application/json', 'x-request-id': 'up-1' },
      });
      expect(await textOf(answer.body)).toBe(text);
    }
    expect(seen).toEqual(texts.map(() => 'POST /v1/chat/completions'));
    // A request in the same tick as the end of the one before takes a second one.
    expect(upstream.connections.length).toBeLessThanOrEqual(2);
  });

  test('is asked for anew where a kept connection was closed meanwhile', async () => {
    const upstream = await rawUpstream((socket) => {
      socket.end(whole('{}'));
    });
    const { forward } = upstreamsOf(proxy(upstream.url));
    for (let count = 1; count <= 3; count++) {
      expect(await textOf((await forward()).body)).toBe('{}');
      expect(upstream.connections).toHaveLength(count);
      await closed(upstream.connections[count - 1]);
    }
  });

  test('may be preceded by 103', async () => {
    const early = 'HTTP/1.1 103 Early Hints\r\nlink: </a>\r\n\r\n';
    const upstream = await rawUpstream((socket) => socket.write(early + early + whole('{}')));
    const answer = await upstreamsOf(proxy(upstream.url)).forward();
    expect([answer.status, await textOf(answer.body)]).toEqual([200, '{}']);
  });

  test('that is packed is unpacked', async () => {
    const upstream = await httpUpstream((req, res) => {
      expect(req.headers['accept-encoding']).toBe('identity');
      res.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync('héllo '.repeat(1000)));
    });
    const answer = await upstreamsOf(proxy(upstream.url)).forward();
    expect(answer.headers).not.toHaveProperty('content-encoding');
    expect(await textOf(answer.body)).toBe('héllo '.repeat(1000));
  });

  test.each([
    [400, ''],
    [401, ''],
    [404, ''],
    [422, ''],
    [429, 'x-should-retry: false\r\n'],
    [503, 'x-should-retry: false\r\n'],
  ])('of %i %s is given back at once', async (status, header) => {
    const upstream = await rawUpstream((socket) =>
      socket.write(whole('no', `HTTP/1.1 ${String(status)} Sorry\r\n${header}`)),
    );
    const answer = await upstreamsOf(proxy(upstream.url)).forward();
    expect(answer).toMatchObject({ status, attempts: 1 });
    expect(await textOf(answer.body)).toBe('no');
  });
});

describe('repeats', () => {
  test('follow what found no connection', async () => {
    const { forward, waits, logged } = upstreamsOf(proxy(await refusedUrl()));
    expect(await errorOf(forward())).toMatchObject({
      code: 'upstream_error',
      fault: 'unreachable',
      upstream: 'default',
      attempts: 3,
      sent: false,
    });
    // Half of 0.5 s, then of 1 s: the random part is 0 here.
    expect(waits).toEqual([250, 500]);
    expect(logged).toHaveLength(3);
  });

  test.each([
    ['429', 'retry-after: 2', 2000],
    ['503', 'retry-after-ms: 3500', 3500],
    ['500', 'retry-after: Thu, 01 Jan 1970 00:00:14 GMT', 4000],
    ['502', 'x-other: 1', 250],
    ['529', 'retry-after: soon', 250],
  ])('follow %s with %s', async (status, header, wait) => {
    const upstream = await rawUpstream((socket, _request, count) =>
      socket.write(
        count === 0 ? whole('no', `HTTP/1.1 ${status} No\r\n${header}\r\n`) : whole('yes'),
      ),
    );
    const clock = { now: () => 10_000, monotonic: () => 0 };
    const { forward, waits } = upstreamsOf(proxy(upstream.url), { clock });
    const answer = await forward();
    expect(answer).toMatchObject({ status: 200, attempts: 2 });
    expect(await textOf(answer.body)).toBe('yes');
    expect(waits).toEqual([wait]);
  });

  test('end with the last answer as it is', async () => {
    const upstream = await rawUpstream((socket, _request, count) =>
      socket.write(whole(`no ${String(count)}`, 'HTTP/1.1 503 No\r\nretry-after: 1\r\n')),
    );
    const answer = await upstreamsOf(proxy(upstream.url)).forward();
    expect(answer).toMatchObject({ status: 503, attempts: 3, headers: { 'retry-after': '1' } });
    expect(await textOf(answer.body)).toBe('no 2');
  });

  test('do not wait longer than is allowed: who asks for more is passed on', async () => {
    const upstream = await rawUpstream((socket) =>
      socket.write(whole('no', 'HTTP/1.1 429 No\r\nretry-after: 11\r\n')),
    );
    const { forward, waits } = upstreamsOf(proxy(upstream.url));
    expect(await forward()).toMatchObject({
      status: 429,
      attempts: 1,
      headers: { 'retry-after': '11' },
    });
    expect(waits).toEqual([]);
  });

  test('do not outlast the time of the request', async () => {
    const upstream = await rawUpstream((socket) =>
      socket.write(whole('no', 'HTTP/1.1 429 No\r\nretry-after: 9\r\n')),
    );
    const { forward, waits } = upstreamsOf(proxy(upstream.url));
    expect(await forward({ deadlineMs: 8999 })).toMatchObject({ status: 429, attempts: 1 });
    expect(waits).toEqual([]);
  });
});

describe('a connection that breaks', () => {
  const stages: [string, string | null][] = [
    ['before the answer', ''],
    ['in the status line', 'HTTP/1.1 20'],
    ['in the head', OK],
    ['by a reset', null],
    ['with what is not HTTP', 'SSH-2.0-x\r\n\r\n'],
    [
      'with an upgrade',
      'HTTP/1.1 101 Switching Protocols\r\nupgrade: x\r\nconnection: upgrade\r\n\r\n',
    ],
    ['with a head that is too large', `${OK}x-pad: ${'x'.repeat(20_000)}\r\n\r\n`],
  ];
  const broken = (bytes: string | null) =>
    rawUpstream((socket) => {
      if (bytes === null) socket.resetAndDestroy();
      else socket.end(bytes);
    });

  test.each(stages)('%s: what may have begun is not repeated', async (_stage, bytes) => {
    const upstream = await broken(bytes);
    const error = await errorOf(upstreamsOf(proxy(upstream.url)).forward());
    expect(error).toMatchObject({
      code: 'upstream_error',
      fault: 'broken',
      attempts: 1,
      sent: true,
    });
    expect(upstream.connections).toHaveLength(1);
  });

  test.each(stages)('%s: it is where the setting says so, and for GET', async (_stage, bytes) => {
    const upstream = await broken(bytes);
    const willing = upstreamsOf(proxy(upstream.url, 'retry: { unanswered: true }'));
    expect(await errorOf(willing.forward())).toMatchObject({ attempts: 3, sent: true });
    const asking = upstreamsOf(proxy(upstream.url));
    const get = asking.forward({ method: 'GET', path: '/v1/models', body: undefined });
    expect(await errorOf(get)).toMatchObject({ attempts: 3, sent: true });
    expect(upstream.connections).toHaveLength(6);
  });

  test.each([
    ['a body that is too short', `${OK}content-length: 9\r\n\r\nabc`],
    ['a chunk', `${OK}transfer-encoding: chunked\r\n\r\n3\r\nabc\r\n5\r\nde`],
    ['the chunks', `${OK}transfer-encoding: chunked\r\n\r\n3\r\nabc\r\n`],
    ['a chunk without a size', `${OK}transfer-encoding: chunked\r\n\r\n3\r\nabc\r\nzz\r\n`],
  ])('in %s: nothing is repeated, and the reader is told', async (_stage, bytes) => {
    const upstream = await broken(bytes);
    const { forward } = upstreamsOf(proxy(upstream.url, 'retry: { unanswered: true }'));
    const { body } = await forward();
    const read: string[] = [];
    const error = await errorOf(
      (async () => {
        for await (const chunk of body) read.push(chunk.toString());
      })(),
    );
    expect(error).toMatchObject({ code: 'upstream_error', fault: 'broken', upstream: 'default' });
    expect(read.join('')).toMatch(/^abc(de)?$/);
    expect(upstream.connections).toHaveLength(1);
  });

  test('a body that is longer than its length is cut there, and the connection is not used again', async () => {
    const upstream = await rawUpstream((socket) =>
      socket.write(
        `${OK}content-length: 2\r\n\r\n{}HTTP/1.1 200 OK\r\ncontent-length: 4\r\n\r\nevil`,
      ),
    );
    const { forward } = upstreamsOf(proxy(upstream.url));
    expect(await textOf((await forward()).body)).toBe('{}');
    expect(await textOf((await forward()).body)).toBe('{}');
    expect(upstream.connections).toHaveLength(2);
  });
});

test('no error and no line of the log holds a key, an address or what was answered', async () => {
  const answers = [
    'canary\r\n\r\n',
    `${OK}x-canary: canary\0\r\n\r\n`,
    `${OK}location: http://canary/\r\n\r\n`.replace('200 OK', '302 canary'),
    `${OK}content-encoding: canary\r\n\r\ncanary`,
    `${OK}content-length: 99\r\n\r\ncanary`,
    whole('canary', 'HTTP/1.1 503 canary\r\n'),
  ];
  for (const answer of answers) {
    const upstream = await rawUpstream((socket) => socket.end(answer));
    const { forward, logged } = upstreamsOf(proxy(upstream.url, 'api_key: sk-canary'));
    const path = '/v1/canary?canary';
    const outcome = await forward({ path, headers: { authorization: 'Bearer canary' } }).then(
      async ({ body, status }) => (status === 503 ? 'given back' : errorOf(textOf(body))),
      (error: unknown) => error,
    );
    expect(inspect([outcome, logged], { depth: 10, showHidden: true })).not.toMatch(
      /canary|127\.0/,
    );
    expect(inspect(outcome)).toMatch(/The upstream "default"|given back/);
  }
});

describe('time', () => {
  test('to the first byte is bounded, and the upstream is told', async () => {
    const upstream = await rawUpstream(() => undefined);
    const error = await errorOf(
      upstreamsOf(proxy(upstream.url, 'timeout_seconds: 0.05')).forward(),
    );
    expect(error).toMatchObject({
      code: 'upstream_timeout',
      fault: 'silent',
      attempts: 1,
      sent: true,
    });
    await closed(upstream.connections[0]);
  });

  test('between two bytes is bounded', async () => {
    const upstream = await rawUpstream((socket) =>
      socket.write(`${OK}content-length: 9\r\n\r\nabc`),
    );
    const { body } = await upstreamsOf(proxy(upstream.url, 'idle_seconds: 0.05')).forward();
    expect(await errorOf(textOf(body))).toMatchObject({
      code: 'upstream_timeout',
      fault: 'stalled',
    });
    await closed(upstream.connections[0]);
  });

  test('between two bytes is bounded still after a reader was slow, and not while it is', async () => {
    const bytes = 1_000_000;
    const upstream = await rawUpstream((socket) => {
      socket.write(`${OK}content-length: ${String(bytes + 1)}\r\n\r\n${'x'.repeat(bytes)}`);
    });
    const pings = await rawUpstream(() => undefined);
    const { forward } = upstreamsOf(
      `proxy: { idle_seconds: 0.25, upstreams: [{ name: a, target: '${upstream.url}' },
        { name: b, target: '${pings.url}', timeout_seconds: 0.75 }] }`,
    );
    const { body } = await forward({ upstream: 'a' });
    await body.next();
    // Thrice the time that it may be silent passes here.
    expect(await errorOf(forward({ upstream: 'b' }))).toMatchObject({ fault: 'silent' });
    let read = 0;
    const rest = async (): Promise<void> => {
      for await (const chunk of body) read += chunk.length;
    };
    expect(await errorOf(rest())).toMatchObject({ fault: 'stalled' });
    expect(read).toBeGreaterThan(bytes / 2);
  });

  test.each([
    ['by the setting', 'total_seconds: 0.2', undefined],
    ['by the request', '', 200],
  ])('in all is bounded %s, however busy the upstream is', async (_by, setting, deadlineMs) => {
    const upstream = await httpUpstream((_req, res) => {
      const drip = setInterval(() => res.write('.'), 10);
      res.on('close', () => {
        clearInterval(drip);
      });
    });
    const { body } = await upstreamsOf(proxy(upstream.url, setting)).forward({ deadlineMs });
    expect(await errorOf(textOf(body))).toMatchObject({
      code: 'upstream_timeout',
      fault: 'overdue',
    });
    await closed(upstream.connections[0]);
  });

  test('for a connection counts too, and nothing was sent then', async () => {
    const resolve = () => new Promise<never>(() => undefined);
    const { forward } = upstreamsOf(
      proxy('http://provider.test', 'timeout_seconds: 0.05, retry: { max_attempts: 1 }'),
      { resolve },
    );
    expect(await errorOf(forward())).toMatchObject({ fault: 'silent', sent: false });
  });
});

describe('size', () => {
  test('of an answer is bounded', async () => {
    const upstream = await httpUpstream((_req, res) => res.end('x'.repeat(5000)));
    const { body } = await upstreamsOf(proxy(upstream.url, 'max_answer_bytes: 4096')).forward();
    expect(await errorOf(textOf(body))).toMatchObject({
      fault: 'too_large',
      code: 'upstream_error',
    });
  });

  test.each([
    ['past the size', 'max_answer_bytes: 4096', 100_000],
    ['past the ratio', '', 4_000_000],
  ])('of a bomb is bounded: %s', async (_by, setting, bytes) => {
    const bomb = gzipSync(Buffer.alloc(bytes));
    const upstream = await httpUpstream((_req, res) => {
      res.writeHead(200, { 'content-encoding': 'gzip' }).end(bomb);
    });
    const { body } = await upstreamsOf(proxy(upstream.url, setting)).forward();
    expect(await errorOf(textOf(body))).toMatchObject({ fault: 'too_large' });
  });

  test.each(['zstd', 'gzip, gzip', 'compress', 'x'])('%s is not unpacked', async (encoding) => {
    const upstream = await httpUpstream((_req, res) => {
      res.writeHead(200, { 'content-encoding': encoding }).end('abc');
    });
    const error = await errorOf(upstreamsOf(proxy(upstream.url)).forward());
    expect(error).toMatchObject({ fault: 'undecodable', code: 'upstream_error', attempts: 1 });
  });

  test.each([
    ['is none', Buffer.from('abc')],
    ['ends early', gzipSync('x'.repeat(1000)).subarray(0, -6)],
  ])('gzip that %s is an error', async (_what, bytes) => {
    const upstream = await httpUpstream((_req, res) => {
      res.writeHead(200, { 'content-encoding': 'gzip' }).end(bytes);
    });
    const { body } = await upstreamsOf(proxy(upstream.url)).forward();
    expect(await errorOf(textOf(body))).toMatchObject({ fault: 'undecodable' });
  });
});

test.each([301, 302, 303, 307, 308, 304])(
  'a redirect %i is refused, and not followed',
  async (status) => {
    const other = await httpUpstream((_req, res) => res.end('secret'));
    const upstream = await httpUpstream((_req, res) => {
      res.writeHead(status, { location: other.url }).end();
    });
    const error = await errorOf(upstreamsOf(proxy(upstream.url)).forward());
    expect(error).toMatchObject({ code: 'upstream_error', fault: 'redirect', attempts: 1 });
    expect(String(error)).not.toContain(other.host);
    expect(other.connections).toHaveLength(0);
  },
);

describe('a caller who leaves', () => {
  const gone = new Error('gone');

  test('before anything was sent sends nothing', async () => {
    const upstream = await httpUpstream((_req, res) => res.end());
    const { forward } = upstreamsOf(proxy(upstream.url));
    expect(await errorOf(forward({ signal: AbortSignal.abort(gone) }))).toBe(gone);
    expect(await forward()).toMatchObject({ attempts: 1 });
    expect(upstream.connections).toHaveLength(1);
  });

  test('while it waits ends the request at the upstream', async () => {
    const caller = new AbortController();
    const upstream = await rawUpstream(() => {
      caller.abort(gone);
    });
    const { forward } = upstreamsOf(proxy(upstream.url));
    expect(await errorOf(forward({ signal: caller.signal }))).toBe(gone);
    await closed(upstream.connections[0]);
  });

  test('in the middle of the answer ends it at the upstream, and gets nothing more', async () => {
    const caller = new AbortController();
    const upstream = await rawUpstream((socket) =>
      socket.write(`${OK}content-length: 9\r\n\r\nabc`),
    );
    const { body } = await upstreamsOf(proxy(upstream.url)).forward({ signal: caller.signal });
    caller.abort(gone);
    expect(await errorOf(textOf(body))).toBe(gone);
    await closed(upstream.connections[0]);
  });

  test('by reading no further ends it at the upstream', async () => {
    const upstream = await rawUpstream((socket) =>
      socket.write(`${OK}content-length: 9\r\n\r\nabc`),
    );
    const { body } = await upstreamsOf(proxy(upstream.url)).forward();
    for await (const chunk of body) {
      expect(chunk.toString()).toBe('abc');
      break;
    }
    await closed(upstream.connections[0]);
  });

  test('between two attempts ends them', async () => {
    const caller = new AbortController();
    const url = await refusedUrl();
    const { forward } = upstreamsOf(proxy(url), {
      wait: (_ms, signal) => {
        caller.abort(gone);
        return Promise.reject(signal.reason as Error);
      },
    });
    expect(await errorOf(forward({ signal: caller.signal }))).toBe(gone);
  });
});

describe('whether an upstream has begun what nobody waits for any more', () => {
  const gone = new Error('gone');

  async function begunBy(
    answer: (leave: () => void) => Parameters<typeof rawUpstream>[0],
    { isGone = false, retry = {} } = {},
  ): Promise<boolean> {
    const caller = new AbortController();
    if (isGone) caller.abort(gone);
    const upstream = await rawUpstream(
      answer(() => {
        caller.abort(gone);
      }),
    );
    let begun = false;
    const { forward } = upstreamsOf(
      `proxy: { target: '${upstream.url}', retry: ${JSON.stringify(retry)} }`,
      {
        wait: (_ms, signal) => {
          caller.abort(gone);
          return Promise.reject(signal.reason as Error);
        },
      },
    );
    const onBegun = (): void => {
      begun = true;
    };
    expect(await errorOf(forward({ signal: caller.signal, onBegun }))).toBe(gone);
    return begun;
  }

  test('it has not, before anything was sent', async () => {
    expect(await begunBy(() => () => undefined, { isGone: true })).toBe(false);
  });

  test('it has, while it works', async () => {
    expect(await begunBy((leave) => leave)).toBe(true);
  });

  test('it has not, once it has answered that it does not', async () => {
    const answer = 'HTTP/1.1 503 No\r\ncontent-length: 0\r\n\r\n';
    expect(await begunBy(() => (socket) => socket.write(answer))).toBe(false);
  });

  test('it may have, where an attempt broke off before', async () => {
    const retry = { unanswered: true };
    expect(await begunBy(() => (socket) => socket.destroy(), { retry })).toBe(true);
  });
});

test('an upstream waits for a slow reader', async () => {
  const chunk = Buffer.alloc(65_536);
  const total = 600 * chunk.length;
  let written = 0;
  const upstream = await httpUpstream((_req, res) => {
    const more = (): void => {
      while (written < total) {
        written += chunk.length;
        if (!res.write(chunk)) return;
      }
      res.end();
    };
    res.on('drain', more);
    more();
  });
  const pings = await httpUpstream((_req, res) => res.end());
  const { forward } = upstreamsOf(
    `proxy: { upstreams: [{ name: a, target: '${upstream.url}' }, { name: b, target: '${pings.url}' }] }`,
  );
  const { body } = await forward({ upstream: 'a' });
  const first = await body.next();
  let read = first.done === true ? 0 : first.value.length;
  for (let count = 0; count < 50; count++) await textOf((await forward({ upstream: 'b' })).body);
  expect(written).toBeLessThan(total / 2);
  for await (const rest of body) read += rest.length;
  expect(read).toBe(total);
});

describe('a configuration', () => {
  test('that is replaced is followed, and keeps the connections of what it does not change', async () => {
    const one = await httpUpstream((_req, res) => res.end('one'));
    const two = await httpUpstream((_req, res) => res.end('two'));
    const named = (a: string, more = '') =>
      parseConfig(`proxy: { upstreams: [{ name: a, target: '${a}' }], ${more} }`).config;
    let config = named(one.url);
    const { forward } = upstreamsOf(() => config);
    expect(await textOf((await forward()).body)).toBe('one');
    config = named(one.url, 'timeout_seconds: 5');
    for (let count = 0; count < 10; count++) {
      expect(await textOf((await forward()).body)).toBe('one');
    }
    expect(one.connections.length).toBeLessThanOrEqual(2);
    config = named(two.url);
    expect(await textOf((await forward()).body)).toBe('two');
    await Promise.all(one.connections.map(closed));
  });

  test('that cannot be taken up leaves the one before in force, and says so once', async () => {
    const upstream = await httpUpstream((_req, res) => res.end('ok'));
    const named = (more: string) =>
      parseConfig(`proxy: { target: '${upstream.url}', ${more} }`).config;
    let config = named('');
    const { forward, logged } = upstreamsOf(() => config);
    config = named("ca_file: './none.pem', max_answer_bytes: 1024");
    for (let count = 0; count < 3; count++) expect(await forward()).toMatchObject({ status: 200 });
    expect(logged).toHaveLength(1);
    expect(logged[0]).toMatchObject({ message: 'the upstreams stay as they were' });
  });

  test('without an upstream, and names of none', async () => {
    const { forward } = upstreamsOf('{}');
    expect(await errorOf(forward())).toMatchObject({ code: 'upstream_unavailable', fault: 'none' });
    expect(await errorOf(forward({ upstream: 'x' }))).toMatchObject({ code: 'upstream_refused' });
  });

  test('gives way to the flag, and its key does not go to the host of the flag', async () => {
    const seen: (string | undefined)[] = [];
    const upstream = await httpUpstream((req, res) => {
      seen.push(req.headers.authorization);
      res.end();
    });
    const { forward } = upstreamsOf(
      proxy('http://provider.test', 'auth: config, api_key: sk-config'),
      {
        baseUrl: upstream.url,
      },
    );
    await forward({ headers: { authorization: 'Bearer sk-caller' } });
    expect(seen).toEqual([undefined]);
  });
});
