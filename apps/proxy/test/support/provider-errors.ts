/** How the providers say that something went wrong, with the headers that they send. */
import type { JsonObject } from '@safeai/core';

export interface ProviderError {
  readonly name: string;
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: JsonObject;
}

function openAi(
  name: string,
  status: number,
  type: string,
  code: string | null,
  message: string,
  headers: Readonly<Record<string, string>> = {},
): ProviderError {
  return {
    name,
    status,
    headers: { 'x-request-id': `req_${name}`, 'openai-processing-ms': '12', ...headers },
    body: { error: { message, type, param: null, code } },
  };
}

const refused = 'Incorrect API key provided: sk-t****1234.';

export const OPENAI_ERRORS: readonly ProviderError[] = [
  openAi('bad_request', 400, 'invalid_request_error', null, "Missing required parameter: 'model'."),
  openAi('key', 401, 'invalid_request_error', 'invalid_api_key', refused),
  openAi('country', 403, 'request_forbidden', 'unsupported_country', 'Country not supported.'),
  openAi('model', 404, 'invalid_request_error', 'model_not_found', 'No such model.'),
  openAi('conflict', 409, 'invalid_request_error', null, 'Conflict.'),
  openAi('schema', 422, 'invalid_request_error', null, 'Cannot be processed.'),
  openAi('rate', 429, 'requests', 'rate_limit_exceeded', 'Rate limit reached.', {
    'retry-after': '1',
    'retry-after-ms': '500',
    'x-ratelimit-limit-requests': '60',
    'x-ratelimit-remaining-requests': '0',
    'x-ratelimit-reset-requests': '1s',
  }),
  openAi('quota', 429, 'insufficient_quota', 'insufficient_quota', 'You exceeded your quota.', {
    'x-should-retry': 'false',
  }),
  openAi('failed', 500, 'server_error', null, 'The server had an error.'),
  openAi('overloaded', 503, 'server_error', null, 'The engine is overloaded.', {
    'retry-after': '2',
  }),
];

function anthropic(
  type: string,
  status: number,
  message: string,
  headers: Readonly<Record<string, string>> = {},
): ProviderError {
  const id = `req_${type}`;
  return {
    name: type,
    status,
    headers: { 'request-id': id, ...headers },
    body: { type: 'error', error: { type, message }, request_id: id },
  };
}

export const ANTHROPIC_ERRORS: readonly ProviderError[] = [
  anthropic('invalid_request_error', 400, 'max_tokens: Field required'),
  anthropic('authentication_error', 401, 'invalid x-api-key'),
  anthropic('permission_error', 403, 'Your API key cannot use this.'),
  anthropic('not_found_error', 404, 'model: no-such-model'),
  anthropic('request_too_large', 413, 'Request exceeds the maximum size'),
  anthropic('rate_limit_error', 429, 'Number of requests has exceeded your rate limit.', {
    'retry-after': '3',
    'anthropic-ratelimit-requests-limit': '50',
    'anthropic-ratelimit-requests-remaining': '0',
    'anthropic-ratelimit-requests-reset': '2026-01-01T00:00:00Z',
  }),
  anthropic('api_error', 500, 'Internal server error', { 'x-should-retry': 'true' }),
  anthropic('overloaded_error', 529, 'Overloaded'),
];

const gemini = (
  name: string,
  code: number,
  message: string,
  more: JsonObject = {},
): ProviderError => ({
  name,
  status: code,
  headers: { 'server-timing': 'gfet4t7; dur=12' },
  body: { error: { code, message, status: name, ...more } },
});

export const GEMINI_ERRORS: readonly ProviderError[] = [
  gemini('INVALID_ARGUMENT', 400, 'API key not valid. Please pass a valid API key.', {
    details: [
      {
        '@type': 'type.googleapis.com/google.rpc.ErrorInfo',
        reason: 'API_KEY_INVALID',
        domain: 'googleapis.com',
      },
    ],
  }),
  gemini('PERMISSION_DENIED', 403, 'Your API key cannot use this.'),
  gemini('NOT_FOUND', 404, 'models/none is not found for API version v1beta.'),
  gemini('RESOURCE_EXHAUSTED', 429, 'You exceeded your current quota.', {
    details: [{ '@type': 'type.googleapis.com/google.rpc.RetryInfo', retryDelay: '17s' }],
  }),
  gemini('INTERNAL', 500, 'An internal error has occurred.'),
  gemini('UNAVAILABLE', 503, 'The model is overloaded. Please try again later.'),
];
