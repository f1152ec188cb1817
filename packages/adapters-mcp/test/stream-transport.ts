import type { Readable, Writable } from 'node:stream';
import { createInterface } from 'node:readline';

interface Message {
  readonly jsonrpc: '2.0';
}

/** What a host speaks through: JSON lines over a pair of streams, for either line of the SDK. */
export class StreamTransport {
  onclose?: () => void;
  onerror?: (error: Error) => void;
  onmessage?: (message: never) => void;
  /** All that came, as it came. */
  readonly received: string[] = [];
  readonly #from: Readable;
  readonly #to: Writable;

  constructor(from: Readable, to: Writable) {
    this.#from = from;
    this.#to = to;
  }

  start(): Promise<void> {
    const lines = createInterface({ input: this.#from });
    lines.on('line', (line) => {
      this.received.push(line);
      this.onmessage?.(JSON.parse(line) as never);
    });
    lines.on('close', () => this.onclose?.());
    return Promise.resolve();
  }

  send(message: Message): Promise<void> {
    this.#to.write(`${JSON.stringify(message)}\n`);
    return Promise.resolve();
  }

  close(): Promise<void> {
    this.#to.end();
    this.onclose?.();
    return Promise.resolve();
  }
}
