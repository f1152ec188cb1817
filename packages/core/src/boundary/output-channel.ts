import type { Detection } from '../detection/detection.ts';
import type { DetectionEngine } from '../detection/engine/engine.ts';
import {
  createPseudonymRestorer,
  type PseudonymRestorer,
} from '../redaction/pseudonyms-restorer.ts';
import { redactText } from '../redaction/redact.ts';
import { StreamRedactor } from '../redaction/stream-redactor.ts';
import type { OutputMode } from './output-stream.ts';

/** Takes findings in and says which of them are replaced. */
export type Choose = (detections: readonly Detection[]) => readonly Detection[];

/** One text of an answer. */
export interface OutputChannel {
  /** What can go on after a piece. */
  write(piece: string): string;
  /** The rest. */
  end(): string;
  /** As in an `OutputPiece`. */
  readonly settled: number;
}

/**
 * @param choose is told of every finding, before the text that it stands in is given out
 * @param values what the session's pseudonyms stand for: they are restored behind the guard
 */
export function openChannel(
  mode: OutputMode,
  detection: DetectionEngine,
  choose: Choose,
  values: ReadonlyMap<string, string>,
): OutputChannel {
  const channel = guardedChannel(mode, detection, choose);
  return values.size === 0
    ? channel
    : new RestoredChannel(channel, createPseudonymRestorer(values));
}

function guardedChannel(
  mode: OutputMode,
  detection: DetectionEngine,
  choose: Choose,
): OutputChannel {
  if (mode === 'buffer') return bufferedChannel(detection, choose);
  const scanner = detection.openStream();
  if (mode === 'window') {
    const redactor = new StreamRedactor(scanner, { choose });
    return {
      write: (piece) => redactor.write(piece).text,
      end: () => redactor.end().text,
      get settled() {
        return redactor.passed;
      },
    };
  }
  let passed = 0;
  return {
    write(piece) {
      passed += piece.length;
      choose(scanner.push(piece).detections);
      return piece;
    },
    end() {
      choose(scanner.end().detections);
      return '';
    },
    get settled() {
      return passed;
    },
  };
}

function bufferedChannel(detection: DetectionEngine, choose: Choose): OutputChannel {
  let text = '';
  return {
    write(piece) {
      text += piece;
      return '';
    },
    end() {
      return redactText(text, choose(detection.scan(text)));
    },
    // All of it comes out at the end, with the rest of the answer.
    settled: 0,
  };
}

class RestoredChannel implements OutputChannel {
  readonly #channel: OutputChannel;
  readonly #restorer: PseudonymRestorer;
  #settled = 0;

  constructor(channel: OutputChannel, restorer: PseudonymRestorer) {
    this.#channel = channel;
    this.#restorer = restorer;
  }

  get settled(): number {
    return this.#settled;
  }

  write(piece: string): string {
    const text = this.#restorer.write(this.#channel.write(piece));
    // While a pseudonym may still be open, what came out does not end where the text was settled.
    if (this.#restorer.held === 0) this.#settled = this.#channel.settled;
    return text;
  }

  end(): string {
    const text = this.#restorer.write(this.#channel.end()) + this.#restorer.end();
    this.#settled = this.#channel.settled;
    return text;
  }
}
