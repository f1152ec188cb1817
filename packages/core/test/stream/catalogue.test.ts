import { describe, expect, it } from '@jest/globals';
import { CATALOGUE } from '../../src/detection/catalog/index.ts';
import { DetectionEngine } from '../../src/detection/engine/engine.ts';
import { redactText } from '../../src/redaction/redact.ts';
import { StreamRedactor } from '../../src/redaction/stream-redactor.ts';
import { disguised } from './disguise.ts';
import { random, type Random } from './random.ts';

const engine = new DetectionEngine({ rules: CATALOGUE });

/** What every rule finds, what it only nearly finds, and what stands between. */
const PARTS: readonly string[] = [
  ...CATALOGUE.flatMap(({ anchors, examples }) => [
    ...anchors,
    ...examples.positive,
    ...examples.negative,
  ]),
  ...Array.from({ length: 200 }, () => ' and then we wrote to them about the order'),
  ...[
    '\n',
    ' ',
    ', ',
    '"',
    "'",
    '=',
    ': ',
    '[EMAIL_REDACTED]',
    '\u{1F511}',
    '\ud83d',
    '0',
    '7',
    '.',
    '@',
  ],
];

function pick<T>(next: Random, from: readonly T[]): T {
  return from[Math.floor(next() * from.length)] as T;
}

function sample(next: Random): string {
  let text = '';
  for (let parts = 1 + Math.floor(next() * 5); parts > 0; parts--) {
    const part = pick(next, PARTS);
    // Half a part is as good as a part.
    const from = next() < 0.3 ? Math.floor(next() * part.length) : 0;
    const to = next() < 0.3 ? Math.floor(next() * part.length) : part.length;
    const piece = part.slice(from, to);
    text += (next() < 0.3 ? disguised(next, piece) : piece) + (next() < 0.5 ? ' ' : '');
  }
  return next() < 0.1 ? disguised(next, text) : text;
}

function cut(next: Random, text: string): string[] {
  const most = pick(next, [1, 3, 8, 40, 400]);
  const pieces: string[] = [];
  for (let at = 0; at < text.length;) {
    const end = at + 1 + Math.floor(next() * most);
    pieces.push(text.slice(at, end));
    at = end;
  }
  return pieces;
}

function expectSame(text: string, pieces: readonly string[], round: number): void {
  const detections = engine.scan(text);
  const expected = redactText(
    text,
    detections.filter(({ confidence }) => confidence >= 0.5),
  );
  const redactor = new StreamRedactor(engine.openStream());
  const passed = [...pieces.map((piece) => redactor.write(piece)), redactor.end()];
  const found = passed.flatMap((piece) => piece.detections);
  const redacted = passed.map((piece) => piece.text).join('');
  expect({ round, text, pieces, redacted, found }).toEqual({
    round,
    text,
    pieces,
    redacted: expected,
    found: detections,
  });
}

describe('a stream with the whole catalogue gives what the whole text gives, however it is cut', () => {
  const seed = Number(process.env.SAFEAI_STREAM_SEED ?? 7);

  it('of short texts', () => {
    const rounds = Number(process.env.SAFEAI_STREAM_ROUNDS ?? 1500);
    const next = random(seed);
    for (let round = 0; round < rounds; round++) {
      const text = sample(next);
      expectSame(text, cut(next, text), round);
    }
  });

  it('of texts so long that their beginning is dropped on the way', () => {
    const next = random(seed + 1);
    for (let round = 0; round < 4; round++) {
      let text = '';
      while (text.length < 10_000) text += `${sample(next)} `;
      expectSame(text, cut(next, text), round);
    }
  });
});
