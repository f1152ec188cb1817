import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { bearerOf, mentionsKey, sendsKey, sentKeys } from './sent-keys.ts';

const KEY = `sfai_0123456789ab_${'x'.repeat(43)}`;
const escaped = (character: string): string =>
  `%${character.charCodeAt(0).toString(16).padStart(2, '0')}`;

describe('a key in an address', () => {
  test.each([
    '/v1/keys?key=sfai_abc',
    '/v1/keys?KEY=SFAI_abc',
    '/v1/keys?key=sfai%5fabc',
    '/v1/keys?key=sfai%5Fabc',
    '/v1/keys?key=%73%66%61%69%5f',
    '/v1/keys?key=%2573fai_abc',
    '/v1/keys?a=1&b=Bearer+sfai_abc',
    '/v1/keys?a=Bearer%20sfai_abc',
    '/v1/keys/sfai_abc?',
    '/v1/keys/%73fai_abc?',
    '/?sfai_abc',
  ])('is found: %s', (address) => {
    expect(mentionsKey(address)).toBe(true);
  });

  test.each(['/v1/audit?limit=5', '/v1/x?q=safari', '/v1/x?q=%', '/v1/x?q=%zz%5f', '/v1/x?q=sfai'])(
    'is not there: %s',
    (address) => {
      expect(mentionsKey(address)).toBe(false);
    },
  );

  test('is found however its characters are written', () => {
    const spelling = fc.array(fc.boolean(), { minLength: KEY.length, maxLength: KEY.length });
    fc.assert(
      fc.property(spelling, fc.integer({ min: 0, max: 2 }), (which, again) => {
        let text = Array.from(KEY, (each, index) =>
          which[index] === true ? escaped(each) : each,
        ).join('');
        for (let round = 0; round < again; round++) text = text.replaceAll('%', '%25');
        expect(mentionsKey(`/v1/audit?agent_id=${text}`)).toBe(true);
      }),
    );
  });

  test('any text is looked through, and none breaks it', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(typeof mentionsKey(text)).toBe('boolean');
      }),
    );
    expect(mentionsKey('%25'.repeat(20_000))).toBe(false);
  });
});

describe('keys in headers', () => {
  test.each([
    [{ authorization: `Bearer ${KEY}` }, [KEY]],
    [{ authorization: `bearer   ${KEY}` }, [KEY]],
    [{ 'x-api-key': KEY, 'x-goog-api-key': KEY }, [KEY, KEY]],
    [{ 'x-safeai-key': '' }, ['']],
    [{ 'x-safeai-key': 'sk-abc', 'x-api-key': 'sk-abc' }, ['sk-abc']],
    [{ authorization: `Bearer sk-abc, Bearer ${KEY}` }, [`sk-abc, Bearer ${KEY}`]],
    [{ authorization: `Basic ${KEY}` }, [`Basic ${KEY}`]],
  ])('%o', (headers, keys) => {
    expect(sendsKey(headers)).toBe(true);
    expect(sentKeys(headers)).toEqual(keys);
  });

  test('there is none in those of providers', () => {
    const headers = { authorization: 'Bearer sk-abc', 'x-api-key': 'sk-ant-abc', cookie: KEY };
    expect(sendsKey(headers)).toBe(false);
    expect(sentKeys(headers)).toEqual([]);
  });
});

test.each([
  ['Bearer abc', 'abc'],
  ['bearer  abc', 'abc'],
  ['Bearer abc, Basic x', undefined],
  ['Bearer abc def', undefined],
  ['Bearer', undefined],
  ['Bearer\tabc', undefined],
  ['Basic abc', undefined],
  ['abc', undefined],
  [undefined, undefined],
])('the token of %j is %j', (authorization, token) => {
  expect(bearerOf(authorization === undefined ? {} : { authorization })).toBe(token);
});
