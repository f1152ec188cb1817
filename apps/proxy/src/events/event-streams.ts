import type { IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import { parsePosition, toEventsAsked, type EventsAsked } from '@safeai/api';
import type { Principal } from '@safeai/core';
import { WebSocketServer, type RawData, type WebSocket } from 'ws';
import { mayName } from '../edge/principal.ts';
import type { Exchange } from '../http/exchange.ts';
import { HttpError } from '../http/problem.ts';
import { ClientGone } from '../http/read-body.ts';
import type { ServedRoute } from '../routes/served-route.ts';
import { SSE, WEBSOCKET } from './encoding.ts';
import type { EventHub, Listening } from './hub.ts';
import { letHear, type Hearing, type HearingOptions } from './opening.ts';
import { CLOSE } from './outlet.ts';
import { SocketOutlet } from './socket-outlet.ts';
import { StreamOutlet } from './stream-outlet.ts';
import type { Timing } from './timing.ts';

/** Largest message of a listener, in bytes. */
const MAX_MESSAGE_BYTES = 16_384;

/** Most messages of a listener in a minute. */
const MOST_MESSAGES = 60;
const MINUTE_MS = 60_000;

/** How long is waited for the first message, in milliseconds. */
const FIRST_MESSAGE_MS = 1_000;

/** How long a socket may take to answer that it is closed, in milliseconds. */
const CLOSE_MS = 5_000;

/** Longest reason of a close frame (RFC 6455, 5.5), in bytes. */
const MAX_REASON_BYTES = 123;

/** What streams are opened with. */
export interface EventStreamsOptions extends HearingOptions {
  readonly hub: EventHub;
  readonly timing: Timing;
}

/** Opens streams of events: sockets, and answers that go on. */
export class EventStreams {
  readonly #options: EventStreamsOptions;
  readonly #server = new WebSocketServer({
    noServer: true,
    clientTracking: false,
    perMessageDeflate: false,
    maxPayload: MAX_MESSAGE_BYTES,
    ...{ closeTimeout: CLOSE_MS },
  });
  readonly #refused = new WeakMap<IncomingMessage, (error: Error) => void>();

  constructor(options: EventStreamsOptions) {
    this.#options = options;
    this.#server.on('wsClientError', (error, _, req) => {
      this.#refused.get(req)?.(error);
    });
  }

  /**
   * Answers with events as server-sent events.
   *
   * @returns the status
   * @throws (rejects) whatever was wrong, before anything was answered
   */
  async stream(route: ServedRoute, exchange: Exchange): Promise<number> {
    const { hub, timing } = this.#options;
    const { req, res } = exchange;
    const hearing = await letHear(route, exchange, this.#options);
    const asked = { ...hearing.asked, since: lastEventOf(req) ?? hearing.asked.since };
    const place = hub.take(hearing.owner);
    if (res.destroyed) {
      place();
      throw new ClientGone();
    }
    res.writeHead(200, [
      ...route.securityHeaders,
      ...['content-type', `${route.mediaType}; charset=utf-8`],
      ...['cache-control', 'no-store, no-transform'],
      // Proxies that collect answers would keep the events.
      ...['x-accel-buffering', 'no'],
      ...['x-request-id', exchange.requestId],
      ...(exchange.traceparent === undefined ? [] : ['traceparent', exchange.traceparent]),
    ]);
    if (req.method === 'HEAD') {
      place();
      res.end();
      return 200;
    }
    res.flushHeaders();
    const outlet = new StreamOutlet(res, timing);
    const { principal, renew } = hearing;
    const listening = hub.open({ principal, asked, encoding: SSE, outlet, place, renew });
    res.on('drain', () => {
      listening.drained();
    });
    res.once('close', () => {
      listening.left();
    });
    return 200;
  }

  /**
   * Makes a WebSocket of a connection, which tells events from then on.
   *
   * @param head what came after the request already
   * @returns the status
   * @throws (rejects) whatever was wrong, before anything was answered
   */
  async socket(
    route: ServedRoute,
    exchange: Exchange,
    { socket, head }: { readonly socket: Socket; readonly head: Buffer },
  ): Promise<number> {
    const { hub } = this.#options;
    const hearing = await letHear(route, exchange, this.#options);
    const place = hub.take(hearing.owner);
    try {
      const ws = await this.#accept(exchange, socket, head);
      try {
        this.#serve(ws, { route, socket, hearing, place });
      } catch (error) {
        // It is a WebSocket already: no answer can say what was wrong.
        ws.terminate();
        throw error;
      }
    } catch (error) {
      place();
      throw error;
    }
    return 101;
  }

  /** @throws (rejects) HttpError for a handshake that is none; ClientGone */
  async #accept({ req, res }: Exchange, socket: Socket, head: Buffer): Promise<WebSocket> {
    if (socket.destroyed) throw new ClientGone();
    res.detachSocket(socket);
    try {
      return await new Promise<WebSocket>((resolve, reject) => {
        const gone = (): void => {
          reject(new ClientGone());
        };
        socket.once('close', gone);
        this.#refused.set(req, reject);
        this.#server.handleUpgrade(req, socket, head, (ws) => {
          socket.off('close', gone);
          resolve(ws);
        });
      });
    } catch (error) {
      if (error instanceof ClientGone) throw error;
      res.assignSocket(socket);
      throw new HttpError('invalid_request', `This opens no WebSocket: ${messageOf(error)}.`, {
        status: 400,
        headers: { 'sec-websocket-version': '13' },
      });
    }
  }

  #serve(
    ws: WebSocket,
    {
      route,
      socket,
      hearing,
      place,
    }: {
      readonly route: ServedRoute;
      readonly socket: Socket;
      readonly hearing: Hearing;
      readonly place: () => void;
    },
  ): void {
    const { hub, timing } = this.#options;
    const { principal, asked, renew } = hearing;
    const outlet = new SocketOutlet(ws, socket);
    const isHeld = route.id === 'events_filtered' && !hearing.isAsking;
    const listening = hub.open({
      ...{ principal, asked, encoding: WEBSOCKET, outlet, place, isHeld, renew },
    });
    const release = timing.after(FIRST_MESSAGE_MS, () => {
      listening.release();
    });
    const messages = new Messages(timing);
    ws.on('message', (data, isBinary) => {
      listening.heard();
      const text = isBinary ? null : textOf(data);
      if (text?.trim() === '') return;
      if (!messages.isWithin()) listening.end(CLOSE.tooMuch, 'too many messages');
      else change(listening, principal, text);
    });
    ws.on('pong', () => {
      listening.heard();
    });
    ws.on('ping', () => {
      listening.heard();
    });
    // What is wrong with a frame the WebSocket tells by itself, and closes.
    ws.on('error', () => undefined);
    socket.on('drain', () => {
      listening.drained();
    });
    ws.once('close', () => {
      release();
      listening.left();
    });
  }
}

/** Listens to what a message says. @param text null for one that is no text */
function change(listening: Listening, principal: Principal, text: string | null): void {
  let asked: EventsAsked;
  try {
    if (text === null) throw new Error('a filter is a text message');
    asked = toEventsAsked(JSON.parse(text));
  } catch (error) {
    const why = error instanceof SyntaxError ? 'it is not JSON' : messageOf(error);
    listening.end(CLOSE.badFilter, reasonOf(`no filter: ${why}`));
    return;
  }
  const { tenantId } = asked.filter;
  if (tenantId !== null && !mayName(principal, tenantId)) {
    listening.end(CLOSE.forbidden, 'tenant_id names none of the tenants of the caller');
    return;
  }
  listening.listenTo(asked);
}

/** Counts the messages of a listener. */
class Messages {
  readonly #timing: Timing;
  #count = 0;
  #until = -Infinity;

  constructor(timing: Timing) {
    this.#timing = timing;
  }

  /** Counts one more. */
  isWithin(): boolean {
    const now = this.#timing.elapsed();
    if (now >= this.#until) {
      this.#until = now + MINUTE_MS;
      this.#count = 0;
    }
    return ++this.#count <= MOST_MESSAGES;
  }
}

/** What who comes back says that they were told last; undefined where they say nothing that could be it. */
function lastEventOf({ headers }: IncomingMessage) {
  const last = headers['last-event-id'];
  return typeof last === 'string' ? parsePosition(last) : undefined;
}

function textOf(data: RawData): string {
  if (Array.isArray(data)) return Buffer.concat(data).toString();
  return (Buffer.isBuffer(data) ? data : Buffer.from(data)).toString();
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : 'it cannot be read';
}

/** Cut to what a close frame takes; never in the middle of a character. */
function reasonOf(text: string): string {
  let reason = text;
  while (Buffer.byteLength(reason) > MAX_REASON_BYTES) reason = reason.slice(0, -1);
  return reason;
}
