import { afterAll, beforeAll } from '@jest/globals';
import { build } from 'esbuild';
import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

const SOURCE = new URL('append-child.ts', import.meta.url).pathname;

let script: string;

/** Makes the child's script before the tests of a file, and removes it after them. */
export function bundleChild(): void {
  beforeAll(async () => {
    script = join(mkdtempSync(join(tmpdir(), 'safeai-child-')), 'child.mjs');
    await build({
      entryPoints: [SOURCE],
      outfile: script,
      bundle: true,
      platform: 'node',
      format: 'esm',
      conditions: ['@safeai/source'],
      logLevel: 'error',
    });
  }, 60_000);
  afterAll(() => {
    rmSync(join(script, '..'), { recursive: true, force: true });
  });
}

/** A process that writes to a log. */
export class WriterProcess {
  readonly #child: ChildProcessWithoutNullStreams;
  /** What it told so far, line by line. */
  readonly told: string[] = [];
  #wake: () => void = () => undefined;

  constructor(...args: readonly (string | number)[]) {
    this.#child = spawn(process.execPath, [script, ...args.map(String)]);
    createInterface({ input: this.#child.stdout }).on('line', (line) => {
      this.told.push(line);
      this.#wake();
    });
    this.#child.stderr.pipe(process.stderr);
    this.#child.once('exit', () => {
      this.#wake();
    });
  }

  /** Resolves once it has told so many lines. */
  async hasTold(count: number): Promise<void> {
    while (this.told.length < count) {
      if (this.#child.exitCode !== null) throw new Error('The process ended.');
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
  }

  /** Kills it as nothing can be done about, and waits for all that it told before. */
  async kill(): Promise<void> {
    const closed = once(this.#child, 'close');
    this.#child.kill('SIGKILL');
    await closed;
  }

  /** Lets it end in order. */
  async end(): Promise<void> {
    const closed = once(this.#child, 'close');
    this.#child.stdin.end();
    await closed;
  }
}
