import { Agent, request, type IncomingMessage } from 'node:http';
import { connect, createServer as createNetServer, type AddressInfo, type Socket } from 'node:net';
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

const BODY = '{"text":"a"}';
const REQUEST = [
  `POST ${SCAN} HTTP/1.1`,
  'Host: localhost',
  'Content-Type: application/json',
  `Content-Length: ${String(BODY.length)}`,
  '',
  BODY,
].join('\r\n');

function connected(url: string): Promise<Socket> {
  const { hostname, port } = new URL(url);
  return new Promise((resolve, reject) => {
    const socket = connect(Number(port), hostname, () => {
      resolve(socket);
    });
    socket.on('error', reject);
  });
}

/** Sends a request: it is with the system when this resolves. */
function write(socket: Socket): Promise<void> {
  return new Promise((resolve, reject) => {
    socket.write(REQUEST, (error) => {
      if (error) reject(error);
      else resolve();
    });
  });
}

/** The next answer on a connection, up to the end of its body. */
function answerOn(socket: Socket): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = '';
    const off = (): void => {
      socket.off('data', onData).off('error', onEnd).off('close', onEnd);
    };
    const onData = (chunk: Buffer): void => {
      text += chunk.toString('latin1');
      const [head = '', body] = text.split('\r\n\r\n');
      const length = /^content-length: (\d+)/im.exec(head)?.[1];
      if (body === undefined || body.length < Number(length)) return;
      off();
      resolve(text);
    };
    const onEnd = (): void => {
      off();
      reject(new Error('The connection was closed without an answer.'));
    };
    socket.on('data', onData).on('error', onEnd).on('close', onEnd);
  });
}

/** Resolves once nobody listens there. */
async function refused(url: string): Promise<void> {
  for (;;) {
    try {
      const socket = await connected(url);
      socket.destroy();
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ECONNREFUSED') return;
    }
  }
}

describe('stopping', () => {
  test('a request that was sent before is answered, read by then or not', async () => {
    const { url, server } = await startServer(fakeRuntime());
    const sockets = await Promise.all(Array.from({ length: 8 }, () => connected(url)));
    const used = sockets.map(answerOn);
    await Promise.all(sockets.map(write));
    await Promise.all(used);

    const answers = Promise.all(sockets.map(answerOn));
    // Each write ends before the server has its next turn: the requests lie in the system's buffers.
    for (const socket of sockets) void write(socket);
    const closed = server.close();
    for (const answer of await answers) {
      expect(answer).toMatch(/^HTTP\/1\.1 200 .*^connection: close\r$/ims);
    }
    await closed;
  });

  test('clients that ask again and again lose no answer', async () => {
    const runtime = fakeRuntime();
    const { url, server } = await startServer(runtime);
    let resets = 0;
    let answered = 0;
    const client = async (): Promise<void> => {
      const socket = await connected(url);
      socket.on('error', () => undefined);
      for (;;) {
        const answer = answerOn(socket);
        await write(socket).catch(() => undefined);
        try {
          if (/^connection: close\r$/im.test(await answer)) return;
          answered += 1;
        } catch {
          resets += 1;
          return;
        }
      }
    };
    const clients = Array.from({ length: 8 }, client);
    await calledTimes(runtime, 400);
    await Promise.all([server.close(), ...clients]);
    expect(resets).toBe(0);
    expect(answered).toBeGreaterThanOrEqual(392);
  });

  test('a connection that has not asked yet still may, shortly', async () => {
    const { url, server } = await startServer(fakeRuntime());
    const socket = await connected(url);
    const closed = server.close();
    await refused(url);
    const answer = answerOn(socket);
    await write(socket);
    expect(await answer).toMatch(/^HTTP\/1\.1 200 .*^connection: close\r$/ims);
    await closed;
  });

  test('a connection that asks nothing more does not keep it, and nothing was cut off', async () => {
    const { url, server, logged } = await startServer(fakeRuntime());
    const socket = await connected(url);
    const used = answerOn(socket);
    await write(socket);
    await used;
    const ended = new Promise((resolve) => socket.resume().once('close', resolve));
    await server.close();
    await ended;
    expect(logged).toEqual([]);
  });

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
    await refused(url);
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
