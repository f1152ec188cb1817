import { describe, expect, test } from '@jest/globals';
import { ROUTES, type RouteDescription } from '@safeai/api';
import type { Runtime } from '@safeai/runtime';
import fc from 'fast-check';
import { examplePath } from './support/example-path.ts';
import { fakeRuntime } from './support/fake-runtime.ts';
import { realRuntime } from './support/real-runtime.ts';
import { startServer, type TestServer } from './support/server.ts';

const routes: readonly RouteDescription[] = ROUTES;
const paths = routes.filter(({ method }) => method === 'POST').map(examplePath);
const fields = fc.constantFrom(
  ...['text', 'payload', 'path', 'phase', 'tool_name', 'parameters', 'response', 'message'],
  ...['boundary', 'agent_id', 'tenant_id', 'data_tags', 'metadata', 'idempotency_key', '__proto__'],
);
const values = fc.oneof(
  fc.jsonValue({ stringUnit: 'binary' }),
  fc.constantFrom('request', 'response', 'input', 'toString', []),
);
/** Bodies that get past the schema, with anything in them. */
const tools = fc.record({
  phase: fc.constant('request'),
  tool_name: fc.string({ unit: 'binary', minLength: 1, maxLength: 40 }),
  parameters: fc.dictionary(fc.string({ unit: 'binary' }), fc.jsonValue({ stringUnit: 'binary' })),
});
const texts = fc.string({ unit: 'binary' }).map((text) => ({ text }));
const payloads = fc.jsonValue({ stringUnit: 'binary' }).map((payload) => ({ payload }));
const bodies = fc.oneof(
  tools,
  texts,
  payloads,
  fc.array(fc.tuple(fields, values)).map((entries) => Object.fromEntries(entries) as object),
  fc.jsonValue(),
);

/** Whether an answer is one that a caller can be expected to handle. */
async function isAnswered(server: TestServer, path: string, body: string | Buffer) {
  const headers = { 'content-type': 'application/json' };
  const { status, text } = await server.send(path, { method: 'POST', headers, body });
  expect([200, 400, 403, 404, 409, 422]).toContain(status);
  expect(() => JSON.parse(text) as unknown).not.toThrow();
}

const runtimes: readonly [string, () => Promise<Runtime>][] = [
  ['a fake', () => Promise.resolve(fakeRuntime())],
  ['the real', () => realRuntime()],
];

describe.each(runtimes)('in front of %s runtime', (_name, makeRuntime) => {
  test('any JSON is answered, never with a failure', async () => {
    const server = await startServer(await makeRuntime());
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...paths), bodies, (path, body) =>
        isAnswered(server, path, JSON.stringify(body)),
      ),
      { numRuns: 400 },
    );
    expect(server.logged.filter(({ level }) => level !== 'info')).toEqual([]);
  }, 30_000);

  test('any bytes are answered, never with a failure', async () => {
    const server = await startServer(await makeRuntime());
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...paths), fc.uint8Array({ minLength: 1 }), (path, bytes) =>
        isAnswered(server, path, Buffer.from(bytes)),
      ),
      { numRuns: 200 },
    );
    expect(server.logged.filter(({ level }) => level !== 'info')).toEqual([]);
  }, 30_000);
});
