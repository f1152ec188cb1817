import type { Detection } from '../detection/detection.ts';
import type { DetectionEngine } from '../detection/engine/engine.ts';
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
}

/** @param choose is told of every finding, before the text that it stands in is given out */
export function openChannel(
  mode: OutputMode,
  detection: DetectionEngine,
  choose: Choose,
): OutputChannel {
  if (mode === 'buffer') return bufferedChannel(detection, choose);
  const scanner = detection.openStream();
  if (mode === 'window') {
    const redactor = new StreamRedactor(scanner, { choose });
    return { write: (piece) => redactor.write(piece).text, end: () => redactor.end().text };
  }
  return {
    write(piece) {
      choose(scanner.push(piece).detections);
      return piece;
    },
    end() {
      choose(scanner.end().detections);
      return '';
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
  };
}
