import type { WireEvent } from '@safeai/api/wire';
import type { Timing } from '../timing.ts';
import type { EventSocket, SocketKind } from './event-socket.ts';

/** What a connection needs. */
export interface ConnectionOptions {
  readonly kind: SocketKind;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly timing: Timing;
  /** Longest time until it is open. Milliseconds. */
  readonly connectMs: number;
  /** Longest time without a frame. Milliseconds. */
  readonly silenceMs: number;
  readonly onOpen: () => void;
  readonly onFrame: (frame: WireEvent) => void;
  readonly onEnd: (end: ConnectionEnd) => void;
}

/** How a connection ended. */
export interface ConnectionEnd {
  readonly wasOpen: boolean;
  /** As the other end closed it; 1006 where it just ended. */
  readonly code: number;
  readonly reason: string;
}

/** What a socket that was never closed by the other end is said to be closed with (RFC 6455, 7.1.5). */
const ENDED = 1006;

/** One socket, from its opening to its end, which is told once. */
export class Connection {
  readonly #options: ConnectionOptions;
  readonly #socket: EventSocket;
  #wasOpen = false;
  #isEnded = false;
  #takeBack: () => void;

  /** @throws whatever the socket's class throws for the address */
  constructor(options: ConnectionOptions) {
    this.#options = options;
    const { kind, url, headers, timing, connectMs } = options;
    const socket = kind.sendsHeaders ? new kind.Socket(url, { headers }) : new kind.Socket(url);
    this.#socket = socket;
    this.#takeBack = timing.after(connectMs, () => {
      this.#cut('it was not opened in time');
    });
    socket.onopen = () => {
      if (this.#isEnded) return;
      this.#wasOpen = true;
      this.#watch();
      options.onOpen();
    };
    socket.onmessage = ({ data }: { readonly data: unknown }) => {
      this.#hear(data);
    };
    socket.onerror = () => undefined;
    socket.onclose = ({ code, reason }: { readonly code: number; readonly reason: unknown }) => {
      this.#end(code, typeof reason === 'string' ? reason : '');
    };
  }

  send(message: object): void {
    if (this.#wasOpen && !this.#isEnded) this.#socket.send(JSON.stringify(message));
  }

  /** Ends it; nothing is told any more. */
  close(): void {
    this.#isEnded = true;
    this.#takeBack();
    this.#leave();
  }

  #hear(data: unknown): void {
    if (this.#isEnded) return;
    const frame = frameOf(data);
    if (frame === undefined) {
      this.#cut('what came is no event');
      return;
    }
    this.#watch();
    this.#options.onFrame(frame);
  }

  /** Heartbeats come every 30 seconds: silence means that the other end is gone. */
  #watch(): void {
    this.#takeBack();
    const { timing, silenceMs } = this.#options;
    this.#takeBack = timing.after(silenceMs, () => {
      this.#cut('nothing came for too long');
    });
  }

  #cut(reason: string): void {
    this.#end(ENDED, reason);
    this.#leave();
  }

  #end(code: number, reason: string): void {
    if (this.#isEnded) return;
    this.#isEnded = true;
    this.#takeBack();
    this.#options.onEnd({ wasOpen: this.#wasOpen, code, reason });
  }

  #leave(): void {
    // A socket that is cut while it opens says so by an error, which is nobody's.
    this.#socket.onerror = () => undefined;
    if (this.#socket.terminate === undefined) this.#socket.close();
    else this.#socket.terminate();
  }
}

/** Longest frame and longest id, in UTF-16 code units: some way over what a server sends. What waits is counted in frames. */
const MAX_FRAME = 262_144;
const MAX_ID = 256;

function frameOf(data: unknown): WireEvent | undefined {
  if (typeof data !== 'string' || data.length > MAX_FRAME) return undefined;
  try {
    const frame = JSON.parse(data) as Partial<WireEvent> | null;
    const { event, id } = frame ?? {};
    const isFrame = typeof event === 'string' && typeof id === 'string' && id.length <= MAX_ID;
    return isFrame ? (frame as WireEvent) : undefined;
  } catch {
    return undefined;
  }
}
