import { describe, expect, test } from '@jest/globals';
import { ROUTES, type RouteDescription } from '@safeai/api';
import { SafeAIError } from '@safeai/core';
import { fakeRuntime } from './support/fake-runtime.ts';
import type { Received, Sent } from './support/http.ts';
import { startServer } from './support/server.ts';

/** Differ from one answer to the next by nature. */
const CHANGING = new Set(['date', 'content-length', 'keep-alive']);

interface Case {
  readonly name: string;
  readonly path: string;
  readonly sent: Sent;
  /** Thrown by the runtime. */
  readonly failure?: unknown;
}

const withId = { 'x-request-id': 'matrix' };

/** What every route is asked, well and badly. */
function casesOf(route: RouteDescription): Case[] {
  const { id, method, path } = route;
  const body = route.body?.example ?? (method === 'POST' ? {} : undefined);
  const well: Sent = { method, headers: withId, ...(body === undefined ? {} : { body }) };
  const make = (name: string, more: Partial<Sent>, query = ''): Case => ({
    name: `${id}: ${name}`,
    path: path + query,
    sent: { ...well, ...more, headers: { ...withId, ...more.headers } },
  });
  return [
    make('well', {}),
    make('a query key that may be there', {}, '?x_mine=1'),
    make('an unknown query key', {}, '?explian=true'),
    make('another method', { method: 'DELETE' }),
    make('HEAD', { method: 'HEAD', body: undefined }),
    make('a foreign host', { headers: { host: 'evil.example' } }),
    make('a foreign origin', { headers: { origin: 'https://evil.example' } }),
    make('a forwarded request', { headers: { 'x-forwarded-for': '203.0.113.9' } }),
    make('a viewer', { headers: { 'x-safeai-user': 'security-viewer' } }),
    make('nobody', { headers: { 'x-safeai-user': 'nobody' } }),
    make('a traced request', {
      headers: { traceparent: `00-${'a'.repeat(32)}-${'b'.repeat(16)}-01` },
    }),
    ...(method === 'GET' ? [] : bodyCases(make)),
    { ...make('a conflict', {}), failure: new SafeAIError('conflict', 'Not now.') },
    { ...make('a failure', {}), failure: new TypeError('a bug') },
  ];
}

function bodyCases(make: (name: string, more: Partial<Sent>) => Case): Case[] {
  return [
    make('no body', { body: undefined }),
    make('a broken body', { body: '{"text":', headers: { 'content-type': 'application/json' } }),
    make('an unknown field', { body: { txet: 'a' } }),
    make('a list', { body: [] }),
    make('XML', { body: '<a/>', headers: { 'content-type': 'application/xml' } }),
    make('a large body', { body: { text: 'a'.repeat(2_000_000) } }),
  ];
}

function compared({ status, headers, text }: Received) {
  const kept = Object.entries(headers).filter(([name]) => !CHANGING.has(name));
  const traced = kept.map(([name, value]) => [
    name,
    name === 'traceparent' ? String(value).slice(0, 35) : value,
  ]);
  return {
    status,
    headers: Object.fromEntries(traced) as object,
    // Uptime and counters move between two answers.
    text: text.replace(/"uptime_seconds":[\d.]+/, '').replace(/^[^#].* [\d.e+-]+$/gm, ''),
  };
}

describe.each(ROUTES.map((route) => [route.id, route as RouteDescription] as const))(
  '%s is the same ahead of Express and through it',
  (_id, route) => {
    test.each(casesOf(route).map((one) => [one.name, one] as const))('%s', async (_name, one) => {
      const answers: Received[] = [];
      for (const aheadOfExpress of ['all', 'none'] as const) {
        const runtime = fakeRuntime();
        runtime.failure = one.failure;
        const server = await startServer(runtime, { aheadOfExpress });
        answers.push(await server.send(one.path, one.sent));
      }
      const [ahead, through] = answers.map(compared);
      expect(ahead).toEqual(through);
    });
  },
);
