import { describe, expect, test } from '@jest/globals';
import { checkCsrf, sessionCookie, sessionCookieText } from './session-cookie.ts';

test.each([
  ['safeai_session=abc', 'abc'],
  ['a=1; safeai_session=abc; b=2', 'abc'],
  ['a=1;safeai_session=abc', 'abc'],
  ['safeai_session=a=b', 'a=b'],
  ['safeai_session=', ''],
  ['', undefined],
  ['safeai_session', undefined],
  ['xsafeai_session=abc', undefined],
  ['SAFEAI_SESSION=abc', undefined],
  ['a="safeai_session=abc"', undefined],
])('the session of %j is %j', (cookie, value) => {
  expect(sessionCookie({ cookie })).toBe(value);
});

test('of two session cookies neither counts', () => {
  expect(sessionCookie({ cookie: 'safeai_session=a; safeai_session=b' })).toBe('');
});

test('a session cookie is for this server, and for no script', () => {
  expect(sessionCookieText('abc', { secure: false, maxAgeSeconds: 60 })).toBe(
    'safeai_session=abc; Path=/; HttpOnly; SameSite=Strict; Max-Age=60',
  );
  expect(sessionCookieText('', { secure: true, maxAgeSeconds: 0 })).toBe(
    'safeai_session=; Path=/; HttpOnly; SameSite=Strict; Max-Age=0; Secure',
  );
});

describe('the token of a session', () => {
  test.each(['GET', 'HEAD'])('%s needs none', (method) => {
    expect(() => {
      checkCsrf({ method, headers: {} }, 'token');
    }).not.toThrow();
  });

  test.each([undefined, '', 'toke', 'tokens', 'TOKEN', 'tok\u00e9n'])('POST with %j', (sent) => {
    expect(() => {
      checkCsrf(
        { method: 'POST', headers: sent === undefined ? {} : { 'x-csrf-token': sent } },
        'token',
      );
    }).toThrow(expect.objectContaining({ code: 'forbidden' }));
  });

  test('any other method with it', () => {
    for (const method of ['POST', 'DELETE', 'PUT', '']) {
      expect(() => {
        checkCsrf({ method, headers: { 'x-csrf-token': 'token' } }, 'token');
      }).not.toThrow();
    }
  });
});
