import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import { afterEach } from '@jest/globals';

/** What stands between a client and a server, and may fail. */
export interface CuttingProxy {
  readonly url: string;
  /** Connections so far. */
  readonly connections: number;
  /** Answers that never arrive from now on: the connection ends in their place. */
  loseAnswers: number;
  /** Ends all connections. */
  cut(): void;
}

const endings: (() => void)[] = [];

afterEach(() => {
  for (const end of endings.splice(0)) end();
});

/** Passes bytes on to a server until it is told otherwise. */
export async function cuttingProxy(target: string): Promise<CuttingProxy> {
  const { hostname, port } = new URL(target);
  const sockets = new Set<Socket>();
  const proxy = { url: '', connections: 0, loseAnswers: 0, cut };
  function cut(): void {
    for (const socket of sockets) socket.resetAndDestroy();
    sockets.clear();
  }
  const server = createServer((near) => {
    proxy.connections++;
    const far = connect(Number(port), hostname);
    for (const [socket, other] of [
      [near, far],
      [far, near],
    ] as const) {
      sockets.add(socket);
      socket.on('error', () => undefined);
      socket.on('close', () => {
        sockets.delete(socket);
        other.destroy();
      });
    }
    near.on('data', (bytes) => far.write(bytes));
    far.on('data', (bytes) => {
      if (proxy.loseAnswers > 0) {
        proxy.loseAnswers--;
        near.resetAndDestroy();
        return;
      }
      near.write(bytes);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  endings.push(() => {
    cut();
    server.close();
  });
  proxy.url = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`;
  return proxy;
}
