import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A server that could not be started. The message is one line that says why and what to do. */
export class StartError extends Error {
  override readonly name = 'StartError';
}

/**
 * Starts to listen.
 *
 * @param port 0 for any free one
 * @returns the address and the port that it got
 * @throws StartError
 */
export function listen(server: Server, host: string, port: number): Promise<AddressInfo> {
  return new Promise((resolve, reject) => {
    const onError = (error: NodeJS.ErrnoException): void => {
      reject(startError(error, host, port));
    };
    server.once('error', onError);
    server.listen(port, host, () => {
      server.off('error', onError);
      resolve(server.address() as AddressInfo);
    });
  });
}

function startError(error: NodeJS.ErrnoException, host: string, port: number): StartError {
  return new StartError(reason(error, host, String(port)), { cause: error });
}

function reason(error: NodeJS.ErrnoException, host: string, port: string): string {
  switch (error.code) {
    case 'EADDRINUSE':
      return `Port ${port} on ${host} is taken; stop what listens there, or choose another port (server.port, --port).`;
    case 'EACCES':
      return `Port ${port} on ${host} may not be opened by this user; choose one over 1023 (server.port, --port).`;
    case 'EADDRNOTAVAIL':
      return `${host} is no address of this machine (server.host, --host).`;
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return `The name ${host} has no address (server.host, --host).`;
    default:
      return `Cannot listen on ${host}:${port}: ${error.code ?? error.message}.`;
  }
}

/** The address of a server as a URL. */
export function urlOf(server: Server, host: string, port: number): string {
  const scheme = 'setSecureContext' in server ? 'https' : 'http';
  return `${scheme}://${host.includes(':') ? `[${host}]` : host}:${String(port)}`;
}
