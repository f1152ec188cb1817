import { describe, expect, test } from '@jest/globals';
import { patient } from './patient-fetch.ts';

const sent = (method = 'GET') => ({
  ...{ method, headers: {}, redirect: 'manual' as const },
  signal: new AbortController().signal,
});

function bed(answers: readonly (readonly [status: number, retryAfter?: string])[]) {
  const asked: string[] = [];
  let at = 0;
  const ask = patient(
    (url) => {
      const [status, retryAfter] = answers[Math.min(asked.length, answers.length - 1)] ?? [200];
      asked.push(url);
      const headers = { ...(retryAfter === undefined ? {} : { 'retry-after': retryAfter }) };
      return Promise.resolve(new Response(`{"n":${String(asked.length)}}`, { status, headers }));
    },
    () => at,
  );
  return { asked, ask, pass: (ms: number) => (at += ms) };
}

describe('a path that was refused', () => {
  test('is not asked before the time is over, and then is', async () => {
    const { asked, ask, pass } = bed([[429, '2'], [200]]);
    expect((await ask('http://a/v1/audit?x=1', sent())).status).toBe(429);
    pass(500);
    const early = await ask('http://a/v1/audit?x=2', sent());
    expect([early.status, early.headers.get('retry-after'), await early.text()]).toEqual([
      429,
      '2',
      '{"n":1}',
    ]);
    expect(asked).toHaveLength(1);
    pass(1_500);
    expect((await ask('http://a/v1/audit?x=1', sent())).status).toBe(200);
    expect(asked).toHaveLength(2);
  });

  test('holds up no other path, and no other method', async () => {
    const { asked, ask } = bed([[429, '60'], [200]]);
    await ask('http://a/v1/audit', sent());
    expect((await ask('http://a/v1/alerts', sent())).status).toBe(200);
    expect((await ask('http://a/v1/audit', sent('POST'))).status).toBe(200);
    expect(asked).toHaveLength(3);
  });

  test.each([
    [429, undefined],
    [429, '0'],
    [429, 'soon'],
    [503, '60'],
    [500, '60'],
  ] as const)('is asked again at once after %p with %p', async (status, retryAfter) => {
    const { asked, ask } = bed([retryAfter === undefined ? [status] : [status, retryAfter], [200]]);
    await ask('http://a/v1/audit', sent());
    expect((await ask('http://a/v1/audit', sent())).status).toBe(200);
    expect(asked).toHaveLength(2);
  });
});
