import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { EncodedReading } from './encoded-reading.ts';
import { asksForDecoding, asksForSpelling } from './flags.ts';
import type { Reading } from './reading.ts';
import { SpellingReading } from './spelling-reading.ts';
import { LONGEST_LOOK } from './token.ts';

const SECRET = 'password: hunter2-and-more';
const LONG = Array.from({ length: 12 }, () => SECRET).join(', ');

/** What tokens and runs are made of, so that random texts come near them. */
const FRAGMENTS = [
  ...['a', 'k', 'Z', '7', '-', '_', '.', ',', ' ', '\n', '\r\n', '=', '/', '+', ':', ';'],
  ...['%', '%4', '%41', '%2541', '%C3%A9', '%e2%80%8b', '%ff', '%u0041', '%ud83d%ude00'],
  ...['\\', '\\n', '\\"', '\\x41', '\\xc3', '\\xa9', '\\u00', '\\u0041', '\\ud83d', '\\ude00'],
  ...[
    '\\u{41}',
    '\\U0001f600',
    '\\101',
    '\\\n',
    '\\\r\n',
    '&',
    '&amp;',
    '&#',
    '&#65',
    '&#x41;',
    '&shy;',
  ],
  ...['"', "'", '`', '" + "', "' . '", '"  "', '${""}', '$', '{', '}', '" \\\n "', ' '.repeat(31)],
  ...['\u200b', '\u00ad', '\ufe0f', '\0', '\u200b'.repeat(95), '\u{e0041}', '\u202e', '\u0301'],
  ...['а', 'ο', 'ѕ', 'к', 'ж', 'é', '–', '“', '\u00a0', 'ｓ', '①', '…', '٣', '𝐬', '😀', '秘'],
  ...['\ud83d', '\ude00', '\udb40'],
  ...[SECRET, LONG].flatMap((text) => {
    const encoded = Buffer.from(text).toString('base64');
    const hex = Buffer.from(text).toString('hex');
    return [encoded, encoded.replace(/.{64}/g, '$&\n'), hex, hex.replace(/.{60}/g, '$&\r\n  ')];
  }),
  Buffer.from('Пароль: héslo 😀 秘密').toString('base64'),
  Buffer.from('Пароль: héslo 😀 秘密').toString('hex'),
  Buffer.from(SECRET, 'utf16le').toString('base64'),
  'QUFBQUFBQUFBQUFB+fn5+fn5+fn5+fn5+fn5+fn5+fn5+fn5',
  '6162636465666768696a6b6cf9f9f9f9f9f9f9f9f9f9f9f9f9f9f9f9',
  Buffer.from(SECRET).toString('hex').replace(/../g, '$& '),
  Buffer.from(LONG)
    .toString('hex')
    .replace(/..(?=.)/g, '$&:'),
  ...['00:', 'a1 b2 ', '6b ', 'ab,cd', '-61', '\n62'],
  'deadbeef'.repeat(4),
  'some_long-name/of/a.file',
];

const text = fc
  .array(
    fc.oneof({ weight: 8, arbitrary: fc.constantFrom(...FRAGMENTS) }, fc.string({ maxLength: 4 })),
    {
      maxLength: 14,
    },
  )
  .map((fragments) => fragments.join(''));

/** A text and places to cut it at. */
const cutText = text.chain((whole) =>
  fc.tuple(
    fc.constant(whole),
    fc.oneof(
      fc
        .uniqueArray(fc.nat(whole.length), { maxLength: 8 })
        .map((cuts) => cuts.sort((a, b) => a - b)),
      fc.constant(Array.from({ length: whole.length }, (_, at) => at)),
    ),
  ),
);

const READINGS: readonly (readonly [name: string, create: () => Reading])[] = [
  ['a spelling', () => new SpellingReading()],
  ['encoded runs', () => new EncodedReading()],
];

/** A run as it was given out. */
interface Run {
  text: string;
  ended: boolean;
}

function pieces(whole: string, cuts: readonly number[]): string[] {
  const edges = [0, ...cuts, whole.length];
  return edges.slice(1).map((edge, index) => whole.slice(edges[index], edge));
}

/** Without a matcher, as it is asked for every character. */
function hold(condition: boolean, law: string): void {
  if (!condition) throw new Error(`does not hold: ${law}`);
}

/** Reads the pieces, checking on the way what must hold after each. */
function readAll(reading: Reading, parts: readonly string[]): Run[] {
  const runs: Run[] = [];
  let settled = 0;
  let come = 0;
  parts.forEach((piece, index) => {
    const last = index === parts.length - 1;
    come += piece.length;
    for (const part of reading.read(piece, last)) {
      hold(part.run <= runs.length, 'runs are numbered in the order in which they begin');
      const run = (runs[part.run] ??= { text: '', ended: false });
      hold(!run.ended, 'nothing comes after the end of a run');
      const from = reading.mapOf(part.run).sourceStart(run.text.length);
      hold(part.text === '' || from >= settled, 'nothing is given out that was settled before');
      run.text += part.text;
      run.ended = part.ends;
    }
    hold(reading.settled >= settled, 'what is settled does not decrease');
    hold(reading.settled <= come, 'what is settled has come');
    settled = reading.settled;
  });
  hold(settled === come, 'all is settled at the end');
  hold(
    runs.every((run) => run.ended),
    'all runs end',
  );
  return runs;
}

function places(reading: Reading, runs: readonly Run[]) {
  return runs.map((run, number) =>
    Array.from({ length: run.text.length + 1 }, (_, at) => [
      reading.mapOf(number).sourceStart(at),
      reading.mapOf(number).sourceEnd(at),
    ]),
  );
}

describe.each(READINGS)('%s', (_, create) => {
  test('come out the same however the text is cut', () => {
    fc.assert(
      fc.property(cutText, ([whole, cuts]) => {
        const atOnce = create();
        const runs = readAll(atOnce, [whole]);
        const inPieces = create();
        expect(readAll(inPieces, pieces(whole, cuts))).toEqual(runs);
        expect(places(inPieces, runs)).toEqual(places(atOnce, runs));
        expect(inPieces.changed).toBe(atOnce.changed);
      }),
      { numRuns: 600 },
    );
  });

  test('map into the source, in order', () => {
    fc.assert(
      fc.property(text, (whole) => {
        const reading = create();
        const runs = readAll(reading, [whole]);
        let begun = 0;
        for (const [number, run] of places(reading, runs).entries()) {
          const characters = run.slice(0, runs[number]?.text.length);
          let [lastStart = 0, lastEnd = 0] = characters[0] ?? [];
          hold(lastStart >= begun, 'a later run does not begin earlier');
          begun = lastStart;
          for (const [start = -1, end = -1] of characters) {
            hold(start >= lastStart && end >= lastEnd, 'places do not decrease');
            hold(end > start && end <= whole.length, 'places are of the source');
            [lastStart, lastEnd] = [start, end];
          }
        }
      }),
      { numRuns: 300 },
    );
  });

  test('are held back for a bounded number of characters', () => {
    fc.assert(
      fc.property(text, (whole) => {
        const reading = create();
        for (let at = 0; at < whole.length; at++) {
          reading.read(whole.charAt(at), false);
          hold(at + 1 - reading.settled <= LONGEST_LOOK, 'what is held back is bounded');
        }
      }),
      { numRuns: 200 },
    );
  });

  test('of any string are read without an error', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary' }),
        fc.array(fc.integer({ min: 0, max: 0xffff })),
        (a, units) => {
          readAll(create(), [a, String.fromCharCode(...units)]);
        },
      ),
    );
  });
});

describe('a spelling', () => {
  test('leaves characters that are copied where they stand, and reads each token by itself', () => {
    fc.assert(
      fc.property(text, (whole) => {
        const reading = new SpellingReading();
        const [run] = readAll(reading, [whole]);
        const map = reading.mapOf(0);
        const read = run?.text ?? '';
        for (let at = 0; at < read.length;) {
          const [start, end] = [map.sourceStart(at), map.sourceEnd(at)];
          let next = at + 1;
          while (next < read.length && map.sourceStart(next) === start) next++;
          const [source, token] = [whole.slice(start, end), read.slice(at, next)];
          // Look-alikes depend on their neighbours: they are read here as they are beside an ASCII letter.
          const alone = [source, spelled(source), spelled(`a${source}`).slice(1)];
          hold(
            alone.includes(token),
            `${JSON.stringify(source)} is read as ${JSON.stringify(token)}`,
          );
          at = next;
        }
      }),
      { numRuns: 300 },
    );
  });

  test('never ends a replaced token between the halves of a surrogate pair', () => {
    fc.assert(
      fc.property(text, (whole) => {
        const reading = new SpellingReading();
        const [run] = readAll(reading, [whole]);
        const map = reading.mapOf(0);
        for (let at = 0; at < (run?.text.length ?? 0); at++) {
          const [start, end] = [map.sourceStart(at), map.sourceEnd(at)];
          if (run?.text.slice(at, at + 1) === whole.slice(start, end)) continue;
          hold(
            !splitsPair(whole, start) && !splitsPair(whole, end),
            'tokens are of whole characters',
          );
        }
      }),
    );
  });
});

describe('the work', () => {
  const HOSTILE = [
    ...FRAGMENTS,
    '"' + ' '.repeat(31),
    '-a',
    'a/b',
    '%e2%80',
    '\\u{000000',
    'AAAAAAAA',
  ];

  test.each(READINGS)('of %s grows as the text does, in one piece and in many', (_, create) => {
    for (const fragment of HOSTILE) {
      const whole = fragment.repeat(Math.ceil(2000 / fragment.length));
      for (const width of [1 << 20, 7]) {
        const once = looks(() => readAll(create(), wrapped(whole, width)));
        const twice = looks(() => readAll(create(), wrapped(whole + whole, width)));
        hold(twice < 2.2 * once + 500, `${JSON.stringify(fragment)}: ${once}, then ${twice}`);
        hold(
          once < 60 * whole.length + 500,
          `${JSON.stringify(fragment)}: ${once} for ${whole.length}`,
        );
      }
    }
  });
});

describe('the flags', () => {
  test('tell exactly whether a spelling changes the text', () => {
    fc.assert(
      fc.property(text, (whole) => {
        const reading = new SpellingReading();
        reading.read(whole, true);
        expect(asksForSpelling(whole)).toBe(reading.changed);
      }),
      { numRuns: 500 },
    );
  });

  test('tell exactly whether there is an encoded run', () => {
    fc.assert(
      fc.property(text, (whole) => {
        const reading = new EncodedReading();
        reading.read(whole, true);
        expect(asksForDecoding(whole)).toBe(reading.changed);
      }),
      { numRuns: 500 },
    );
  });

  test('look at all of a long text', () => {
    const filler = 'some words of plain text, ü and others. '.repeat(1000);
    for (const before of [8192 - 20, 8192 - 8, 16384 - 12, 30000]) {
      const plain = filler.slice(0, before);
      expect([asksForSpelling(plain), asksForDecoding(plain)]).toEqual([false, false]);
      expect(asksForSpelling(`${plain}%41`)).toBe(true);
      expect(
        asksForDecoding(`${plain} ${Buffer.from(SECRET).toString('base64').slice(0, 16)} `),
      ).toBe(true);
    }
  });
});

function spelled(whole: string): string {
  const [part] = new SpellingReading().read(whole, true);
  return part?.text ?? '';
}

function splitsPair(whole: string, at: number): boolean {
  return /[\ud800-\udbff]/.test(whole.charAt(at - 1)) && /[\udc00-\udfff]/.test(whole.charAt(at));
}

function wrapped(whole: string, width: number): string[] {
  const cuts = Array.from(
    { length: Math.floor(whole.length / width) },
    (_, index) => (index + 1) * width,
  );
  return pieces(whole, cuts);
}

/** How many characters are looked at. */
function looks(work: () => void): number {
  // eslint-disable-next-line @typescript-eslint/unbound-method -- it is put back, and called on a string
  const original = String.prototype.charCodeAt;
  let count = 0;
  String.prototype.charCodeAt = function (at) {
    count++;
    return original.call(this, at);
  };
  try {
    work();
  } finally {
    String.prototype.charCodeAt = original;
  }
  return count;
}
