import { once } from 'node:events';
import { createServer as createHttp, type RequestListener, type Server } from 'node:http';
import {
  createServer as createTcp,
  type AddressInfo,
  type Server as TcpServer,
  type Socket,
} from 'node:net';
import { afterEach } from '@jest/globals';
import { parseConfig, type SafeAIConfig } from '@safeai/config';
import { systemClock } from '@safeai/core';
import type { UpstreamRequest } from '../../src/gateway/upstreams/forwarded.ts';
import { Upstreams, type UpstreamsOptions } from '../../src/gateway/upstreams/upstreams.ts';

const running: (Server | TcpServer)[] = [];
const sockets = new Set<Socket>();
const clients: Upstreams[] = [];

afterEach(async () => {
  await Promise.all(clients.splice(0).map((client) => client.close()));
  for (const socket of sockets) socket.destroy();
  await Promise.all(running.splice(0).map((server) => once(server.close(), 'close')));
});

/** An upstream on a free port of 127.0.0.1, until the test ends. */
export interface ScriptedUpstream {
  /** Without a path. */
  readonly url: string;
  readonly host: string;
  readonly port: number;
  /** Every connection that was made to it. */
  readonly connections: Socket[];
}

async function listening(server: Server | TcpServer): Promise<ScriptedUpstream> {
  running.push(server);
  const connections: Socket[] = [];
  server.on('connection', (socket: Socket) => {
    connections.push(socket);
    sockets.add(socket);
    socket.on('error', () => undefined);
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${String(port)}`,
    host: `127.0.0.1:${String(port)}`,
    port,
    connections,
  };
}

/** One that speaks HTTP. */
export function httpUpstream(answer: RequestListener): Promise<ScriptedUpstream> {
  return listening(createHttp(answer));
}

/** One that answers each request by bytes of its own. It is called once the request's last byte is there. */
export function rawUpstream(
  answer: (socket: Socket, request: string, count: number) => void,
): Promise<ScriptedUpstream> {
  let count = 0;
  return listening(
    createTcp((socket) => {
      let text = '';
      socket.on('data', (chunk) => {
        text += chunk.toString('latin1');
        const head = text.indexOf('\r\n\r\n');
        const length = Number(/content-length: (\d+)/i.exec(text)?.[1] ?? 0);
        if (head === -1 || text.length < head + 4 + length) return;
        const request = text;
        text = '';
        answer(socket, request, count++);
      });
    }),
  );
}

/** A port of 127.0.0.1 that nobody listens on. */
export async function refusedUrl(): Promise<string> {
  const server = createTcp();
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const { port } = server.address() as AddressInfo;
  await once(server.close(), 'close');
  return `http://127.0.0.1:${String(port)}`;
}

/** Upstreams as a test has them. */
export interface TestUpstreams {
  readonly upstreams: Upstreams;
  /** Waits between attempts that were asked for; none was made. */
  readonly waits: number[];
  readonly logged: Record<string, unknown>[];
  readonly forward: (request?: Partial<UpstreamRequest>) => ReturnType<Upstreams['forward']>;
}

/** The upstreams of a configuration, in YAML. A function gives the configuration in force. */
export function upstreamsOf(
  config: string | (() => SafeAIConfig),
  options: Partial<UpstreamsOptions> & { env?: Record<string, string> } = {},
): TestUpstreams {
  const waits: number[] = [];
  const logged: Record<string, unknown>[] = [];
  const { env = {}, ...given } = options;
  const loaded = typeof config === 'string' ? parseConfig(config, { environment: env }) : undefined;
  const upstreams = new Upstreams(
    typeof config === 'string' ? () => required(loaded).config : config,
    {
      secretOf: (value) => (typeof value === 'string' ? value : env[value.path ?? '']),
      log: {
        warn: ((message: string, fields: object) => {
          logged.push({ message, ...fields });
        }) as unknown as UpstreamsOptions['log']['warn'],
      },
      clock: systemClock,
      random: () => 0,
      wait: (ms) => Promise.resolve(waits.push(ms)),
      ...given,
    },
  );
  clients.push(upstreams);
  return {
    upstreams,
    waits,
    logged,
    forward: (request) =>
      upstreams.forward({
        method: 'POST',
        path: '/v1/chat/completions',
        headers: { 'content-type': 'application/json' },
        body: Buffer.from('{}'),
        signal: new AbortController().signal,
        ...request,
      }),
  };
}

function required<T>(value: T | undefined): T {
  if (value === undefined) throw new Error('There is no configuration.');
  return value;
}

/** Fulfilled once a connection is closed on both sides. */
export async function closed(socket: Socket | undefined): Promise<void> {
  if (socket === undefined || socket.closed) return;
  await new Promise((resolve) => socket.once('close', resolve));
}

/** A body as text. */
export async function textOf(body: AsyncIterable<Buffer>): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of body) chunks.push(chunk);
  return Buffer.concat(chunks).toString('utf8');
}

/** What a promise is rejected with. */
export async function errorOf(promise: Promise<unknown>): Promise<unknown> {
  try {
    await promise;
  } catch (error) {
    return error;
  }
  throw new Error('It was fulfilled.');
}
