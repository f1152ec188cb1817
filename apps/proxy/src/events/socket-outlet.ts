import type { Socket } from 'node:net';
import type { WebSocket } from 'ws';
import { CLOSE, type CloseCode, type Outlet } from './outlet.ts';

/**
 * The frames of a listener on its socket. They are whole and not compressed, so they need not go through the WebSocket,
 * which would frame each of them anew for each listener; what it sends itself stands between them.
 */
export class SocketOutlet implements Outlet {
  readonly #ws: WebSocket;
  readonly #socket: Socket;

  constructor(ws: WebSocket, socket: Socket) {
    this.#ws = ws;
    this.#socket = socket;
  }

  write(bytes: Buffer): void {
    // After a frame that closes, no other may come (RFC 6455, 5.5.1).
    if (this.#ws.readyState === this.#ws.OPEN) this.#socket.write(bytes);
  }

  get waiting(): number {
    return this.#socket.writableLength;
  }

  get taken(): number {
    return this.#socket.bytesWritten - this.#socket.writableLength;
  }

  end(code: CloseCode, reason: string): void {
    this.#ws.close(code, reason);
    // Nobody who has to be told again and again is listened to any more.
    if (code === CLOSE.tooMuch) this.#ws.terminate();
  }

  cut(): void {
    this.#ws.terminate();
  }
}
