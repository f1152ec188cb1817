import { createServer, type Server } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';

/** What the server says to every request. */
export interface Scripted {
  readonly status?: number;
  readonly contentType: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Written one by one, each after the one before it has gone. */
  readonly pieces: readonly Uint8Array[];
}

/** A provider on this machine that says what it is told to. */
export class ScriptedServer {
  requests = 0;
  readonly #server: Server;
  #scripted: Scripted = { contentType: 'text/plain', pieces: [] };

  constructor() {
    this.#server = createServer((request, response) => {
      this.requests++;
      request.resume();
      const { status = 200, contentType, headers = {}, pieces } = this.#scripted;
      response.writeHead(status, { 'content-type': contentType, ...headers });
      const send = (index: number): void => {
        const piece = pieces[index];
        if (piece === undefined) response.end();
        else response.write(piece, () => setImmediate(send, index + 1));
      };
      send(0);
    });
  }

  async start(): Promise<void> {
    this.#server.listen(0, '127.0.0.1');
    await once(this.#server, 'listening');
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    this.#server.close();
    await once(this.#server, 'close');
  }

  says(scripted: Scripted): void {
    this.#scripted = scripted;
    this.requests = 0;
  }

  get url(): string {
    return `http://127.0.0.1:${String((this.#server.address() as AddressInfo).port)}`;
  }
}
