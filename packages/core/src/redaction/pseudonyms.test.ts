import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { CATALOGUE } from '../detection/catalog/index.ts';
import { DetectionEngine } from '../detection/engine/engine.ts';
import {
  MAX_PSEUDONYM_LENGTH,
  pseudonymOf,
  pseudonymsIn,
  restorePseudonyms,
  sessionPseudonymKey,
} from './pseudonyms.ts';
import { createPseudonymRestorer } from './pseudonyms-restorer.ts';
import { redactText } from './redact.ts';

const KEY = new Uint8Array(32).fill(7);
const key = (tenant: string, session: string) => sessionPseudonymKey(KEY, tenant, session);
const here = key('acme', 's-1');
const ANN = pseudonymOf(here, '[EMAIL_REDACTED]', 'ann@example.org');
const BOB = pseudonymOf(here, '[EMAIL_REDACTED]', 'bob@example.org');

describe('a pseudonym', () => {
  it('says what kind of value it stands for, and has a token that begins with a letter', () => {
    expect(ANN).toMatch(/^\[EMAIL_[a-f][0-9a-f]{12}\]$/);
    expect(pseudonymOf(here, '***', 'x')).toMatch(/^\[VALUE_/);
  });

  it('is the same for the same value, and another for another value, kind, session or tenant', () => {
    expect(pseudonymOf(key('acme', 's-1'), '[EMAIL_REDACTED]', 'ann@example.org')).toBe(ANN);
    const others = [
      BOB,
      pseudonymOf(here, '[PHONE_REDACTED]', 'ann@example.org'),
      pseudonymOf(key('acme', 's-2'), '[EMAIL_REDACTED]', 'ann@example.org'),
      pseudonymOf(key('acme2', 's-1'), '[EMAIL_REDACTED]', 'ann@example.org'),
      pseudonymOf(key('acm', 'es-1'), '[EMAIL_REDACTED]', 'ann@example.org'),
    ].map((pseudonym) => pseudonym.slice(-14));
    expect(new Set([...others, ANN.slice(-14)]).size).toBe(6);
  });

  it('is never longer than its bound and always found in exactly its form', () => {
    fc.assert(
      fc.property(
        fc.stringMatching(/^[A-Z][A-Z0-9_]{0,80}$/),
        fc.string({ unit: 'binary' }),
        (word, value) => {
          const pseudonym = pseudonymOf(here, `[${word}_REDACTED]`, value);
          expect(pseudonym.length).toBeLessThanOrEqual(MAX_PSEUDONYM_LENGTH);
          expect(pseudonymsIn(`a ${pseudonym}[${pseudonym}]`)).toEqual([pseudonym]);
          expect(pseudonymsIn(pseudonym.toLowerCase())).toEqual([]);
          expect(pseudonymsIn(pseudonym.slice(1))).toEqual([]);
        },
      ),
    );
  });
});

describe('a text with pseudonyms', () => {
  const engine = new DetectionEngine({ rules: CATALOGUE });

  it.each(['EMAIL', 'PHONE', 'SECRET', 'PASSWORD', 'IBAN', 'CREDIT_CARD', 'IP_ADDRESS', 'VALUE'])(
    'holds nothing to be found again: %s',
    (word) => {
      for (let number = 0; number < 40; number++) {
        const pseudonym = pseudonymOf(here, `[${word}_REDACTED]`, `value ${String(number)}`);
        for (const text of [
          pseudonym,
          `password=${pseudonym}`,
          `{"api_key": "${pseudonym}"}`,
          `call ${pseudonym} on ssn ${pseudonym}, iban ${pseudonym}.`,
          `mailto:${pseudonym}@${pseudonym}`,
        ]) {
          expect(engine.scan(text)).toEqual([]);
        }
      }
    },
  );

  it('still gives away a secret that poses as the word of a pseudonym or placeholder', () => {
    for (const text of [
      '[AKIAZZZZFAKEZZZZFAKE_a012345678901]',
      '[AKIAZZZZFAKEZZZZFAKE_REDACTED]',
    ]) {
      expect(engine.scan(text).map((found) => found.value)).toEqual(['AKIAZZZZFAKEZZZZFAKE']);
    }
  });
});

describe('restoring', () => {
  const values = new Map([
    [ANN, 'ann@example.org'],
    [BOB, `not ${ANN}`],
  ]);
  const restore = (text: string) => restorePseudonyms(text, (pseudonym) => values.get(pseudonym));

  it('puts values back, once, and leaves what it does not know', () => {
    const foreign = pseudonymOf(key('acme', 's-2'), '[EMAIL_REDACTED]', 'ann@example.org');
    expect(restore(`to ${ANN}, ${BOB}`)).toBe(`to ann@example.org, not ${ANN}`);
    expect(restore(`[${ANN}] ${foreign}`)).toBe(`[ann@example.org] ${foreign}`);
    for (const mangled of [ANN.toLowerCase(), ANN.slice(1), ANN.replace('_', ' '), `${ANN} `]) {
      expect(restore(mangled).trim()).toBe(mangled === `${ANN} ` ? 'ann@example.org' : mangled);
    }
  });

  const piece = fc.oneof(
    fc.constantFrom(ANN, BOB, '[', '[[', ']', '[E', '[EMAIL_', '_', '[EMAIL_REDACTED]', 'a1b2'),
    fc.constantFrom(ANN, BOB).chain((text) => fc.nat(text.length).map((at) => text.slice(0, at))),
    fc.constantFrom(ANN, BOB).chain((text) => fc.nat(text.length).map((at) => text.slice(at))),
    fc.string({ maxLength: 5 }),
    fc.stringMatching(/^\[[A-Z_]{60,70}$/),
  );

  it('a stream, for every way to cut it, is what the whole text gives, and little is held back', () => {
    fc.assert(
      fc.property(
        fc.array(piece, { maxLength: 12 }).map((pieces) => pieces.join('')),
        fc.array(fc.nat(30), { maxLength: 40 }),
        (text, lengths) => {
          const restorer = createPseudonymRestorer(values);
          let out = '';
          let at = 0;
          for (const length of lengths) {
            out += restorer.write(text.slice(at, at + length));
            at += length;
            const behind = restore(text.slice(0, at)).length - out.length;
            expect(behind).toBeLessThan(MAX_PSEUDONYM_LENGTH);
          }
          out += restorer.write(text.slice(at)) + restorer.end();
          expect(out).toBe(restore(text));
        },
      ),
      { numRuns: 2000 },
    );
  });

  it('a stream that is cut at every character', () => {
    const text = `${ANN}${BOB} [x] [EMAIL_${ANN} ${ANN.slice(0, -1)}`;
    const restorer = createPseudonymRestorer(values);
    const out = Array.from(text, (char) => restorer.write(char)).join('') + restorer.end();
    expect(out).toBe(restore(text));
  });
});

describe('ranges that overlap', () => {
  const found = (start: number, end: number, confidence: number, isReversible: boolean) => ({
    location: { start, end },
    placeholder: isReversible ? '[A_REDACTED]' : '[B_REDACTED]',
    confidence,
    ...(isReversible ? { pseudonym: (_: string, value: string) => `<${value}>` } : {}),
  });

  it('become one pseudonym for all of their text', () => {
    const both = [found(0, 4, 0.9, true), found(2, 6, 0.5, true)];
    expect(redactText('abcdefg', both)).toBe('<abcdef>g');
  });

  it('become a placeholder where one of them has no pseudonym, however sure the others are', () => {
    const mixed = [found(0, 4, 0.9, true), found(2, 6, 0.5, false), found(5, 7, 1, true)];
    expect(redactText('abcdefg', mixed)).toBe('[B_REDACTED]');
    expect(redactText('abcdefg', mixed.toReversed())).toBe('[B_REDACTED]');
  });

  it('do not split a surrogate pair', () => {
    expect(redactText('😀b', [found(1, 2, 1, true)])).toBe('<😀>b');
  });
});
