import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { PathPattern } from './path-pattern.ts';

const pattern = new PathPattern('/v1/things/{id}/parts/{part_id}');

test('each name stands for one segment', () => {
  expect(pattern.matches('/v1/things/a/parts/b')).toBe(true);
  expect(pattern.params('/v1/things/a/parts/b')).toEqual({ id: 'a', part_id: 'b' });
  for (const path of [
    '/v1/things//parts/b',
    '/v1/things/a/parts/',
    '/v1/things/a/parts/b/',
    '/v1/things/a/b/parts/c',
    '/V1/things/a/parts/b',
    '/v1/things/a/parts',
  ]) {
    expect([path, pattern.matches(path)]).toEqual([path, false]);
  }
});

test('signs of other segments mean themselves', () => {
  expect(new PathPattern('/.well-known/{a}').matches('/xwell-known/b')).toBe(false);
});

test('what is encoded as a segment comes out as it was, decoded once', () => {
  const names = fc.string({ unit: 'grapheme', minLength: 1 });
  fc.assert(
    fc.property(names, names, (id, part) => {
      const path = `/v1/things/${encodeURIComponent(id)}/parts/${encodeURIComponent(part)}`;
      expect(pattern.matches(path)).toBe(true);
      expect(pattern.params(path)).toEqual({ id, part_id: part });
    }),
  );
});

test.each(['%', '%4', '%zz', '%E0%A4%A', '%C0%AF'])('%s is no encoding', (broken) => {
  expect(() => pattern.params(`/v1/things/${broken}/parts/b`)).toThrow(
    expect.objectContaining({ code: 'invalid_request', status: 400 }),
  );
});

test('a word behind a colon is not part of the name, and some encode the colon', () => {
  const calls = new PathPattern('/v1/models/{model}:countTokens');
  for (const path of ['/v1/models/a:b:countTokens', '/v1/models/a%3Ab%3acountTokens']) {
    expect([calls.matches(path), calls.params(path)]).toEqual([true, { model: 'a:b' }]);
  }
  for (const path of ['/v1/models/a', '/v1/models/:countTokens', '/v1/models/a:countTokens/b']) {
    expect(calls.matches(path)).toBe(false);
  }
});
