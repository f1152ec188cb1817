import { describe, expect, test } from '@jest/globals';
import { PROTOCOLS } from '@safeai/protocols';
import { PROVIDER_REQUESTS } from '../../../test/support/provider-requests.ts';
import { formatOf } from './format-of.ts';

const idOf = (path: string, ...there: string[]): string | undefined =>
  formatOf('POST', [path, ...there])?.id;

test.each(PROVIDER_REQUESTS.map(({ method, path, id }) => [method, path, id] as const))(
  '%s %s has a format, with a query and with a slash behind it too',
  (method, path) => {
    const format = formatOf(method, [path]);
    expect(PROTOCOLS).toContain(format);
    expect(formatOf(method, [`${path}?alt=sse`])).toBe(format);
    expect(formatOf(method, [path, `/base${path}`])).toBe(format);
  },
);

describe('a query says nothing of the format', () => {
  test.each([
    ['/v1/messages?/v1/embeddings', 'anthropic.messages'],
    ['/v1/messages?a=/models/x:countTokens', 'anthropic.messages'],
    ['/v1beta/models/gemini-2.5-pro:generateContent?/v1/messages/count_tokens', 'gemini.generate'],
    ['/v1/files?/v1/chat/completions', undefined],
  ])('%s', (path, id) => {
    expect(idOf(path)).toBe(id);
  });
});

test.each([
  '/v1/%63hat/completions',
  '/v1/%2563hat/completions',
  '/v1/CHAT/completions',
  '/v1/Messages',
  '/v1/mess%61ges',
  '/v1//messages',
  '/v1/chat//completions',
  '/v1/responses//',
  '/v1/chat/completions;a=b',
  '/v1/chat;a/completions',
  '/v1/chat%2fcompletions',
  '/v1/chat%5ccompletions',
  '/v1/messages%3fa',
  '/v1/messages%23',
  '/v1/messages%20',
  '/v1/messages%00',
  '/v1/messages%0a',
  '/v1beta/models/gemini-2.5-pro:%67enerateContent',
  '/v1beta/models/gemini-2.5-pro:generateContent%3f',
])('%s could be taken for another format', (path) => {
  expect(() => idOf(path)).toThrow('write it plainly');
});

test.each(['/v1/files', '/v1/files/a%20b', '/v1/images/generations', '/v1/a;b=c//d%2Fe'])(
  '%s has none',
  (path) => {
    expect(idOf(path)).toBeUndefined();
  },
);

test('the path at the upstream counts', () => {
  expect(idOf('/messages', '/v1/messages')).toBe('anthropic.messages');
  expect(idOf('/messages', '/messages')).toBeUndefined();
  expect(() => idOf('/completions', '/v1/chat/completions')).toThrow('name the upstream');
});
