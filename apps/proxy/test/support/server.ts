import { Writable } from 'node:stream';
import { afterEach } from '@jest/globals';
import type { Runtime } from '@safeai/runtime';
import { createLog, createServer, type SafeAIServer, type ServerOptions } from '../../src/index.ts';
import { send, type Received, type Sent } from './http.ts';

/** A server that listens on a free port until the test ends. */
export interface TestServer {
  readonly url: string;
  readonly server: SafeAIServer;
  /** Lines of its log, parsed. */
  readonly logged: Record<string, unknown>[];
  readonly send: (path: string, sent?: Sent) => Promise<Received>;
}

const running: SafeAIServer[] = [];

afterEach(async () => {
  await Promise.all(running.splice(0).map((server) => server.close()));
});

/** Starts a server on a free port of 127.0.0.1. */
export async function startServer(
  runtime: Runtime,
  options: Partial<ServerOptions> = {},
): Promise<TestServer> {
  const logged: Record<string, unknown>[] = [];
  const stream = new Writable({
    write(chunk: Buffer, _encoding, done) {
      logged.push(JSON.parse(chunk.toString('utf8')) as Record<string, unknown>);
      done();
    },
  });
  const server = createServer({
    runtime,
    log: createLog({ stream, level: 'debug' }),
    port: 0,
    ...options,
  });
  const { url } = await server.listen();
  running.push(server);
  return { url, server, logged, send: (path, sent) => send(url, path, sent) };
}
