import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable, Writable } from 'node:stream';

const PROGRAM = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find(
  (path) => existsSync(path),
);

/** Whether this machine has the browser. */
export const HAS_CHROMIUM = PROGRAM !== undefined;

interface Reply {
  readonly id?: number;
  readonly result?: Readonly<Record<string, unknown>>;
  readonly error?: { readonly message: string };
}

/** A real browser without a window, spoken to by the DevTools protocol through pipes: it listens nowhere. */
export class Chromium {
  readonly #child: ChildProcess;
  readonly #folder: string;
  readonly #waiting = new Map<number, (reply: Reply) => void>();
  #count = 0;
  #session: string | undefined;

  private constructor(child: ChildProcess, folder: string) {
    this.#child = child;
    this.#folder = folder;
    let text = '';
    (child.stdio[4] as Readable).on('data', (chunk: Buffer) => {
      const parts = (text + chunk.toString('utf8')).split('\0');
      text = parts.pop() ?? '';
      for (const part of parts) this.#take(JSON.parse(part) as Reply);
    });
  }

  /** Starts one with a profile of its own and a blank page. */
  static async start(): Promise<Chromium> {
    if (PROGRAM === undefined) throw new Error('There is no Chromium here.');
    const folder = await mkdtemp(join(tmpdir(), 'safeai-chromium-'));
    const flags = ['--headless', '--no-sandbox', '--disable-gpu', '--remote-debugging-pipe'];
    const child = spawn(PROGRAM, [...flags, `--user-data-dir=${folder}`, 'about:blank'], {
      stdio: ['ignore', 'ignore', 'ignore', 'pipe', 'pipe'],
    });
    const browser = new Chromium(child, folder);
    const { targetId } = await browser.#send('Target.createTarget', { url: 'about:blank' });
    const { sessionId } = await browser.#send('Target.attachToTarget', { targetId, flatten: true });
    browser.#session = String(sessionId);
    return browser;
  }

  /** Goes to an address. */
  async open(url: string): Promise<void> {
    await this.#send('Page.navigate', { url });
  }

  /** The value of an expression in the page, once it is one; awaited where it is a promise. */
  async value(expression: string): Promise<unknown> {
    const { result, exceptionDetails } = await this.#send('Runtime.evaluate', {
      expression,
      awaitPromise: true,
      returnByValue: true,
    });
    if (exceptionDetails !== undefined) throw new Error(JSON.stringify(exceptionDetails));
    return (result as { value?: unknown }).value;
  }

  /** Waits until an expression is true in the page. */
  async until(condition: string): Promise<void> {
    for (;;) {
      // A page that is being left has no answer.
      if ((await this.value(condition).catch(() => false)) === true) return;
    }
  }

  /** Ends it. */
  async close(): Promise<void> {
    const ended = new Promise((resolve) => this.#child.once('exit', resolve));
    this.#child.kill('SIGKILL');
    await ended;
    await rm(this.#folder, { recursive: true, force: true, maxRetries: 5 });
  }

  async #send(method: string, params: object): Promise<Readonly<Record<string, unknown>>> {
    const id = ++this.#count;
    const reply = await new Promise<Reply>((resolve) => {
      this.#waiting.set(id, resolve);
      const message = { id, method, params, sessionId: this.#session };
      (this.#child.stdio[3] as Writable).write(`${JSON.stringify(message)}\0`);
    });
    if (reply.error !== undefined) throw new Error(reply.error.message);
    return reply.result ?? {};
  }

  #take(reply: Reply): void {
    if (reply.id === undefined) return;
    this.#waiting.get(reply.id)?.(reply);
    this.#waiting.delete(reply.id);
  }
}
