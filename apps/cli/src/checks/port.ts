import { createServer } from 'node:net';
import type { ServerSettings } from '../configuration/server-settings.ts';
import { systemCode, systemReason } from '../errors/system-error.ts';
import type { Check } from './check.ts';
import { askLocally } from '../connection/ask.ts';
import type { ServerFile } from '../connection/server-file.ts';
import { healthAt } from './health.ts';

/**
 * Whether `serve` could listen where it would. A SafeAI that runs there already is no fault.
 *
 * @param running the server that works on the same state
 */
export async function checkPort(
  { host, port }: ServerSettings,
  running?: ServerFile,
): Promise<Check> {
  const address = `${host.includes(':') ? `[${host}]` : host}:${port}`;
  if (port === 0) return { name: 'port', status: 'ok', detail: `any free one on ${host}` };
  const problem = await tryToListen(host, port);
  if (problem === undefined) return { name: 'port', status: 'ok', detail: `${address} is free` };
  if (systemCode(problem) === 'EADDRINUSE' && (await answersAs(address, running))) {
    return { name: 'port', status: 'ok', detail: `SafeAI is already running on ${address}` };
  }
  return {
    name: 'port',
    status: 'fail',
    detail: `cannot listen on ${address}: ${systemReason(problem)}`,
    hint: 'Choose another one: --port or --host of serve, or server.port and server.host.',
  };
}

/** Whether a SafeAI is what listens there. */
async function answersAs(address: string, running: ServerFile | undefined): Promise<boolean> {
  const port = address.replace(/^.*(?=:)/, '');
  const own = running?.url.endsWith(port) === true ? running : undefined;
  const health =
    own === undefined ? await healthAt(ownUrl(address)) : await healthAt(own.url, askLocally(own));
  return health !== undefined;
}

function tryToListen(host: string, port: number): Promise<unknown> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', resolve);
    server.listen(port, host, () => {
      server.close(() => {
        resolve(undefined);
      });
    });
  });
}

/** Whatever listens on all addresses is asked at one of them. */
function ownUrl(address: string): string {
  return `http://${address.replace(/^(?:0\.0\.0\.0|\[::\])(?=:)/, '127.0.0.1')}`;
}
