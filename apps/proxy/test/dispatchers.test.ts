import { expect, test } from '@jest/globals';
import { ROUTES, type RouteDescription } from '@safeai/api';
import { SafeAIError } from '@safeai/core';
import { examplePath } from './support/example-path.ts';
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
  const { id, method } = route;
  const path = examplePath(route);
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
    make('another method', { method: 'PUT' }),
    make('HEAD', { method: 'HEAD', body: undefined }),
    make('a foreign host', { headers: { host: 'evil.example' } }),
    make('a foreign origin', { headers: { origin: 'https://evil.example' } }),
    make('a forwarded request', { headers: { 'x-forwarded-for': '203.0.113.9' } }),
    make('a viewer', { headers: { 'x-safeai-user': 'security-viewer' } }),
    make('nobody', { headers: { 'x-safeai-user': 'nobody' } }),
    make('a traced request', {
      headers: { traceparent: `00-${'a'.repeat(32)}-${'b'.repeat(16)}-01` },
    }),
    ...namedCases(route, well),
    ...(route.body === undefined ? [] : bodyCases(make)),
    { ...make('a conflict', {}), failure: new SafeAIError('conflict', 'Not now.') },
    { ...make('a failure', {}), failure: new TypeError('a bug') },
  ];
}

/** Names that stand for nothing, or cannot be read. */
function namedCases({ id, path }: RouteDescription, sent: Sent): Case[] {
  if (!path.includes('{')) return [];
  return ['%E0%A4%A', '%2e%2e', 'a%2Fb', 'a%00b', 'verify', '%7Bid%7D', 'a'.repeat(3000), ''].map(
    (name) => ({
      name: `${id}: the name ${name.slice(0, 20)}`,
      path: path.replace(/\{[^}]*\}/, name),
      sent,
    }),
  );
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

/** What two answers to the same request must have in common. */
function compared({ status, headers, text }: Received) {
  const kept = Object.entries(headers).filter(([name]) => !CHANGING.has(name));
  const same = kept.map(([name, value]) => [name, settledHeader(name, value)]);
  return { status, headers: Object.fromEntries(same) as object, text: settled(text) };
}

/** A header without what moves: the server's own span, random texts, the seconds of a window. */
function settledHeader(name: string, value: string | string[] | undefined): unknown {
  if (name === 'traceparent') return String(value).slice(0, 35);
  if (name === 'set-cookie') return String(value).replace(/=[^;]+/, '');
  return name === 'ratelimit' ? String(value).replace(/;t=\d+/g, '') : value;
}

/** A body without what moves between two answers: times, random texts, uptime, and the values of metrics. */
function settled(text: string): string {
  if (!text.startsWith('# HELP')) {
    return text.replace(
      /"uptime_seconds":[\d.]+|"(?:server_time|as_of|since|ts|started_at|csrf_token|expires_at|ticket)":"[^"]+"/g,
      '',
    );
  }
  return text
    .split('\n')
    .filter((line) => line.startsWith('# TYPE'))
    .join('\n');
}

async function answersOf(cases: readonly Case[], aheadOfExpress: 'all' | 'none') {
  const runtime = fakeRuntime();
  const server = await startServer(runtime, { aheadOfExpress });
  const answers: Record<string, ReturnType<typeof compared>> = {};
  for (const { name, path, sent, failure } of cases) {
    runtime.failure = failure;
    answers[name] = compared(await server.send(path, sent));
  }
  return answers;
}

/** Of routes that answer otherwise here: nobody is signed in, and there is no issuer. */
const WELL: ReadonlyMap<string, number> = new Map([
  // Nothing is forwarded by a sidecar.
  ['proxy_forward', 404],
  // The dashboard wants to know its user.
  ['session', 401],
  ['cost_summary', 401],
  ['dashboard_overview', 401],
  ['dashboard_users', 401],
  ['session_oidc', 404],
  ['session_oidc_callback', 404],
  // They open sockets, and these requests ask for none.
  ['events', 426],
  ['events_filtered', 426],
]);

test.each(ROUTES.map((route) => [route.id, route as RouteDescription] as const))(
  '%s answers the same ahead of Express and through it',
  async (_id, route) => {
    const cases = casesOf(route);
    const ahead = await answersOf(cases, 'all');
    expect(ahead).toEqual(await answersOf(cases, 'none'));
    expect(ahead[`${route.id}: well`]).toMatchObject({ status: WELL.get(route.id) ?? 200 });
  },
);
