import type { Detection } from './detection.ts';
import { toDetection } from './engine/to-detection.ts';
import type { Finding } from './engine/compiled-rule.ts';
import { Resolver } from './engine/resolve.ts';

/** Finds in a text that comes in pieces what is found in the whole of it. */
export interface StreamSource {
  /** What became certain with the next piece. */
  push(piece: string, last: boolean): readonly Finding[];
  /** Before this place nothing begins any more that was not given out. */
  readonly frontier: number;
}

/** What a {@link StreamScanner} knows after a piece. */
export interface StreamScan {
  /** What begins between the last `settled` and this one, by place; places are those of the whole text. */
  readonly detections: readonly Detection[];
  /** Before this place of the text nothing more will be found to begin. */
  readonly settled: number;
}

/**
 * Scans a text that comes in pieces. However it is cut, the detections are those of the whole text as
 * `DetectionEngine.scan` reports them without analyzers, each as soon as nothing that is still to come can change it.
 *
 * One instance scans one text. It keeps of it what is not settled and a few thousand characters besides.
 */
export class StreamScanner {
  readonly #source: StreamSource;
  readonly #resolver = new Resolver();
  /** The text from `#from` on. */
  #text = '';
  #from = 0;
  #ended = false;

  constructor(source: StreamSource) {
    this.#source = source;
  }

  /** Reads the next piece, of any length. Time: O(length) for all pieces together, and a constant for each. */
  push(piece: string): StreamScan {
    if (this.#ended) throw new TypeError('The text has ended: a new text needs a new scanner.');
    return this.#read(piece, false);
  }

  /** The text has ended: what is left becomes certain. A second call gives nothing. */
  end(): StreamScan {
    if (this.#ended) return { detections: [], settled: this.#from };
    this.#ended = true;
    return this.#read('', true);
  }

  #read(piece: string, last: boolean): StreamScan {
    this.#text += piece;
    this.#resolver.add(this.#source.push(piece, last));
    const length = this.#from + this.#text.length;
    const settled = last ? length : this.#wholeCharacter(Math.min(length, this.#source.frontier));
    const detections = this.#resolver
      .settle(last ? Infinity : settled)
      .map((finding) => toDetection(finding, this.#text, this.#from));
    const needed = Math.min(settled, this.#resolver.waitingFrom) - 1 - this.#from;
    if (needed > 0) {
      this.#text = this.#text.slice(needed);
      this.#from += needed;
    }
    return { detections, settled };
  }

  /** A place that does not split a character past the basic plane. */
  #wholeCharacter(at: number): number {
    const after = this.#text.charCodeAt(at - this.#from);
    const isTail = at === this.#from + this.#text.length || (after >= 0xdc00 && after <= 0xdfff);
    const before = this.#text.charCodeAt(at - 1 - this.#from);
    return isTail && before >= 0xd800 && before <= 0xdbff ? at - 1 : at;
  }
}
