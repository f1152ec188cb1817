import { Agent, request, type IncomingMessage } from 'node:http';
import { createServer as createNetServer, type AddressInfo } from 'node:net';
import { describe, expect, test } from '@jest/globals';
import { createLog, createServer, StartError } from '../src/index.ts';
import { fakeRuntime } from './support/fake-runtime.ts';
import { startServer } from './support/server.ts';

const SCAN = '/v1/scan/input';

/** A gate that the fake runtime waits at, told of each call that arrives there. */
function gate() {
  let open = (): void => undefined;
  const opened = new Promise<void>((resolve) => (open = resolve));
  return {
    opened,
    open: () => {
      open();
    },
  };
}

function post(url: string, agent: Agent): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const headers = { 'content-type': 'application/json' };
    const sent = request(url + SCAN, { method: 'POST', agent, headers }, (incoming) => {
      incoming.resume().on('end', () => {
        resolve(incoming);
      });
    });
    sent.on('error', reject);
    sent.end('{"text":"a"}');
  });
}

/** Resolves once the fake was called so many times. */
async function calledTimes(runtime: ReturnType<typeof fakeRuntime>, times: number): Promise<void> {
  while (runtime.calls.length < times) await new Promise((resolve) => setImmediate(resolve));
}

describe('stopping', () => {
  test('what is in flight is answered, idle connections are closed, then it ends', async () => {
    const runtime = fakeRuntime();
    const { url, server } = await startServer(runtime);
    const agent = new Agent({ keepAlive: true });
    await post(url, agent);
    const { opened, open } = gate();
    runtime.gate = opened;
    const inFlight = [post(url, agent), post(url, agent)];
    await calledTimes(runtime, 3);

    let ended = false;
    const closed = server.close().then(() => (ended = true));
    await expect(post(url, new Agent())).rejects.toMatchObject({ code: 'ECONNREFUSED' });
    expect(ended).toBe(false);
    open();
    for (const answer of await Promise.all(inFlight)) {
      expect([answer.statusCode, answer.headers.connection]).toEqual([200, 'close']);
    }
    await closed;
    agent.destroy();
  });

  test('what takes too long is cut off, and the log says so', async () => {
    const runtime = fakeRuntime('server: { shutdown_seconds: 0.05 }');
    runtime.gate = gate().opened;
    const { url, server, logged } = await startServer(runtime);
    const cut = post(url, new Agent());
    cut.catch(() => undefined);
    await calledTimes(runtime, 1);
    await server.close();
    await expect(cut).rejects.toMatchObject({ code: 'ECONNRESET' });
    expect(logged).toMatchObject([{ level: 'warn', message: 'requests were cut off at the end' }]);
  });

  test('twice is once', async () => {
    const { server } = await startServer(fakeRuntime());
    expect(server.close()).toBe(server.close());
    await server.close();
  });

  test('a server that never listened', async () => {
    const server = createServer({ runtime: fakeRuntime(), log: createLog() });
    await expect(server.close()).resolves.toBeUndefined();
  });
});

describe('starting', () => {
  const start = (host: string, port: number) =>
    createServer({ runtime: fakeRuntime(), log: createLog(), host, port }).listen();

  test('the address is told', async () => {
    const { url } = await startServer(fakeRuntime(), { host: '127.0.0.1' });
    expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
  });

  test('a taken port is one clear line', async () => {
    const other = createNetServer();
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    const { port } = other.address() as AddressInfo;
    const failed = start('127.0.0.1', port);
    await expect(failed).rejects.toBeInstanceOf(StartError);
    await expect(failed).rejects.toThrow(
      `Port ${String(port)} on 127.0.0.1 is taken; stop what listens there, or choose another port (server.port, --port).`,
    );
    await new Promise((resolve) => other.close(resolve));
  });

  test("an address that is not this machine's", async () => {
    await expect(start('192.0.2.1', 0)).rejects.toThrow(
      '192.0.2.1 is no address of this machine (server.host, --host).',
    );
  });
});
