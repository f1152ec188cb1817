import { describe, expect, test } from '@jest/globals';
import { checkHost, checkOrigin, type HostRules } from './hosts.ts';

const rules: HostRules = {
  boundHost: 'Gateway.internal',
  localAddress: '::ffff:192.0.2.7',
  allowedHosts: new Set(['safeai.example.com']),
};

describe('Host', () => {
  test.each([
    'localhost',
    'localhost:8910',
    'LOCALHOST:1',
    'localhost.',
    '127.0.0.1',
    '127.8.9.10:80',
    '[::1]',
    '[::1]:8910',
    'gateway.internal:8910',
    '192.0.2.7:8910',
    'safeai.example.com',
    'SafeAI.Example.com.:443',
  ])('%s is ours', (host) => {
    expect(() => {
      checkHost(host, rules);
    }).not.toThrow();
  });

  test.each([
    undefined,
    '',
    'evil.example',
    'localhost.evil.example',
    '127.0.0.1.evil.example',
    '127.0.0.1@evil.example',
    'evil.example:8910',
    'sub.safeai.example.com',
    '192.0.2.8',
    '0.0.0.0',
    '[::2]',
    'localhost:8910:1',
    'localhost, evil.example',
    '::1',
  ])('%s is foreign', (host) => {
    expect(() => {
      checkHost(host, rules);
    }).toThrow(expect.objectContaining({ code: 'foreign_host' }));
  });
});

describe('Origin', () => {
  test.each([
    [undefined, 'localhost:8910'],
    ['http://localhost:8910', 'localhost:8910'],
    ['http://LOCALHOST:8910', 'localhost:8910'],
    ['https://safeai.example.com', 'safeai.example.com'],
    ['https://safeai.example.com:443', 'safeai.example.com'],
    ['http://localhost', 'localhost:80'],
  ])('%s at %s is ours', (origin, host) => {
    expect(() => {
      checkOrigin(origin, host);
    }).not.toThrow();
  });

  test.each([
    ['null', 'localhost:8910'],
    ['', 'localhost:8910'],
    ['https://evil.example', 'localhost:8910'],
    ['http://localhost:3000', 'localhost:8910'],
    ['http://localhost', 'localhost:8910'],
    ['http://127.0.0.1:8910', 'localhost:8910'],
    ['http://localhost:8910/', 'localhost:8910'],
    ['http://a@localhost:8910', 'localhost:8910'],
    ['file://', 'localhost:8910'],
    ['chrome-extension://abc', 'localhost:8910'],
    ['http://localhost:8910', undefined],
  ])('%s at %s is foreign', (origin, host) => {
    expect(() => {
      checkOrigin(origin, host);
    }).toThrow(expect.objectContaining({ code: 'foreign_origin' }));
  });
});
