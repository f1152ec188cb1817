import { describe, expect, it } from '@jest/globals';
import { DetectionEngine } from '../../src/detection/engine/engine.ts';
import { redactText } from '../../src/redaction/redact.ts';
import { StreamRedactor } from '../../src/redaction/stream-redactor.ts';
import { disguised } from './disguise.ts';
import { HOSTILE_PIECES, HOSTILE_RULES } from './hostile-rules.ts';
import { random, type Random } from './random.ts';

const engine = new DetectionEngine({ rules: HOSTILE_RULES });

function sample(next: Random, most: number): string {
  let text = '';
  const wanted = 1 + Math.floor(next() * most);
  while (text.length < wanted) {
    const piece = HOSTILE_PIECES[Math.floor(next() * HOSTILE_PIECES.length)] ?? '';
    text += next() < 0.2 ? disguised(next, piece) : piece;
  }
  return next() < 0.15 ? disguised(next, text) : text;
}

interface Streamed {
  readonly text: string;
  readonly found: readonly string[];
  readonly held: number;
}

function whole(text: string): Omit<Streamed, 'held'> {
  const detections = engine.scan(text);
  return {
    text: redactText(
      text,
      detections.filter(({ confidence }) => confidence >= 0.5),
    ),
    found: detections.map((each) => JSON.stringify(each)),
  };
}

function streamed(pieces: readonly string[]): Streamed {
  const redactor = new StreamRedactor(engine.openStream());
  let text = '';
  let held = 0;
  const found: string[] = [];
  for (const piece of pieces) {
    const passed = redactor.write(piece);
    text += passed.text;
    found.push(...passed.detections.map((each) => JSON.stringify(each)));
    held = Math.max(held, redactor.held);
  }
  const rest = redactor.end();
  found.push(...rest.detections.map((each) => JSON.stringify(each)));
  return { text: text + rest.text, found, held };
}

describe('a stream', () => {
  it('gives what the whole text gives, at every cut into two pieces and in single characters', () => {
    const next = random(20);
    const texts = Number(process.env.SAFEAI_STREAM_TEXTS ?? 400);
    let longestHold = 0;
    for (let count = 0; count < texts; count++) {
      const text = sample(next, 90);
      const expected = whole(text);
      for (let cut = 0; cut <= text.length; cut++) {
        const { held, ...result } = streamed([text.slice(0, cut), text.slice(cut)]);
        expect({ text, cut, ...result }).toEqual({ text, cut, ...expected });
        longestHold = Math.max(longestHold, held);
      }
      const { held, ...result } = streamed(text.split(''));
      expect({ text, cut: 'each', ...result }).toEqual({ text, cut: 'each', ...expected });
      longestHold = Math.max(longestHold, held);
    }
    // The longest match, its look-ahead or words after it, and what the next look waits for.
    expect(longestHold).toBeLessThanOrEqual(engine.holdBack);
    if (process.env.SAFEAI_STREAM_PRINT === '1') {
      process.stdout.write(`largest hold-back: ${longestHold} of at most ${engine.holdBack}\n`);
    }
  });
});
