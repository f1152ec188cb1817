import { once } from 'node:events';
import { connect, createServer } from 'node:net';

/**
 * A way to a server that can be cut: hands on bytes between a port of its own and that of `url`.
 *
 * - `url`: to be used in the place of the server's
 * - `cut()`: ends all connections and takes no more; `mend()` takes them again
 * - `close()`
 */
export async function cuttable(url) {
  const { hostname, port } = new URL(url);
  const sockets = new Set();
  let isCut = false;
  const way = createServer((near) => {
    const far = connect(Number(port), hostname);
    for (const [socket, other] of [
      [near, far],
      [far, near],
    ]) {
      sockets.add(socket);
      socket.on('error', () => other.destroy());
      socket.on('close', () => {
        sockets.delete(socket);
        other.destroy();
      });
    }
    if (isCut) near.destroy();
    else near.pipe(far).pipe(near);
  }).listen(0, '127.0.0.1');
  await once(way, 'listening');
  const cut = () => {
    isCut = true;
    for (const socket of sockets) socket.destroy();
  };
  return {
    url: `http://127.0.0.1:${way.address().port}`,
    cut,
    mend: () => {
      isCut = false;
    },
    close: async () => {
      cut();
      way.close();
      await once(way, 'close');
    },
  };
}
