import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { requestHeaders, withoutQueryKeys, type RequestHeaderRules } from './request-headers.ts';

const KEY = `sfai_${'a'.repeat(12)}_${'B'.repeat(43)}`;
const rules = (more: Partial<RequestHeaderRules> = {}): RequestHeaderRules => ({
  auth: 'caller',
  more: new Set(),
  own: new Set(['x-user']),
  set: {},
  ...more,
});

/** Never passed on, whoever asks for it. */
const NEVER = [
  ...['connection', 'keep-alive', 'proxy-authorization', 'proxy-authenticate', 'proxy-connection'],
  ...['te', 'trailer', 'transfer-encoding', 'upgrade', 'http2-settings', 'expect', 'host'],
  ...['content-length', 'content-encoding', 'cookie', 'set-cookie', 'forwarded', 'via'],
  ...['x-forwarded-for', 'x-forwarded-host', 'x-forwarded-proto', 'x-real-ip'],
  ...[
    'x-safeai-key',
    'x-safeai-user',
    'x-safeai-tenant',
    'x-safeai-agent',
    'x-safeai-csrf',
    'x-user',
  ],
];
const CREDENTIALS = ['authorization', 'x-api-key', 'x-goog-api-key', 'api-key'];
const ACCOUNTS = ['openai-organization', 'openai-project', 'x-goog-user-project'];
const KNOWN = [
  ...['accept', 'content-type', 'user-agent', 'anthropic-version', 'anthropic-beta', 'openai-beta'],
  ...['x-stainless-lang', 'x-stainless-retry-count', 'x-client-request-id'],
];

describe('a header', () => {
  test.each(NEVER)('%s never goes up, though the configuration names it', (name) => {
    for (const spelled of [name, name.toUpperCase()]) {
      const sent = { [spelled]: 'canary' };
      const headers = requestHeaders(sent, rules({ more: new Set([name]) }));
      expect(JSON.stringify(headers)).not.toContain('canary');
    }
    const set = requestHeaders({}, rules({ set: { [name]: 'canary' } }));
    if (name !== 'x-user') expect(JSON.stringify(set)).not.toContain('canary');
  });

  test.each(KNOWN)('%s goes up', (name) => {
    expect(requestHeaders({ [name]: 'v' }, rules())).toMatchObject({ [name]: 'v' });
  });

  test('idempotency-key goes up with the key of the caller alone: equal ones of two callers would meet', () => {
    const sent = { 'idempotency-key': 'v' };
    expect(requestHeaders(sent, rules({ auth: 'caller' }))).toHaveProperty('idempotency-key', 'v');
    expect(requestHeaders(sent, rules({ auth: 'config' }))).not.toHaveProperty('idempotency-key');
  });

  test('that is not known goes up where the configuration names it', () => {
    expect(requestHeaders({ 'x-trace': 'v' }, rules())).not.toHaveProperty('x-trace');
    const named = rules({ more: new Set(['x-trace']) });
    expect(requestHeaders({ 'X-Trace': 'v' }, named)).toHaveProperty('x-trace', 'v');
  });

  test('that Connection names is of this connection', () => {
    const sent = { connection: 'close, User-Agent', 'user-agent': 'x', accept: 'y' };
    expect(requestHeaders(sent, rules())).toEqual({ accept: 'y', 'accept-encoding': 'identity' });
  });

  test('asks for a body as it is, whatever the caller takes', () => {
    const headers = requestHeaders({ 'accept-encoding': 'gzip, br' }, rules());
    expect(headers['accept-encoding']).toBe('identity');
  });
});

describe('a key', () => {
  test.each([...CREDENTIALS, ...ACCOUNTS])("%s of the caller's goes up alone", (name) => {
    const sent = { [name]: 'caller' };
    expect(requestHeaders(sent, rules())).toHaveProperty([name], 'caller');
    const set = { authorization: 'Bearer sk-config' };
    const headers = requestHeaders(sent, rules({ auth: 'config', set, more: new Set([name]) }));
    expect(headers).toEqual({ authorization: 'Bearer sk-config', 'accept-encoding': 'identity' });
  });

  test.each([
    ...[
      KEY,
      `Bearer ${KEY}`,
      KEY.toUpperCase(),
      `x ${KEY}`,
      KEY.replace('_', '%5F'),
      KEY.replace('s', '%2573'),
    ],
    ...[
      `Basic ${Buffer.from(`user:${KEY}`).toString('base64')}`,
      `basic ${Buffer.from(`${KEY}:`).toString('base64')}`,
    ],
  ])("of SafeAI's never goes up: %s", (value) => {
    for (const name of [...CREDENTIALS, ...ACCOUNTS, ...KNOWN, 'x-trace']) {
      for (const auth of ['caller', 'config'] as const) {
        const headers = requestHeaders(
          { [name]: value },
          rules({ auth, more: new Set(['x-trace']) }),
        );
        expect(headers).toEqual({ 'accept-encoding': 'identity' });
      }
    }
  });

  test('in the query goes up only where keys are the caller’s', () => {
    expect(withoutQueryKeys('/v1beta/m:g?key=abc&alt=sse')).toBe('/v1beta/m:g?alt=sse');
    expect(withoutQueryKeys('/v1beta/m:g?alt=sse&KEY=a&%6bey=b&access_token=c')).toBe(
      '/v1beta/m:g?alt=sse',
    );
    expect(withoutQueryKeys('/v1beta/m:g?key=abc')).toBe('/v1beta/m:g');
    expect(withoutQueryKeys('/v1/models?keys=1')).toBe('/v1/models?keys=1');
  });
});

test('whatever is sent, names are known ones and values can be sent', () => {
  const names = fc.oneof(fc.string(), fc.constantFrom(...NEVER, ...KNOWN, ...CREDENTIALS));
  fc.assert(
    fc.property(fc.dictionary(names, fc.string({ unit: 'binary' })), (sent) => {
      for (const [name, value] of Object.entries(requestHeaders(sent, rules()))) {
        expect([
          ...KNOWN,
          ...CREDENTIALS,
          ...ACCOUNTS,
          'accept-encoding',
          'accept-language',
          'x-goog-api-client',
        ]).toContain(name);
        expect(value).not.toMatch(/[\r\n\0]/);
      }
    }),
  );
});
