import { once } from 'node:events';
import {
  createServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';

/** A place where the server waits until the test lets it go on. */
export class Pause {
  /** Fulfilled once everything before it has been written. */
  readonly reached: Promise<void>;
  /** Lets the server go on, now or as soon as it comes here. */
  readonly go: () => void;
  readonly #arrive: () => void;
  readonly #over: Promise<void>;

  constructor() {
    [this.reached, this.#arrive] = signal();
    [this.#over, this.go] = signal();
  }

  /** For the server: it came here. */
  wait(): Promise<void> {
    this.#arrive();
    return this.#over;
  }
}

function signal(): [given: Promise<void>, give: () => void] {
  let give = (): void => undefined;
  const given = new Promise<void>((resolve) => (give = resolve));
  return [given, give];
}

/** Bytes to write; a place to wait; or an end without an end: the connection is reset, or closed in good order. */
export type Step = Uint8Array | Pause | 'reset' | 'close';

/** What the server says to a request. */
export interface Scripted {
  readonly status?: number;
  /** Absent: the answer does not say. */
  readonly contentType?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Waited for before anything is written, the status included. */
  readonly before?: Pause;
  /** Done one by one, each after the bytes of the one before have gone. */
  readonly pieces: readonly Step[];
}

/** A request as it arrived. */
export interface ReceivedRequest {
  readonly method: string;
  /** With its query. */
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
  /** Fulfilled when the exchange is over: whether the answer went out whole, and the caller was there to the end. */
  readonly answered: Promise<boolean>;
}

/** A provider on this machine that says what it is told to, and keeps what it was asked. */
export class ScriptedServer {
  /** Since `says` or `answers` was called last. */
  received: ReceivedRequest[] = [];
  readonly #server: Server;
  #answer: (request: ReceivedRequest, index: number) => Scripted = () => ({ pieces: [] });
  #asked = 0;
  #waiting: (() => void)[] = [];

  readonly #keeps: boolean;

  /** @param keeps whether requests are kept in `received`; not for the many of a measurement */
  constructor(keeps = true) {
    this.#keeps = keeps;
    this.#server = createServer((request, response) => {
      this.#serve(request, response).catch(() => response.destroy());
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

  /** Answers the next requests by these, in turn, and all after them by the last. */
  says(...scripted: readonly [Scripted, ...Scripted[]]): void {
    this.answers((_request, index) => scripted[index] ?? scripted.at(-1) ?? scripted[0]);
  }

  /** Answers each request by what this makes of it. */
  answers(answer: (request: ReceivedRequest, index: number) => Scripted): void {
    this.#answer = answer;
    this.#asked = 0;
    this.received = [];
  }

  /** How many requests came since `says` or `answers`. */
  get requests(): number {
    return this.#asked;
  }

  /** The request of this index, counted from 0, as soon as it has come whole. */
  async request(index = 0): Promise<ReceivedRequest> {
    for (;;) {
      const request = this.received[index];
      if (request !== undefined) return request;
      await new Promise<void>((resolve) => this.#waiting.push(resolve));
    }
  }

  /** Without a path. */
  get url(): string {
    return `http://127.0.0.1:${String((this.#server.address() as AddressInfo).port)}`;
  }

  async #serve(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    const answered = once(response, 'close').then(() => response.writableFinished);
    const body = await buffer(incoming);
    const { method = '', url: path = '', headers } = incoming;
    const request = { method, path, headers, body, answered };
    if (this.#keeps) this.received.push(request);
    const scripted = this.#answer(request, this.#asked++);
    for (const resolve of this.#waiting.splice(0)) resolve();
    await write(response, scripted);
  }
}

async function write(response: ServerResponse, scripted: Scripted): Promise<void> {
  const { status = 200, contentType, headers, before, pieces } = scripted;
  await before?.wait();
  response.writeHead(status, {
    ...(contentType === undefined ? {} : { 'content-type': contentType }),
    ...headers,
  });
  for (const step of pieces) {
    if (response.destroyed) return;
    if (step instanceof Pause) {
      response.flushHeaders();
      await step.wait();
    } else if (step === 'reset') {
      response.socket?.resetAndDestroy();
      return;
    } else if (step === 'close') {
      response.destroy();
      return;
    } else {
      await new Promise<void>((resolve) => {
        response.write(step, () => setImmediate(resolve));
      });
    }
  }
  response.end();
}
