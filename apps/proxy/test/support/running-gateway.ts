import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { parseConfig } from '@safeai/config';
import { createRuntime, openStorage, type Runtime } from '@safeai/runtime';
import { createLog, createServer, type ServerOptions } from '../../src/index.ts';

/** A gateway with a real runtime, its audit log and state in files of its own, until it is closed. */
export interface RunningGateway {
  readonly url: string;
  readonly runtime: Runtime;
  /** Lines of its log, parsed. */
  readonly logged: Record<string, unknown>[];
  readonly close: () => Promise<void>;
}

/** Starts a gateway on a free port of 127.0.0.1. Unlike `startServer`'s, it outlives a test: whoever starts it closes it. */
export async function startGateway(
  yaml: string,
  options: Partial<ServerOptions> = {},
): Promise<RunningGateway> {
  const folder = await mkdtemp(join(tmpdir(), 'safeai-gateway-'));
  const loaded = parseConfig(yaml, { folder });
  const runtime = await createRuntime({
    load: () => Promise.resolve(loaded),
    openStorage: () => openStorage({ loaded, environment: {}, named: folder, role: 'server' }),
  });
  const logged: Record<string, unknown>[] = [];
  const stream = new Writable({
    write(line: Buffer, _encoding, done) {
      logged.push(JSON.parse(line.toString('utf8')) as Record<string, unknown>);
      done();
    },
  });
  const log = createLog({ stream, level: 'debug' });
  const server = createServer({
    ...{ runtime, log, port: 0, mode: 'gateway', accessLog: true },
    ...options,
  });
  const { url } = await server.listen();
  const close = async (): Promise<void> => {
    await server.close();
    await runtime.close();
    await rm(folder, { recursive: true, force: true });
  };
  return { url, runtime, logged, close };
}
