import type { AnswerSink } from './answer-sink.ts';

/** An answer that is kept until it is whole. Its size is bounded by `proxy.max_answer_bytes`, as all answers' are. */
export class CollectedAnswer implements AnswerSink {
  readonly #pieces: Uint8Array[] = [];
  #head:
    { readonly status: number; readonly headers: Readonly<Record<string, string>> } | undefined;
  #isCut = false;

  get begun(): boolean {
    return this.#head !== undefined;
  }

  get status(): number | null {
    return this.#head?.status ?? null;
  }

  get headers(): Readonly<Record<string, string>> {
    return this.#head?.headers ?? {};
  }

  /** Whether it broke off. */
  get isCut(): boolean {
    return this.#isCut;
  }

  /** All of it. */
  get bytes(): Buffer {
    return Buffer.concat(this.#pieces);
  }

  begin(status: number, headers: Readonly<Record<string, string>>): void {
    this.#head = { status, headers };
  }

  write(bytes: Uint8Array): undefined {
    this.#pieces.push(bytes);
  }

  end(): void {
    // It is whole as it is.
  }

  send(
    status: number,
    headers: Readonly<Record<string, string>>,
    body: string | Uint8Array | null,
  ): void {
    this.begin(status, headers);
    if (body !== null) this.write(Buffer.from(body));
  }

  cut(): void {
    this.#isCut = true;
  }
}
