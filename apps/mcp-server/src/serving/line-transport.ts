import type { Readable, Writable } from 'node:stream';
import {
  INVALID_REQUEST,
  isJSONRPCErrorResponse,
  isJSONRPCRequest,
  isJSONRPCResultResponse,
  PARSE_ERROR,
  parseJSONRPCMessage,
  type JSONRPCMessage,
  type RequestId,
  type Transport,
} from '@modelcontextprotocol/server';

/** Longest message, in bytes: some way over the largest body that a gateway takes. */
const MAX_LINE = 16 * 1024 * 1024;

/** How much of each end of a message that is too long is kept, to tell whose it was. Bytes. */
const KEPT = 256;

/** How long answers may take once the host has closed its end. Milliseconds. */
const GRACE = 10_000;

/** Requests that may be under way. Past it nothing is read: the others wait in the pipe, and with them the host. */
const MOST_OPEN = 32;

const NEWLINE = 0x0a;

/**
 * Messages as lines, no more at once than can be answered. A line that is no message, or too long for one, gets an error, and the next one is read. When the
 * host closes its end, what is under way is answered first.
 */
export class LineTransport implements Transport {
  onclose?: () => void;
  onerror?: (error: Error) => void;
  onmessage?: (message: JSONRPCMessage) => void;
  /** Settles when the connection has ended. */
  readonly closed: Promise<void>;
  readonly #input: Readable;
  readonly #output: Writable;
  readonly #line = new Line();
  /** How many requests of each id are under way. */
  readonly #open = new Map<RequestId, number>();
  #opened = 0;
  #hasEnded = false;
  #isClosed = false;
  #grace: NodeJS.Timeout | undefined;
  #settle: () => void = () => undefined;

  constructor(input: Readable, output: Writable) {
    this.#input = input;
    this.#output = output;
    this.closed = new Promise((resolve) => (this.#settle = resolve));
  }

  start(): Promise<void> {
    this.#input.on('data', this.#read);
    this.#input.on('end', this.#end);
    this.#input.on('close', this.#end);
    this.#input.on('error', this.#end);
    // Nobody reads the answers any more.
    this.#output.on('error', this.#leave);
    return Promise.resolve();
  }

  send(message: JSONRPCMessage): Promise<void> {
    if (this.#isClosed) return Promise.resolve();
    const isAnswer = isJSONRPCResultResponse(message) || isJSONRPCErrorResponse(message);
    return new Promise((resolve) => {
      this.#output.write(`${JSON.stringify(message)}\n`, () => {
        if (isAnswer && message.id !== undefined) this.#answered(message.id);
        resolve();
      });
    });
  }

  close(): Promise<void> {
    if (this.#isClosed) return Promise.resolve();
    this.#isClosed = true;
    clearTimeout(this.#grace);
    this.#input.off('data', this.#read);
    this.#input.pause();
    this.onclose?.();
    this.#settle();
    return Promise.resolve();
  }

  readonly #read = (chunk: Buffer | string): void => {
    const bytes = typeof chunk === 'string' ? Buffer.from(chunk) : chunk;
    for (let from = 0; from < bytes.length;) {
      const at = bytes.indexOf(NEWLINE, from);
      this.#line.add(bytes.subarray(from, at === -1 ? bytes.length : at));
      if (at === -1) return;
      from = at + 1;
      this.#receive(this.#line.take());
    }
  };

  #receive(line: string | TooLong): void {
    if (typeof line !== 'string') {
      this.#refuse(line.id, INVALID_REQUEST, `A message may have ${MAX_LINE} bytes at most.`);
      return;
    }
    if (line.trim() === '') return;
    let document: unknown;
    try {
      document = JSON.parse(line);
    } catch {
      this.#refuse(null, PARSE_ERROR, 'The line is not JSON.');
      return;
    }
    let message: JSONRPCMessage;
    try {
      message = parseJSONRPCMessage(document);
    } catch {
      this.#refuse(idOf(document), INVALID_REQUEST, 'The line is no JSON-RPC message.');
      return;
    }
    if (isJSONRPCRequest(message)) this.#begin(message.id);
    else if ('method' in message && message.method === 'notifications/cancelled') {
      // Nobody waits for its answer.
      this.#answered((message.params as { requestId?: RequestId } | undefined)?.requestId ?? '');
    }
    this.onmessage?.(message);
  }

  #refuse(id: RequestId | null, code: number, message: string): void {
    const refusal = { jsonrpc: '2.0', id, error: { code, message } };
    this.#output.write(`${JSON.stringify(refusal)}\n`);
  }

  #begin(id: RequestId): void {
    this.#open.set(id, (this.#open.get(id) ?? 0) + 1);
    this.#opened += 1;
    if (this.#opened >= MOST_OPEN) this.#input.pause();
  }

  #answered(id: RequestId): void {
    const open = this.#open.get(id);
    if (open !== undefined) {
      if (open === 1) this.#open.delete(id);
      else this.#open.set(id, open - 1);
      this.#opened -= 1;
      if (this.#opened < MOST_OPEN && !this.#isClosed) this.#input.resume();
    }
    this.#closeWhenDone();
  }

  readonly #end = (): void => {
    if (this.#hasEnded) return;
    this.#hasEnded = true;
    this.#grace = setTimeout(this.#leave, GRACE);
    this.#closeWhenDone();
  };

  readonly #leave = (): void => {
    void this.close();
  };

  #closeWhenDone(): void {
    if (this.#hasEnded && this.#opened === 0) void this.close();
  }
}

/** A message that was not kept. */
interface TooLong {
  readonly id: RequestId | null;
}

/** A line as its pieces come. One that is too long is counted, and not kept. */
class Line {
  #pieces: Buffer[] = [];
  #bytes = 0;

  add(piece: Buffer): void {
    const isKept = this.#bytes <= MAX_LINE;
    this.#bytes += piece.length;
    if (this.#bytes <= MAX_LINE) this.#pieces.push(piece);
    else if (isKept) this.#pieces = [head(this.#pieces[0] ?? piece), tail(piece)];
    else this.#pieces = [this.#pieces[0] ?? piece, tail(Buffer.concat([this.#last, piece]))];
  }

  take(): string | TooLong {
    const text = Buffer.concat(this.#pieces).toString('utf8');
    const isKept = this.#bytes <= MAX_LINE;
    this.#pieces = [];
    this.#bytes = 0;
    return isKept ? text : { id: idAtEnds(text) };
  }

  get #last(): Buffer {
    return this.#pieces[1] ?? Buffer.alloc(0);
  }
}

function head(piece: Buffer): Buffer {
  return Buffer.from(piece.subarray(0, KEPT));
}

function tail(piece: Buffer): Buffer {
  return Buffer.from(piece.subarray(-KEPT));
}

/** Clients write the id first or last. */
function idAtEnds(text: string): RequestId | null {
  const found =
    /"id":\s*(\d{1,15}|"[^"\\]{0,100}")\s*\}\s*$/.exec(text) ??
    /^\s*\{(?:\s*"jsonrpc":\s*"2\.0",)?\s*"id":\s*(\d{1,15}|"[^"\\]{0,100}")\s*,/.exec(text);
  return found?.[1] === undefined ? null : (JSON.parse(found[1]) as RequestId);
}

function idOf(document: unknown): RequestId | null {
  const { id } = (document ?? {}) as { id?: unknown };
  return typeof id === 'string' || typeof id === 'number' ? id : null;
}
