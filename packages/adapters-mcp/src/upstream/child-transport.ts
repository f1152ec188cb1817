import { type ChildProcessByStdio, spawn } from 'node:child_process';
import type { Readable, Writable } from 'node:stream';
import type { Transport } from '@modelcontextprotocol/sdk/shared/transport.js';
import { type JSONRPCMessage, JSONRPCMessageSchema } from '@modelcontextprotocol/sdk/types.js';
import { MessageLines } from './message-lines.ts';
import { guardGroup, HAS_GROUPS, signalGroup } from './process-group.ts';
import { type Rate, RateGate } from './rate-gate.ts';

/** A server that is a process of ours. */
export interface ChildServer {
  readonly command: string;
  readonly args: readonly string[];
  readonly cwd?: string;
  /** The whole environment of the process. */
  readonly env: Readonly<Record<string, string>>;
}

/** What a process may do before it is ended. */
export interface ChildLimits {
  /** Longest message, in bytes, either way. */
  readonly maxMessageBytes: number;
  /** Messages and other lines on its standard output. */
  readonly messages: Rate;
  /** Lines on its standard output that are no messages. */
  readonly maxGarbage: number;
  /** How long it may take to end by itself, and then by SIGTERM, in milliseconds. */
  readonly graceMs: number;
}

type Child = ChildProcessByStdio<Writable, Readable, Readable>;

/**
 * Speaks MCP with a process over its standard input and output. The process is the leader of a group of its own, and
 * the whole group ends with the connection and with us.
 */
export class ChildTransport implements Transport {
  onclose?: () => void;
  onerror?: (error: Error) => void;
  onmessage?: (message: JSONRPCMessage) => void;
  readonly #server: ChildServer;
  readonly #limits: ChildLimits;
  readonly #onLog: (line: string) => void;
  readonly #rate: RateGate;
  #child: Child | undefined;
  #ended: Promise<void> | undefined;
  #garbage = 0;
  #why: string | undefined;

  /** @param onLog takes each line of its standard error, cut to {@link MAX_LOG_LINE} bytes */
  constructor(server: ChildServer, limits: ChildLimits, onLog: (line: string) => void) {
    this.#server = server;
    this.#limits = limits;
    this.#onLog = onLog;
    this.#rate = new RateGate(limits.messages);
  }

  /** Why the process is gone, for people; undefined while it runs. */
  get why(): string | undefined {
    return this.#why;
  }

  /** Its process id; undefined before the start, and where it could not be started. */
  get pid(): number | undefined {
    return this.#child?.pid;
  }

  async start(): Promise<void> {
    const { command, args, cwd, env } = this.#server;
    const child = spawn(command, args, {
      ...(cwd === undefined ? {} : { cwd }),
      env: { ...env },
      stdio: ['pipe', 'pipe', 'pipe'],
      detached: HAS_GROUPS,
      windowsHide: true,
    });
    this.#child = child;
    await new Promise<void>((resolve, reject) => {
      child.once('error', reject);
      child.once('spawn', resolve);
    });
    const letGo = guardGroup(child.pid ?? 0);
    this.#ended = new Promise((resolve) => {
      child.once('exit', (code, signal) => {
        this.#why ??= signal === null ? `it ended with code ${String(code)}` : `${signal} ended it`;
        // What it left behind would hold its pipes open.
        signalGroup(child, 'SIGKILL');
        // And what left the group holds them open still.
        setTimeout(() => {
          child.stdout.destroy();
          child.stderr.destroy();
        }, LAST_WORDS_MS).unref();
        letGo();
        resolve();
      });
    });
    child.on('error', (error) => this.onerror?.(error));
    child.on('close', () => this.onclose?.());
    child.stdin.on('error', (error) => this.onerror?.(error));
    this.#readMessages(child.stdout);
    this.#readLog(child.stderr);
  }

  async send(message: JSONRPCMessage): Promise<void> {
    const child = this.#child;
    if (child === undefined || this.#why !== undefined) throw new Error('The server is gone.');
    const line = `${JSON.stringify(message)}\n`;
    if (Buffer.byteLength(line) > this.#limits.maxMessageBytes) {
      throw new RangeError(`The message is longer than ${this.#limits.maxMessageBytes} bytes.`);
    }
    if (child.stdin.writableLength > this.#limits.maxMessageBytes) {
      this.#fail('it reads nothing');
      throw new Error('The server is gone.');
    }
    await new Promise<void>((resolve, reject) => {
      child.stdin.write(line, (error) => {
        if (error) reject(error);
        else resolve();
      });
    });
  }

  /** Lets the server end, and sees that it does. */
  async close(): Promise<void> {
    const child = this.#child;
    if (child === undefined || this.#ended === undefined) return;
    this.#why ??= 'the connection was closed';
    child.stdin.end();
    for (const signal of ['SIGTERM', 'SIGKILL'] as const) {
      if (await isOver(this.#ended, this.#limits.graceMs)) return;
      signalGroup(child, signal);
    }
    await this.#ended;
  }

  #readMessages(stdout: Readable): void {
    const lines = new MessageLines(this.#limits.maxMessageBytes, (line) => {
      if (this.#why !== undefined || line.trim() === '') return;
      if (!this.#rate.take()) this.#fail('it floods');
      else this.#readMessage(line);
    });
    stdout.on('data', (chunk: Buffer) => {
      if (this.#why !== undefined) return;
      try {
        lines.write(chunk);
      } catch {
        this.#fail(`it sent more than ${this.#limits.maxMessageBytes} bytes in one message`);
      }
    });
    stdout.on('error', (error) => this.onerror?.(error));
  }

  #readMessage(line: string): void {
    const message = parseMessage(line);
    if (message !== undefined) {
      this.onmessage?.(message);
      return;
    }
    this.#garbage += 1;
    if (this.#garbage > this.#limits.maxGarbage) this.#fail('it writes what is no MCP message');
    else this.onerror?.(new Error('A line on its standard output is no MCP message.'));
  }

  #readLog(stderr: Readable): void {
    let held = '';
    stderr.setEncoding('utf8');
    stderr.on('data', (chunk: string) => {
      const lines = (held + chunk).split('\n');
      held = lines.pop() ?? '';
      for (const line of lines) this.#onLog(line.slice(0, MAX_LOG_LINE));
      if (held.length > MAX_LOG_LINE) {
        this.#onLog(held.slice(0, MAX_LOG_LINE));
        held = '';
      }
    });
    stderr.on('end', () => {
      if (held !== '') this.#onLog(held);
    });
    stderr.on('error', () => undefined);
  }

  #fail(why: string): void {
    if (this.#why !== undefined || this.#child === undefined) return;
    this.#why = why;
    this.onerror?.(new Error(`The server was ended: ${why}.`));
    signalGroup(this.#child, 'SIGKILL');
  }
}

/** How long what a process wrote at its end may take to be read, in milliseconds. */
const LAST_WORDS_MS = 500;

/** Longest line of a log that is passed on. */
export const MAX_LOG_LINE = 8192;

function parseMessage(line: string): JSONRPCMessage | undefined {
  try {
    const parsed = JSONRPCMessageSchema.safeParse(JSON.parse(line));
    return parsed.success ? parsed.data : undefined;
  } catch {
    return undefined;
  }
}

/** Whether something ends within a time, in milliseconds. */
async function isOver(ended: Promise<void>, within: number): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<false>((resolve) => {
    timer = setTimeout(resolve, within, false);
  });
  try {
    return await Promise.race([ended.then(() => true as const), late]);
  } finally {
    clearTimeout(timer);
  }
}
