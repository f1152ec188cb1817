import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';

import {
  MAX_TAG_LENGTH,
  normalizeTag,
  normalizeTags,
  tagCovers,
  tagPrecision,
  tagWithParents,
} from './tags.ts';

const segment = fc.stringMatching(/^[a-z][a-z0-9_-]{0,6}$/);
const tag = fc.array(segment, { minLength: 1, maxLength: 4 }).map((parts) => parts.join('.'));

describe('normalizeTag', () => {
  test.each([
    ['Personal.PII', 'personal.pii'],
    ['  secret.token ', 'secret.token'],
    ['pii', 'personal.pii'],
    ['PII.Email', 'personal.pii.email'],
    ['dangerous.command', 'destructive'],
    ['dangerous.command.shell', 'destructive.shell'],
    ['piiother', 'piiother'],
    ['internal', 'internal'],
    ['__proto__', '__proto__'],
  ])('%j becomes %j', (raw, normalized) => {
    expect(normalizeTag(raw)).toBe(normalized);
  });

  test.each([
    '',
    '   ',
    '.',
    'a.',
    '.a',
    'a..b',
    'a b',
    'a.\u0000b',
    'x'.repeat(MAX_TAG_LENGTH + 1),
  ])('%j is refused with code invalid_tag', (raw) => {
    expect(() => normalizeTag(raw)).toThrow(expect.objectContaining({ code: 'invalid_tag' }));
  });

  test('normalising twice changes nothing', () => {
    fc.assert(
      fc.property(tag, (raw) => {
        const once = normalizeTag(raw);
        expect(normalizeTag(once)).toBe(once);
      }),
    );
  });

  test('repeats are dropped, order is kept', () => {
    expect(normalizeTags(['b', 'PII', 'b', 'personal.pii'])).toEqual(['b', 'personal.pii']);
  });
});

describe('the hierarchy', () => {
  test('a tag covers itself and its children, never its parents or its namesakes', () => {
    expect(tagCovers('personal.pii', 'personal.pii')).toBe(true);
    expect(tagCovers('personal.pii', 'personal.pii.email')).toBe(true);
    expect(tagCovers('personal.pii', 'personal')).toBe(false);
    expect(tagCovers('personal.pii', 'personal.piicture')).toBe(false);
  });

  test('a tag is covered by exactly itself and its parents', () => {
    fc.assert(
      fc.property(tag, tag, (rule, content) => {
        expect(tagCovers(rule, content)).toBe(tagWithParents(content).includes(rule));
      }),
    );
  });

  test('each parent is one segment less precise', () => {
    fc.assert(
      fc.property(tag, (content) => {
        const precisions = tagWithParents(content).map(tagPrecision);
        expect(precisions).toEqual(precisions.map((_, index) => tagPrecision(content) - index));
        expect(precisions.at(-1)).toBe(1);
      }),
    );
  });
});
