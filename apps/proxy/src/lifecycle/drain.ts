import type { Server } from 'node:http';
import { Server as NetServer } from 'node:net';

/** How long open connections may still send a request after the stop, in milliseconds. */
const GRACE = 250;

/** How often connections that have become idle are looked for after that, in milliseconds. */
const LOOK_EVERY = 50;

/**
 * Ends a server: no new connections, requests in flight are answered, idle connections are closed. Whoever
 * keeps a connection may have sent a request that was not read yet: for a short time they stay open, and each
 * answer is to say `Connection: close`.
 *
 * @param limitMs after which connections are cut
 * @param graceMs how long idle connections are kept, at most half of the limit
 * @returns whether all requests were answered in time
 */
export async function drain(server: Server, limitMs: number, graceMs = GRACE): Promise<boolean> {
  // Connections that the system has made already are taken first: closing would reset them.
  if (server.listening) await everythingRead();
  return new Promise((resolve) => {
    let inTime = true;
    let looking: NodeJS.Timeout | undefined;
    const grace = setTimeout(
      () => {
        const look = (): void => void closeIdle(server);
        looking = setInterval(look, LOOK_EVERY);
        look();
      },
      Math.min(graceMs, limitMs / 2),
    );
    const limit = setTimeout(() => {
      inTime = false;
      server.closeAllConnections();
    }, limitMs);
    // The `close` of an HTTP server would close idle connections at once.
    NetServer.prototype.close.call(server, () => {
      clearTimeout(grace);
      clearInterval(looking);
      clearTimeout(limit);
      // Ends what an HTTP server has beside its connections.
      server.close();
      resolve(inTime);
    });
  });
}

/** After a busy time, a timer is due before what has arrived in the meantime is read. */
async function closeIdle(server: Server): Promise<void> {
  await everythingRead();
  server.closeIdleConnections();
}

/** The second of two turns of the event loop has read all that had arrived before the first. */
async function everythingRead(): Promise<void> {
  for (let turn = 0; turn < 2; turn++) await new Promise((resolve) => setImmediate(resolve));
}
