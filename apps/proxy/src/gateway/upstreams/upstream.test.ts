import { describe, expect, test } from '@jest/globals';
import { parseConfig, type SecretValue } from '@safeai/config';
import { upstreamSettings } from './settings.ts';
import { Upstream } from './upstream.ts';

const NAMES = { more: new Set<string>(), own: new Set<string>() };
const ENV = {
  OPENAI_API_KEY: 'sk-openai',
  ANTHROPIC_API_KEY: 'sk-anthropic',
  GEMINI_API_KEY: 'sk-gemini',
  OWN_KEY: 'sk-own\n',
};
const CALLER: Readonly<Record<string, string>> = {
  authorization: 'Bearer sk-caller',
  'x-api-key': 'caller',
  'x-goog-api-key': 'caller',
};

/** What goes to the first upstream of a configuration. */
function sent(
  yaml: string,
  {
    path = '/v1/x',
    headers = CALLER,
    baseUrl = undefined as string | undefined,
    traceparent = undefined as string | undefined,
  } = {},
) {
  const { config } = parseConfig(`proxy: ${yaml}`, { environment: { ...ENV, NONE: 'x' } });
  const [settings] = upstreamSettings(config.proxy, baseUrl);
  if (settings === undefined) throw new Error('There is no upstream.');
  const env: Record<string, string> = ENV;
  const ports = {
    secretOf: (value: SecretValue) => (typeof value === 'string' ? value : env[value.path ?? '']),
    now: () => 0,
  };
  const prepared = new Upstream(settings, config.proxy, ports, undefined).prepare(
    { path, headers, traceparent },
    NAMES,
  );
  const { 'accept-encoding': _, ...rest } = prepared.headers;
  return { path: prepared.path, headers: rest };
}

describe('the key of the environment', () => {
  test.each([
    ['https://api.openai.com/v1', { authorization: 'Bearer sk-openai' }],
    ['https://eu.api.openai.com', { authorization: 'Bearer sk-openai' }],
    ['https://api.anthropic.com', { 'x-api-key': 'sk-anthropic' }],
    ['https://generativelanguage.googleapis.com', { 'x-goog-api-key': 'sk-gemini' }],
    [
      'https://generativelanguage.googleapis.com/v1beta/openai',
      { authorization: 'Bearer sk-gemini' },
    ],
  ])(
    "goes to its vendor's own address %s, where keys are the configured ones",
    (target, headers) => {
      expect(sent(`{ target: '${target}', auth: config }`).headers).toEqual(headers);
      expect(sent(`{ target: '${target}' }`).headers).toEqual(CALLER);
    },
  );

  test.each([
    ...['http://api.openai.com', 'https://api.openai.com:8443', 'https://api.openai.com.evil.test'],
    ...[
      'https://evil.test/api.openai.com',
      'https://api.openai.com@evil.test',
      'https://xapi.openai.com',
    ],
    ...['http://127.0.0.1:1234/v1', 'https://api.openai.com.'],
  ])('does not go to %s', (target) => {
    for (const provider of ['openai', 'anthropic', 'gemini']) {
      const up = sent(`{ target: '${target}', auth: config, provider: ${provider} }`);
      expect(JSON.stringify(up)).not.toContain('sk-');
    }
  });

  test('goes to an upstream that names it', () => {
    const yaml = "{ target: 'https://own.test', api_key: 'secret://env/OWN_KEY' }";
    expect(sent(yaml).headers).toEqual({ authorization: 'Bearer sk-own' });
  });
});

describe('the configured key', () => {
  test('never goes beside one of the caller, and theirs not in the query either', () => {
    const yaml = "{ target: 'https://own.test/v1?key=base', api_key: abc, provider: gemini }";
    expect(sent(yaml, { path: '/v1beta/models/g:generateContent?key=caller&alt=sse' })).toEqual({
      path: '/v1beta/models/g:generateContent?key=base&alt=sse',
      headers: { 'x-goog-api-key': 'abc' },
    });
  });

  test("stands in a header of the upstream's own, and then the caller's stays here too", () => {
    const upstream =
      "name: azure, target: 'https://own.test', headers: { API-Key: abc, x-team: t }";
    for (const auth of ['', ', auth: caller']) {
      expect(sent(`{ upstreams: [{ ${upstream}${auth} }] }`).headers).toEqual({
        'api-key': 'abc',
        'x-team': 't',
      });
    }
  });

  test('that cannot be resolved is not left out in silence', () => {
    const yaml = "{ target: 'https://own.test', api_key: 'secret://env/NONE' }";
    expect(() => sent(yaml)).toThrow(
      expect.objectContaining({
        code: 'upstream_unavailable',
        fault: 'keyless',
        upstream: 'default',
      }),
    );
  });

  test("goes to the file's target, not to another host that a flag names", () => {
    const yaml = "{ target: 'https://own.test/v1', auth: config, api_key: abc }";
    expect(sent(yaml, { baseUrl: 'https://own.test' }).headers).toEqual({
      authorization: 'Bearer abc',
    });
    expect(sent(yaml, { baseUrl: 'https://other.test' }).headers).toEqual({});
  });
});

describe('the trace', () => {
  const CALLERS = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';
  const OURS = '00-0af7651916cd43dd8448eb211c80319c-00f067aa0ba902b7-01';

  test('goes on where it is given, the caller’s own does not', () => {
    const headers = { traceparent: CALLERS, tracestate: 'vendor=1', baggage: 'user=jane' };
    for (const auth of ['config', 'caller']) {
      const yaml = `{ target: 'https://api.test', auth: ${auth} }`;
      expect(sent(yaml, { headers }).headers).toEqual({});
      expect(sent(yaml, { headers, traceparent: OURS }).headers).toEqual({ traceparent: OURS });
    }
  });
});
