import type { Server } from 'node:http';

/** How often connections that have become idle are looked for, in milliseconds. */
const LOOK_EVERY = 50;

/**
 * Ends a server: no new connections, requests in flight are answered, idle connections are closed.
 *
 * @param limitMs after which connections are cut
 * @returns whether all requests were answered in time
 */
export function drain(server: Server, limitMs: number): Promise<boolean> {
  return new Promise((resolve) => {
    let inTime = true;
    const idle = setInterval(() => {
      server.closeIdleConnections();
    }, LOOK_EVERY);
    const limit = setTimeout(() => {
      inTime = false;
      server.closeAllConnections();
    }, limitMs);
    server.close(() => {
      clearInterval(idle);
      clearTimeout(limit);
      resolve(inTime);
    });
    server.closeIdleConnections();
  });
}
