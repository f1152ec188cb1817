import { describe, expect, it } from '@jest/globals';
import { DetectionEngine } from '../../src/detection/engine/engine.ts';
import { ExactValues } from '../../src/detection/exact/exact-values.ts';
import { MOST_IN_DISGUISE } from '../../src/detection/engine/extent.ts';
import { redactText } from '../../src/redaction/redact.ts';
import { StreamRedactor } from '../../src/redaction/stream-redactor.ts';
import { disguised } from './disguise.ts';
import { FAR_RULES, HOSTILE_PIECES, HOSTILE_RULES } from './hostile-rules.ts';
import { random, type Random } from './random.ts';

const hostile = new DetectionEngine({ rules: HOSTILE_RULES });

function plain(next: Random): string {
  let text = '';
  const wanted = 1 + Math.floor(next() * 90);
  while (text.length < wanted)
    text += HOSTILE_PIECES[Math.floor(next() * HOSTILE_PIECES.length)] ?? '';
  return text;
}

function inDisguise(next: Random): string {
  let text = '';
  for (let pieces = 1 + Math.floor(next() * 6); pieces > 0; pieces--) {
    const piece = HOSTILE_PIECES[Math.floor(next() * HOSTILE_PIECES.length)] ?? '';
    text += next() < 0.3 ? disguised(next, piece) : piece;
  }
  return next() < 0.2 ? disguised(next, text) : text;
}

interface Streamed {
  readonly text: string;
  readonly found: readonly string[];
  readonly held: number;
}

function whole(text: string, engine = hostile): Omit<Streamed, 'held'> {
  const detections = engine.scan(text);
  return {
    text: redactText(
      text,
      detections.filter(({ confidence }) => confidence >= 0.5),
    ),
    found: detections.map((each) => JSON.stringify(each)),
  };
}

function streamed(pieces: readonly string[], engine = hostile): Streamed {
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

/** Compares at every cut into two pieces and in single characters; the most that was held back. */
function compareAll(seed: number, sample: (next: Random) => string): number {
  const next = random(seed);
  const texts = Number(process.env.SAFEAI_STREAM_TEXTS ?? 250);
  let longestHold = 0;
  for (let count = 0; count < texts; count++) {
    const text = sample(next);
    const expected = whole(text);
    const cuts = Array.from({ length: text.length + 1 }, (_, cut) => [
      text.slice(0, cut),
      text.slice(cut),
    ]);
    for (const pieces of [...cuts, text.split('')]) {
      const { held, ...result } = streamed(pieces);
      expect({ pieces, ...result }).toEqual({ pieces, ...expected });
      longestHold = Math.max(longestHold, held);
    }
  }
  return longestHold;
}

function print(what: string, held: number, most: number): void {
  if (process.env.SAFEAI_STREAM_PRINT === '1')
    process.stdout.write(`largest hold-back of ${what}: ${held} of at most ${most}\n`);
}

describe('a stream gives what the whole text gives, at every cut and in single characters', () => {
  it('of plain text', () => {
    const held = compareAll(20, plain);
    expect(held).toBeLessThanOrEqual(hostile.holdBack.plain);
    print('plain text', held, hostile.holdBack.plain);
  });

  it('of text in disguise', () => {
    const held = compareAll(21, inDisguise);
    expect(held).toBeLessThanOrEqual(hostile.holdBack.disguised);
    print('text in disguise', held, hostile.holdBack.disguised);
  });

  it('of a disguise that is longer than what is looked through', () => {
    const far = new DetectionEngine({ rules: FAR_RULES });
    const next = random(5);
    const gap = '\u200b'.repeat(40);
    for (let round = 0; round < 6; round++) {
      const hidden = `sk-${'a'.repeat(200 + round * 400)}. ${'b'.repeat(300 + round * 140)}@.`;
      const text = `sk-plain ${hidden.split('').join(gap)} sk-abc, a@`;
      const pieces: string[] = [];
      for (let at = 0; at < text.length;) {
        const end = at + 1 + Math.floor(next() * 9000);
        pieces.push(text.slice(at, end));
        at = end;
      }
      const { held, ...result } = streamed(pieces, far);
      expect(result).toEqual(whole(text, far));
      expect(held).toBeLessThanOrEqual(far.holdBack.disguised + 9000);
      const longest = Math.max(...far.scan(text).map(({ value }) => value.length));
      expect(longest).toBeLessThan(MOST_IN_DISGUISE + 100);
    }
  });
});

describe('a stream of disguises within disguises, stuffed with what is not seen', () => {
  const stuffed = (text: string): string => text.split('').join('\u200b'.repeat(96));
  const dropped = stuffed('\\u200b'.repeat(16));
  const between = `${'\u200b'.repeat(96)}${dropped}${'\u200b'.repeat(96)}`;
  const encoded = Buffer.from('the key is sk-abcd, and so on. '.repeat(4)).toString('base64');

  it.each([
    ['letters', `sk-ab and ${'a'.repeat(50)}`],
    ['digits of base64', encoded],
    ['digits of hex', Buffer.from('it is sk-abcd here').toString('hex')],
  ])('gives what the whole text gives and holds back no more than it says: %s', (_, plainText) => {
    const text = plainText.split('').join(between);
    const pieces = text.match(/[^]{1,3001}/g) ?? [];
    const { held, ...result } = streamed(pieces);
    expect(result).toEqual(whole(text));
    expect(held).toBeLessThanOrEqual(hostile.holdBack.disguised);
  });
});

describe('a stream on which all work is spent that may be spent', () => {
  const costly = new DetectionEngine({
    rules: [
      {
        id: 'costly',
        type: 'secret',
        tags: ['secret.token.costly'],
        anchors: ['aaa'],
        mode: 'sticky',
        pattern: 'aaa[ab]{0,60}(?:a[ab]{0,40}){0,2}c',
        maxLength: 190,
        source: 'made for this test',
        examples: { positive: [], negative: [] },
      },
    ],
  });

  it.each(['a', 'aaaaaaaaab', '\u200baaab'])('gives what the whole text gives: %j', (part) => {
    const text = part.repeat(40_000 / part.length);
    const expected = whole(text, costly);
    expect(expected.found.length).toBeGreaterThan(0);
    for (const length of [7, 3000]) {
      const pieces = text.match(new RegExp(`[^]{1,${length}}`, 'g')) ?? [];
      const { held, ...result } = streamed(pieces, costly);
      expect(result).toEqual(expected);
      expect(held).toBeLessThanOrEqual(costly.holdBack.disguised);
    }
  });
});

describe('a stream with known values', () => {
  const values = [
    'correct horse',
    'correct horse battery',
    'aaaaaaaa',
    'aaaaaaaaab',
    'hunter2-hunter2-',
  ];
  const exact = new ExactValues(
    values.map((value, index) => ({ name: `value-${index}`, value })),
    new Uint8Array(32).fill(3),
  );
  const known = new DetectionEngine({ rules: HOSTILE_RULES, exact });

  it('gives what the whole text gives', () => {
    const next = random(8);
    const parts = [
      ...values,
      ...values.map((value) => value.slice(0, 9)),
      'a',
      'aaaa',
      ' ',
      'sk-ab',
      'x',
    ];
    for (let round = 0; round < 60; round++) {
      let text = '';
      for (let count = 0; count < 5; count++) {
        const part = parts[Math.floor(next() * parts.length)] ?? '';
        text += next() < 0.3 ? disguised(next, part) : part;
      }
      const expected = whole(text, known);
      for (let cut = 0; cut <= text.length; cut++) {
        const { held, ...result } = streamed([text.slice(0, cut), text.slice(cut)], known);
        expect({ source: text, cut, ...result }).toEqual({ source: text, cut, ...expected });
        expect(held).toBeLessThanOrEqual(known.holdBack.disguised);
      }
      const { held: _, ...result } = streamed(text.split(''), known);
      expect({ source: text, ...result }).toEqual({ source: text, ...expected });
    }
  });

  it('finds them in disguise too, and says only their name', () => {
    const [found] = known.scan(Buffer.from('it is: correct horse battery').toString('base64'));
    expect(found).toMatchObject({
      detector: 'exact:value-1',
      tags: ['secret.exact'],
      confidence: 1,
    });
  });
});

describe('very many findings', () => {
  const tiny = new DetectionEngine({ rules: FAR_RULES });
  const text = `${'sk-ab '.repeat(150_000)}%41`;

  it('are all reported, in the text and in its reading', () => {
    expect(tiny.scan(text)).toHaveLength(150_000);
  });

  it('are all reported in one piece of a stream', () => {
    const stream = tiny.openStream();
    expect(stream.push(text).detections.length + stream.end().detections.length).toBe(150_000);
  });
});
