import { SafeAIConfig } from '@safeai/config';
import { expect, test } from '@jest/globals';
import { serverSettings } from './server-settings.ts';

const config = new SafeAIConfig();

test('the configuration holds where nothing else is said', () => {
  expect(serverSettings({}, {}, config)).toEqual({
    mode: 'sidecar',
    host: '127.0.0.1',
    port: 8910,
  });
});

test('the environment goes before the configuration', () => {
  const env = {
    SAFEAI_MODE: 'gateway',
    SAFEAI_HOST: '0.0.0.0',
    SAFEAI_PORT: '9000',
    SAFEAI_UPSTREAM_BASE_URL: 'https://api.example.com',
  };
  expect(serverSettings({}, env, config)).toEqual({
    mode: 'gateway',
    host: '0.0.0.0',
    port: 9000,
    upstreamBaseUrl: 'https://api.example.com',
  });
});

test('a flag goes before the environment', () => {
  const env = { SAFEAI_MODE: 'gateway', SAFEAI_HOST: '0.0.0.0', SAFEAI_PORT: 'broken' };
  const flags = { mode: 'sidecar', host: '[::1]', port: '0' };
  expect(serverSettings(flags, env, config)).toEqual({ mode: 'sidecar', host: '::1', port: 0 });
});

test('an empty variable is as good as none', () => {
  expect(serverSettings({}, { SAFEAI_PORT: '', SAFEAI_HOST: '' }, config).port).toBe(8910);
});

test.each([
  [{ port: '65536' }, {}, '--port must be a whole number from 0 to 65535'],
  [{ port: '80a' }, {}, '--port must be a whole number from 0 to 65535'],
  [{}, { SAFEAI_PORT: '-1' }, 'SAFEAI_PORT must be a whole number from 0 to 65535'],
  [{}, { SAFEAI_MODE: 'proxy' }, 'SAFEAI_MODE must be sidecar or gateway'],
  [{ host: 'http://x' }, {}, '--host must be a host name or an IP address, without a port'],
  [{ host: '' }, {}, '--host must be a host name or an IP address, without a port'],
  [
    { upstreamBaseUrl: 'api.openai.com' },
    {},
    '--upstream-base-url must be an address that starts with http:// or https://',
  ],
])('%j with %j is refused by name', (flags, env, message) => {
  expect(() => serverSettings(flags, env, config)).toThrow(message);
});
