import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { BaseAddress } from './base-address.ts';

describe('a path is joined', () => {
  test.each([
    ['https://api.openai.com', '/v1/chat/completions', '/v1/chat/completions'],
    ['https://api.openai.com/', '/v1/chat/completions', '/v1/chat/completions'],
    ['https://api.openai.com/v1', '/v1/chat/completions', '/v1/chat/completions'],
    ['https://api.openai.com/v1/', '/v1/chat/completions', '/v1/chat/completions'],
    ['https://api.openai.com/v1', '/chat/completions', '/v1/chat/completions'],
    ['https://api.groq.com/openai/v1', '/v1/models', '/openai/v1/models'],
    [
      'https://host/v1',
      '/v1beta/models/g:generateContent?alt=sse',
      '/v1beta/models/g:generateContent?alt=sse',
    ],
    ['https://host/v1beta/openai', '/v1/chat/completions', '/v1beta/openai/chat/completions'],
    ['https://host/base', '/v1/models', '/base/v1/models'],
    ['https://host/v1?api-version=2', '/v1/models?x=1', '/v1/models?api-version=2&x=1'],
    ['https://host/v1', '/v10/models', '/v10/models'],
    ['https://host/v1', '/v1x/models', '/v1/v1x/models'],
    ['https://host', '/', '/'],
  ])('%s and %s', (base, path, joined) => {
    expect(new BaseAddress(base).join(path)).toBe(joined);
  });
});

describe('a path is refused', () => {
  test.each([
    ...[
      '',
      'v1/models',
      '//evil.test/v1',
      'http://evil.test/',
      '/a#b',
      '/a\\b',
      '/a b',
      '/a\r\nx: y',
      '/é',
    ],
    ...[
      '/..',
      '/v1/../admin',
      '/v1/./models',
      '/v1/%2e%2e/admin',
      '/v1/%252e%252e/admin',
      '/v1/.%2e',
    ],
    ...['/v1/x%2f..%2fadmin', '/v1/x%5c..', '/v1/models?x=sfai_abc', '/v1/%73fai_abc'],
    `/${'x'.repeat(8192)}`,
  ])('%j', (path) => {
    expect(() => new BaseAddress('https://host/v1').join(path)).toThrow(
      expect.objectContaining({ code: 'invalid_request' }),
    );
  });
});

test('whatever is joined stays on the host and below the base', () => {
  const base = new BaseAddress('https://host:8443/team/a');
  fc.assert(
    fc.property(
      fc.string({
        unit: fc.constantFrom(
          '/',
          '.',
          '%',
          '2',
          '5',
          'e',
          'c',
          '\\',
          'v',
          '1',
          '?',
          '#',
          '@',
          ':',
        ),
      }),
      (text) => {
        let joined: string;
        try {
          joined = base.join(`/${text}`);
        } catch {
          return;
        }
        const url = new URL(joined, base.origin);
        expect(url.origin).toBe('https://host:8443');
        expect(url.pathname.startsWith('/team/a/')).toBe(true);
      },
    ),
  );
});

test('an absolute address below it is found again', () => {
  const base = new BaseAddress('https://host/team/v1');
  expect(base.pathOf('https://HOST:443/team/v1/models?a=1')).toBe('/v1/models?a=1');
  expect(base.pathOf('https://host/team/v2/models')).toBe('/v2/models');
  expect(base.pathOf('https://host/team/admin')).toBeUndefined();
  expect(base.pathOf('https://host/v1/models')).toBeUndefined();
  expect(base.pathOf('https://host/team/v1/../../x')).toBeUndefined();
});
