import { createHmac, type KeyObject } from 'node:crypto';
import { type Body, sealedLine, unsealedLine } from '../format/record-line.ts';

/** Where a writer's chain stands: its last line. */
export interface ChainEnd {
  readonly seq: number;
  readonly hash: string;
}

/** Lines that go on from a chain's end. They count once they are written and the end is taken over. */
export class Draft {
  readonly #writer: string;
  readonly #key: KeyObject;
  #seq: number;
  #hash: string;
  #text = '';

  constructor(writer: string, key: KeyObject, { seq, hash }: ChainEnd) {
    this.#writer = writer;
    this.#key = key;
    this.#seq = seq;
    this.#hash = hash;
  }

  get end(): ChainEnd {
    return { seq: this.#seq, hash: this.#hash };
  }

  add(body: Body): void {
    this.#seq += 1;
    const unsealed = unsealedLine(this.#writer, this.#seq, body, this.#hash);
    this.#hash = createHmac('sha256', this.#key).update(unsealed).digest('hex');
    this.#text += sealedLine(unsealed, this.#hash);
  }

  /** The lines since the last call. */
  take(): Buffer {
    const bytes = Buffer.from(this.#text);
    this.#text = '';
    return bytes;
  }
}
