import { expect, test } from '@jest/globals';
import { ROUTES } from '@safeai/api';
import fc from 'fast-check';
import { fakeRuntime } from './support/fake-runtime.ts';
import { startServer, type TestServer } from './support/server.ts';

const paths = ROUTES.filter(({ method }) => method === 'POST').map(({ path }) => path);
const fields = fc.constantFrom(
  ...['text', 'payload', 'path', 'phase', 'tool_name', 'parameters', 'response', 'message'],
  ...['boundary', 'agent_id', 'tenant_id', 'data_tags', 'metadata', 'idempotency_key', '__proto__'],
);
const values = fc.oneof(
  fc.jsonValue({ stringUnit: 'binary' }),
  fc.constantFrom('request', 'response', 'input', 'toString', []),
);
const bodies = fc.oneof(
  fc.array(fc.tuple(fields, values)).map((entries) => Object.fromEntries(entries) as object),
  fc.jsonValue(),
);

/** Whether an answer is one that a caller can be expected to handle. */
async function isAnswered(server: TestServer, path: string, body: string | Buffer) {
  const headers = { 'content-type': 'application/json' };
  const { status, text } = await server.send(path, { method: 'POST', headers, body });
  expect([200, 400, 409, 422]).toContain(status);
  expect(() => JSON.parse(text) as unknown).not.toThrow();
}

test('any JSON is answered, never with a failure', async () => {
  const server = await startServer(fakeRuntime());
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...paths), bodies, (path, body) =>
      isAnswered(server, path, JSON.stringify(body)),
    ),
    { numRuns: 400 },
  );
  expect(server.logged).toEqual([]);
});

test('any bytes are answered, never with a failure', async () => {
  const server = await startServer(fakeRuntime());
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...paths), fc.uint8Array({ minLength: 1 }), (path, bytes) =>
      isAnswered(server, path, Buffer.from(bytes)),
    ),
    { numRuns: 200 },
  );
});
