import { IncomingMessage, ServerResponse, type Server } from 'node:http';
import { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import type { Front } from '../http/front.ts';
import { splitTarget } from '../http/exchange.ts';
import type { ServedRoute } from '../routes/served-route.ts';
import type { EventStreams } from './event-streams.ts';

/** Where sockets are opened. */
const SOCKETS: ReadonlySet<string> = new Set(['events', 'events_filtered']);

/** What requests say that ask for a WebSocket. */
const WEBSOCKET = 'websocket';

/** Routes that are served as sockets, by their paths. */
function socketRoutes(routes: readonly ServedRoute[]): ReadonlyMap<string, ServedRoute> {
  return new Map(routes.filter(({ id }) => SOCKETS.has(id)).map((route) => [route.path, route]));
}

/**
 * A request that leaves HTTP where it asks for a WebSocket in a place of one, and nowhere else: Node would take any
 * request for such that offers another protocol, and some clients offer HTTP/2 with every first one.
 */
export function upgradableMessage(routes: readonly ServedRoute[]): typeof IncomingMessage {
  const places = socketRoutes(routes);
  return class extends IncomingMessage {
    /** What Node's parser says. */
    declare asksForUpgrade: boolean;

    set upgrade(asks: boolean) {
      this.asksForUpgrade = asks;
    }

    get upgrade(): boolean {
      if (!this.asksForUpgrade || this.method !== 'GET' || this.httpVersion !== '1.1') return false;
      return (
        this.headers.upgrade?.toLowerCase() === WEBSOCKET &&
        places.has(splitTarget(this.url ?? '').path)
      );
    }
  };
}

/**
 * The third dispatcher: requests for sockets. They pass the same edge as all others, and are refused by the same
 * answers.
 */
export function serveUpgrades(
  server: Server,
  routes: readonly ServedRoute[],
  { front, streams }: { readonly front: Front; readonly streams: EventStreams },
): void {
  const places = socketRoutes(routes);
  server.on('upgrade', (req: IncomingMessage, socket: Duplex, head: Buffer) => {
    // Its end may come at any time, and is nobody's fault.
    socket.on('error', () => undefined);
    // The answer to a request before it is still being written: nothing can be said in between.
    if (!(socket instanceof Socket) || isAnswering(socket)) {
      socket.destroy();
      return;
    }
    const res = new ServerResponse(req);
    res.shouldKeepAlive = false;
    res.assignSocket(socket);
    res.once('finish', () => {
      socket.destroySoon();
    });
    const exchange = front.enter(req, res);
    if (exchange === undefined) return;
    const route = places.get(exchange.path);
    if (route === undefined) socket.destroy();
    else void front.open(route, exchange, () => streams.socket(route, exchange, { socket, head }));
  });
}

function isAnswering(socket: Socket): boolean {
  const { _httpMessage: answer } = socket as { _httpMessage?: ServerResponse | null };
  return answer !== null && answer !== undefined;
}
