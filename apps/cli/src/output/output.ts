import { setImmediate } from 'node:timers/promises';
import type { OutputStream } from '../host.ts';
import { colours, type Colours } from './colours.ts';
import { printableJson } from './printable.ts';

/** Version of every `--json` document; it changes when a field's meaning does. */
export const SCHEMA_VERSION = 1;

/** What a command says: data on stdout, notes on stderr. A reader that went away is no error. */
export class Output {
  /** Colours for data; plain when stdout is not a terminal. */
  readonly colours: Colours;
  /** Colours for notes; plain when stderr is not a terminal. */
  readonly noteColours: Colours;
  readonly #stdout: OutputStream;
  readonly #stderr: OutputStream;
  #failure: unknown;
  #readerIsGone = false;

  constructor(
    stdout: OutputStream,
    stderr: OutputStream,
    env: Readonly<Record<string, string | undefined>>,
  ) {
    this.#stdout = stdout;
    this.#stderr = stderr;
    this.colours = colours(stdout, env);
    this.noteColours = colours(stderr, env);
    for (const stream of [stdout, stderr]) stream.on('error', this.#onError);
    stdout.on('error', this.#onLostReader);
  }

  /** Stdout can no longer be written, mostly because its reader has gone (`… | head`). */
  get readerIsGone(): boolean {
    return this.#readerIsGone;
  }

  /** Writes text to stdout exactly as it is. */
  raw(text: string): Promise<void> {
    return write(this.#stdout, text);
  }

  /** Writes a line to stdout. */
  line(text: string): Promise<void> {
    return write(this.#stdout, `${text}\n`);
  }

  /** Writes a versioned JSON document to stdout. */
  json(document: object): Promise<void> {
    const versioned = { schema_version: SCHEMA_VERSION, ...document };
    return this.line(printableJson(JSON.stringify(versioned, null, 2)));
  }

  /** Writes a line to stderr. */
  note(text: string): Promise<void> {
    return write(this.#stderr, `${text}\n`);
  }

  /** Stops listening. @throws what kept output from being written, such as a full disk */
  async close(): Promise<void> {
    // A stream emits `error` after it has called back.
    await setImmediate();
    for (const stream of [this.#stdout, this.#stderr]) stream.off('error', this.#onError);
    this.#stdout.off('error', this.#onLostReader);
    if (this.#failure !== undefined) throw this.#failure as Error;
  }

  readonly #onLostReader = (): void => {
    this.#readerIsGone = true;
  };

  readonly #onError = (error: NodeJS.ErrnoException): void => {
    if (error.code !== 'EPIPE' && error.code !== 'ERR_STREAM_DESTROYED') this.#failure ??= error;
  };
}

/** Resolves when the text is handed over, or cannot be: the `error` event tells which. */
function write(stream: OutputStream, text: string): Promise<void> {
  return new Promise((resolve) => {
    stream.write(text, () => {
      resolve();
    });
  });
}
