import { expect, test } from '@jest/globals';
import { ROUTES, type RouteDescription } from '@safeai/api';
import fc from 'fast-check';
import { realRuntime } from './support/real-runtime.ts';
import { startServer } from './support/server.ts';

const all: readonly RouteDescription[] = ROUTES;
const routes = all.filter(({ answer }) => answer.schema !== undefined);
const named = routes.filter(({ path }) => path.includes('{'));
const asked = routes.filter(({ method }) => method === 'GET');

/** What may stand in a request line, encoded or not, well or badly. */
const segments = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 300 }).map(encodeURIComponent),
  fc.string({ maxLength: 40 }).map((text) => text.replace(/[ #?/]/g, '')),
  fc.constantFrom(
    '.',
    '..',
    '%2e%2e',
    '%00',
    '%',
    '%zz',
    '%ff',
    '{id}',
    'verify',
    '__proto__',
    '*',
  ),
);
const keys = fc.constantFrom(
  ...['limit', 'cursor', 'since', 'until', 'last', 'event', 'agent_id', 'tenant_id', 'data_tag'],
  ...['status', 'wait', 'x_a', '__proto__', 'constructor', 'idempotency_key', 'metadata'],
);
const queries = fc
  .array(fc.tuple(keys, fc.oneof(segments, fc.integer().map(String))), { maxLength: 4 })
  .map((pairs) => pairs.map((pair) => pair.join('=')).join('&'));

test('any name in a path and any query are answered, never with a failure', async () => {
  const server = await startServer(await realRuntime());
  const isAnswered = async (method: string, path: string) => {
    const { status, text } = await server.send(path, { method });
    expect([200, 400, 401, 403, 404, 405, 409, 422, 426]).toContain(status);
    expect(() => JSON.parse(text) as unknown).not.toThrow();
  };
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...named), segments, ({ method, path }, name) =>
      isAnswered(method, path.replace(/\{[^}]*\}/, name)),
    ),
    { numRuns: 200 },
  );
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...asked), queries, ({ path }, query) =>
      isAnswered('GET', `${path.replace(/\{[^}]*\}/, 'a')}?${query}`),
    ),
    { numRuns: 300 },
  );
  expect(server.logged).toEqual([]);
}, 60_000);
