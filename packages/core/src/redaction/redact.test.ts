import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { CATALOGUE } from '../detection/catalog/index.ts';
import { DetectionEngine } from '../detection/engine/engine.ts';
import { scanStructured } from '../detection/structured.ts';
import type { JsonValue } from '../json.ts';
import { redactStructured, redactText, type TextDetection } from './redact.ts';

const engine = new DetectionEngine({ rules: CATALOGUE });
const KEY = 'sk-ABCDEF1234567890ABCDEF';

function at(
  start: number,
  end: number,
  placeholder = '[X_REDACTED]',
  confidence = 0.8,
): TextDetection {
  return { location: { start, end }, placeholder, confidence };
}

function redacted(text: string): string {
  return redactText(text, engine.scan(text));
}

function redactedJson(value: JsonValue): JsonValue {
  return redactStructured(value, scanStructured(engine, value).detections);
}

describe('redactText', () => {
  it('replaces what was found', () => {
    expect(redactText('abcdef', [at(1, 3), at(4, 5, '[Y_REDACTED]')])).toBe(
      'a[X_REDACTED]d[Y_REDACTED]f',
    );
    expect(redactText('abc', [])).toBe('abc');
    expect(redacted('write to me@example.org')).toBe('write to [EMAIL_REDACTED]');
  });

  it('replaces overlapping ranges together, by the surest', () => {
    expect(
      redactText('abcdef', [at(0, 4, '[A_REDACTED]', 0.6), at(2, 6, '[B_REDACTED]', 0.9)]),
    ).toBe('[B_REDACTED]');
    expect(redactText('abcdef', [at(2, 6, '[B_REDACTED]'), at(0, 4, '[A_REDACTED]')])).toBe(
      '[A_REDACTED]',
    );
    expect(
      redactText('abcdef', [
        at(0, 6, '[A_REDACTED]', 0.6),
        at(2, 3, '[B_REDACTED]', 0.9),
        at(4, 5, '[C_REDACTED]', 0.7),
      ]),
    ).toBe('[B_REDACTED]');
    expect(redactText('abcdef', [at(0, 3), at(3, 6, '[Y_REDACTED]')])).toBe(
      '[X_REDACTED][Y_REDACTED]',
    );
  });

  it('cuts ranges to the text and keeps surrogate pairs whole', () => {
    expect(redactText('abc', [at(-5, 1), at(2, 99)])).toBe('[X_REDACTED]b[X_REDACTED]');
    expect(redactText('abc', [at(3, 9), at(2, 2)])).toBe('abc');
    expect(redactText('😀', [at(1, 1), at(1, 0)])).toBe('😀');
    expect(redactText('a😀b', [at(0, 2)])).toBe('[X_REDACTED]b');
    expect(redactText('a😀b', [at(2, 4)])).toBe('a[X_REDACTED]');
  });

  it('never corrupts what is not replaced', () => {
    const range = fc.tuple(
      fc.integer({ min: -3, max: 30 }),
      fc.integer({ min: -3, max: 30 }),
      fc.double({ min: 0, max: 1, noNaN: true }),
    );
    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme', maxLength: 25 }),
        fc.array(range, { maxLength: 6 }),
        (text, ranges) => {
          const detections = ranges.map(([start, end, confidence]) =>
            at(start, end, '\u0001', confidence),
          );
          const result = redactText(text, detections);
          expect(result).not.toMatch(/\p{Cs}/u);
          const covered = (index: number): boolean =>
            ranges.some(([start, end]) => start <= index && index < end);
          const kept = Array.from(text.split('').keys()).filter((index) => {
            const pair = text.codePointAt(index - 1) ?? 0;
            const other =
              pair > 0xffff && index > 0
                ? index - 1
                : (text.codePointAt(index) ?? 0) > 0xffff
                  ? index + 1
                  : index;
            return !covered(index) && !covered(other);
          });
          expect(result.replaceAll('\u0001', '')).toBe(kept.map((index) => text[index]).join(''));
        },
      ),
    );
  });

  it('leaves nothing to be found where it replaced', () => {
    for (const { examples, id } of CATALOGUE) {
      for (const example of examples.positive) {
        const once = redacted(example);
        const again = engine.scan(once).filter(({ value }) => value.includes('_REDACTED]'));
        expect({ id, again }).toEqual({ id, again: [] });
      }
    }
  });

  it.each([
    'call [PHONE_REDACTED] or ask for the order 876 543 210',
    'AA1234567B was [PASSPORT_REDACTED]',
    'AA1234567B was [PASSPORT_abcdef0123456]',
    'root:[SECRET_REDACTED]:19000:0:99999:7:::',
    'machine git.example.com login fake password [SECRET_REDACTED]x',
  ])('leaves no placeholder that makes something of what stands beside it: %s', (text) => {
    expect(engine.scan(text)).toEqual([]);
  });

  it('is done when it has been done once', () => {
    const examples = CATALOGUE.flatMap((rule) => rule.examples.positive);
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom(...examples), { minLength: 1, maxLength: 3 }),
        (parts) => {
          const text = parts.join(`\n${'. '.repeat(200)}\n`);
          const once = redacted(text);
          expect(redacted(once)).toBe(once);
        },
      ),
      { numRuns: 300 },
    );
  });
});

describe('redactStructured', () => {
  it('replaces in strings, keys and numbers', () => {
    expect(
      redactedJson({ a: [`key ${KEY}`, 1], 'me@example.org': 'x', card: 4111111111111111 }),
    ).toEqual({
      a: ['key [SECRET_REDACTED]', 1],
      '[EMAIL_REDACTED]': 'x',
      card: expect.stringMatching(/^\[[A-Z_]+_REDACTED\]$/),
    });
    expect(redactedJson(KEY)).toMatch(/^\[[A-Z_]+_REDACTED\]$/);
  });

  it('loses no entry when keys become the same, and keeps their order', () => {
    const value = {
      'a@example.org': 1,
      '[EMAIL_REDACTED]': 2,
      'b@example.org': { 'c@example.org': 'd@example.org' },
      z: 3,
    };
    const result = redactedJson(value);
    expect(Object.entries(result as object)).toEqual([
      ['[EMAIL_REDACTED]_2', 1],
      ['[EMAIL_REDACTED]', 2],
      ['[EMAIL_REDACTED]_3', { '[EMAIL_REDACTED]': '[EMAIL_REDACTED]' }],
      ['z', 3],
    ]);
  });

  it('returns untouched parts as they are and changes nothing', () => {
    const value = { left: { deep: [1, 2, { x: 'y' }] }, right: [KEY, { same: true }] };
    const before = structuredClone(value);
    const result = redactedJson(value) as typeof value;
    expect(value).toEqual(before);
    expect(result).not.toBe(value);
    expect(result.left).toBe(value.left);
    expect(result.right[1]).toBe(value.right[1]);
    expect(redactStructured(value, [])).toBe(value);
  });

  it('treats __proto__ as a key like any other', () => {
    const value = JSON.parse(`{"__proto__": {"key": "${KEY}"}}`) as JsonValue;
    const result = redactedJson(value);
    expect(Object.keys(result as object)).toEqual(['__proto__']);
    expect(Object.getPrototypeOf(result)).toBe(Object.prototype);
    expect(JSON.stringify(result)).not.toContain(KEY);
  });

  it('passes over paths that lead nowhere', () => {
    const [detection] = engine.scan(KEY);
    if (detection === undefined) throw new Error('nothing found');
    for (const path of ['$.b', '$.a[0].c', '$[3]', 'nonsense', '$.a.b.c']) {
      expect(redactStructured({ a: ['x'] }, [{ ...detection, path }])).toEqual({ a: ['x'] });
    }
  });

  it('leaves nothing that was found, and is done when it has been done once', () => {
    const text = fc.oneof(
      fc.string(),
      fc.constantFrom(KEY, 'me@example.org', 'x 123-45-6789', 'plain'),
    );
    const json = fc.letrec<{ value: JsonValue }>((tie) => ({
      value: fc.oneof(
        { depthSize: 'small' },
        text,
        fc.constantFrom<JsonValue>(null, 4111111111111111, 12),
        fc.array(tie('value'), { maxLength: 4 }),
        fc.dictionary(text, tie('value'), { maxKeys: 4, noNullPrototype: true }),
      ),
    })).value;
    fc.assert(
      fc.property(json, (value) => {
        const once = redactedJson(value);
        for (const secret of [KEY, 'me@example.org', '123-45-6789', '4111111111111111'])
          expect(JSON.stringify(once)).not.toContain(secret);
        expect(redactedJson(once)).toEqual(once);
      }),
      { numRuns: 300 },
    );
  });
});
