import { expect, test } from '@jest/globals';
import { answerHeaders } from './answer-headers.ts';

const none = new Set<string>();

test.each([
  ...[
    'connection',
    'keep-alive',
    'proxy-authenticate',
    'te',
    'trailer',
    'transfer-encoding',
    'upgrade',
  ],
  ...['content-length', 'content-encoding', 'set-cookie', 'x-safeai-decision-id', 'via', 'host'],
])('%s never comes down, though the configuration names it', (name) => {
  expect(answerHeaders({ [name]: 'x' }, new Set([name]))).toEqual({});
});

test.each([
  ...[
    'openai-organization',
    'anthropic-organization-id',
    'server',
    'cf-ray',
    'alt-svc',
    'location',
  ],
  ...['strict-transport-security', 'access-control-allow-origin', 'www-authenticate', 'nel'],
])('%s comes down only where the configuration names it', (name) => {
  expect(answerHeaders({ [name]: 'x' }, none)).toEqual({});
  expect(answerHeaders({ [name]: 'x' }, new Set([name]))).toEqual({ [name]: 'x' });
});

test.each([
  ...[
    'content-type',
    'retry-after',
    'retry-after-ms',
    'x-should-retry',
    'request-id',
    'x-request-id',
  ],
  ...['x-ratelimit-remaining-requests', 'anthropic-ratelimit-tokens-reset', 'openai-processing-ms'],
])('%s comes down', (name) => {
  expect(answerHeaders({ [name]: 'x' }, none)).toEqual({ [name]: 'x' });
});

test('what Connection names is of that connection; what comes twice is joined', () => {
  expect(answerHeaders({ connection: 'Request-Id', 'request-id': 'x' }, none)).toEqual({});
  const twice = { 'x-ratelimit-a': ['1', '2'] } as Record<string, string[]>;
  expect(answerHeaders(twice, none)).toEqual({ 'x-ratelimit-a': '1, 2' });
});
