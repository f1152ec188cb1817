import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { afterEach, expect, test } from '@jest/globals';
import { fakeRuntime } from './support/fake-runtime.ts';
import { sendRaw } from './support/http.ts';
import { realRuntime } from './support/real-runtime.ts';
import { startServer, type TestServer } from './support/server.ts';

const PROXY = `
auth: { loopback: credential, trusted_proxies: [127.0.0.1] }
dashboard: { users: [{ user_id: ana, role: admin, tenants: ['*'] }] }
`;
const ana = { 'x-safeai-user': 'ana' };
const scan = { headers: ana, body: { text: 'a' } };

const open: Socket[] = [];

afterEach(() => {
  for (const socket of open.splice(0)) socket.destroy();
});

/** A connection on which some bytes are sent, and nothing is read. */
async function connection(url: string, bytes: string): Promise<Socket> {
  const { hostname, port } = new URL(url);
  const socket = connect(Number(port), hostname);
  open.push(socket);
  socket.on('error', () => undefined);
  await once(socket, 'connect');
  socket.write(bytes);
  return socket;
}

/** Asks until the answer has a status; connections that are refused are asked again. */
async function until(status: number, ask: () => ReturnType<TestServer['send']>): Promise<void> {
  for (;;) {
    const answer = await ask().catch(() => undefined);
    if (answer?.status === status) return;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

/** Asks for far more than the system keeps of a connection that nobody reads. */
function many(path: string): string {
  return `GET ${path} HTTP/1.1\r\nHost: localhost\r\nX-SafeAI-User: ana\r\n\r\n`.repeat(500);
}

test.each(['/openapi.json', '/redoc/redoc.standalone.js'])(
  'who does not read the answers to %s loses the connection',
  async (path) => {
    const limits = '{ connections: 1, answer_seconds: 0.2, keep_alive_seconds: 3600 }';
    const server = await startServer(fakeRuntime(`limits: ${limits}`));
    await connection(server.url, many(path));
    await until(200, () => server.send('/v1/health/live'));
  },
);

test('who does not read the answers holds no place', async () => {
  const server = await startServer(
    fakeRuntime(`${PROXY}\nlimits: { answer_seconds: 3600, rate: { in_flight: 1 } }`),
  );
  await connection(server.url, many('/openapi.json'));
  await until(200, () => server.send('/v1/scan/input', scan));
});

test('who does not finish a body holds a place only until its time is over', async () => {
  const server = await startServer(
    fakeRuntime(`${PROXY}\nlimits: { request_seconds: 1, rate: { in_flight: 1 } }`),
  );
  const head =
    'POST /v1/scan/input HTTP/1.1\r\nHost: localhost\r\nX-SafeAI-User: ana\r\n' +
    'Content-Type: application/json\r\nContent-Length: 100\r\n\r\n{';
  const answer = sendRaw(server.url, head);
  await until(429, () => server.send('/v1/scan/input', scan));
  expect(await answer).toMatch(/^HTTP\/1\.1 408 /);
  await until(200, () => server.send('/v1/scan/input', scan));
});

test('who leaves in the middle of a body gives the place back', async () => {
  const server = await startServer(
    fakeRuntime(`${PROXY}\nlimits: { request_seconds: 3600, rate: { in_flight: 1 } }`),
  );
  const socket = await connection(
    server.url,
    'POST /v1/scan/input HTTP/1.1\r\nHost: localhost\r\nX-SafeAI-User: ana\r\n' +
      'Content-Type: application/json\r\nContent-Length: 100\r\n\r\n{',
  );
  await until(429, () => server.send('/v1/scan/input', scan));
  socket.destroy();
  await until(200, () => server.send('/v1/scan/input', scan));
});

test('who waits for a decision holds a place, and gives it back on leaving', async () => {
  const runtime = await realRuntime(`${PROXY}\nlimits: { rate: { in_flight: 1 } }`);
  const server = await startServer(runtime);
  const call = {
    ...{ phase: 'request', tool_name: 'git', agent_id: 'bot' },
    parameters: { command: 'git push --force' },
  };
  const pending = await server.send('/v1/intercept/tool', { headers: ana, body: call });
  const id = String(pending.json().approval_request_id);
  const socket = await connection(
    server.url,
    `GET /v1/approvals/${id}?wait=60 HTTP/1.1\r\nHost: localhost\r\nX-SafeAI-User: ana\r\n\r\n`,
  );
  await until(429, () => server.send('/v1/scan/input', scan));
  socket.destroy();
  await until(200, () => server.send('/v1/scan/input', scan));
});
