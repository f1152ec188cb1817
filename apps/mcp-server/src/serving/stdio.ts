import { Writable, type Readable } from 'node:stream';
import type { McpServerFactory } from '@modelcontextprotocol/server';
import { serveStdio } from '@modelcontextprotocol/server/stdio';
import { LineTransport } from './line-transport.ts';

/** The streams that a host holds the other ends of. */
export interface HostStreams {
  readonly stdin: Readable;
  readonly stdout: Writable;
  /** The process is told to stop. */
  readonly stop: AbortSignal;
}

/** Serves one host over standard input and output, until it closes its end or the process is told to stop. */
export async function serveHost(
  servers: McpServerFactory,
  { stdin, stdout, stop }: HostStreams,
): Promise<void> {
  const transport = new LineTransport(stdin, protocolAlone(stdout));
  const handle = serveStdio(servers, { transport });
  const leave = (): void => void handle.close();
  stop.addEventListener('abort', leave, { once: true });
  if (stop.aborted) leave();
  await transport.closed;
  stop.removeEventListener('abort', leave);
  await handle.close();
}

/**
 * Standard output for the protocol alone: what anything else in the process prints there, a plugin for instance, goes
 * to standard error.
 */
function protocolAlone(stdout: Writable): Writable {
  if (stdout !== process.stdout) return stdout;
  const write = process.stdout.write.bind(process.stdout);
  process.stdout.write = process.stderr.write.bind(process.stderr);
  const protocol = new Writable({
    decodeStrings: false,
    write: (text: string, _, done) => void write(text, done),
  });
  process.stdout.on('error', (error: Error) => protocol.destroy(error));
  return protocol;
}
