import type { Detection } from '../detection/detection.ts';
import { ACTING_CONFIDENCE } from '../detection/engine/acting-confidence.ts';
import type { StreamScanner } from '../detection/stream.ts';
import { mergeRanges, rangesOf, type Replacement, type TextDetection } from './redact-text.ts';

export interface StreamRedactorOptions {
  /**
   * Which of the detections are replaced, and by pseudonyms if they are given one. If absent, all that are
   * sure enough to be acted on, by their placeholders.
   */
  readonly choose?: (detections: readonly Detection[]) => readonly TextDetection[];
}

/** What can be passed on after a piece. */
export interface RedactedPiece {
  /** Text with placeholders for what was found; often shorter than the piece, sometimes longer. */
  readonly text: string;
  /** What was found in what has become certain, replaced or not; places are those of the original text. */
  readonly detections: readonly Detection[];
}

/**
 * Replaces what is found in a text that comes in pieces. However the text is cut, the pieces put together are
 * what `redactText` makes of the whole. Text is held back only while it can still be part of something.
 */
export class StreamRedactor {
  readonly #scanner: StreamScanner;
  readonly #choose: (detections: readonly Detection[]) => readonly TextDetection[];
  /** Text that was not passed on, from `#from` of the original on. */
  #text = '';
  #from = 0;
  /** What came out stands for the original up to here. */
  #passed = 0;
  /** What is to be replaced and was not yet. */
  #ranges: readonly Replacement[] = [];

  constructor(scanner: StreamScanner, options: StreamRedactorOptions = {}) {
    this.#scanner = scanner;
    this.#choose = options.choose ?? sureOnes;
  }

  /** Takes the next piece and gives what can be passed on. */
  write(piece: string): RedactedPiece {
    this.#text += piece;
    const { detections, settled } = this.#scanner.push(piece);
    return this.#pass(detections, settled);
  }

  /** The text has ended: gives the rest. */
  end(): RedactedPiece {
    const { detections } = this.#scanner.end();
    return this.#pass(detections, this.#from + this.#text.length);
  }

  /** Characters that are held back now. */
  get held(): number {
    return this.#text.length;
  }

  /** How much of the text, from its beginning, has been passed on or replaced. */
  get passed(): number {
    return this.#passed;
  }

  #pass(detections: readonly Detection[], settled: number): RedactedPiece {
    if (detections.length === 0 && this.#ranges.length === 0) return this.#passAll(settled);
    const found = detections.length === 0 ? [] : this.#choose(detections);
    if (found.length > 0) this.#ranges = mergeRanges(this.#ranges, rangesOf(found));
    let redacted = '';
    let done = this.#from;
    let open = this.#ranges.length;
    for (const [index, { start, end, placeholder, pseudonym }] of this.#ranges.entries()) {
      // What begins later may still overlap it.
      if (end > settled) {
        open = index;
        break;
      }
      const replaced = pseudonym?.(placeholder, this.#slice(start, end)) ?? placeholder;
      redacted += this.#slice(done, Math.max(done, start)) + replaced;
      done = end;
    }
    this.#ranges = this.#ranges.slice(open);
    const [next] = this.#ranges;
    const until = Math.max(done, Math.min(settled, next?.start ?? settled));
    this.#passed = Math.max(this.#passed, Math.min(until, next?.start ?? until));
    redacted += this.#slice(done, until);
    // What a placeholder will replace is not needed any more, however long the chain of overlaps becomes.
    const needed = next?.pseudonym === undefined ? Math.max(until, settled) : until;
    this.#text = this.#slice(needed, this.#from + this.#text.length);
    this.#from = needed;
    return { text: redacted, detections };
  }

  /** Nothing is to be replaced. */
  #passAll(settled: number): RedactedPiece {
    const until = Math.max(this.#from, settled);
    const text = this.#text.slice(0, until - this.#from);
    this.#passed = Math.max(this.#passed, until);
    this.#text = this.#text.slice(until - this.#from);
    this.#from = until;
    return { text, detections: NONE };
  }

  #slice(start: number, end: number): string {
    return this.#text.slice(start - this.#from, end - this.#from);
  }
}

const NONE: readonly Detection[] = [];

function sureOnes(detections: readonly Detection[]): readonly Detection[] {
  return detections.filter(({ confidence }) => confidence >= ACTING_CONFIDENCE);
}
