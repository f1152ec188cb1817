import type { IncomingMessage } from 'node:http';
import { describe, expect, test } from '@jest/globals';
import { parseConfig } from '@safeai/config';
import { edgeSettings } from '../settings/settings.ts';
import { peerOf, type Peer } from './peer.ts';

const settings = (...proxies: string[]) =>
  edgeSettings(parseConfig(`auth: { trusted_proxies: ${JSON.stringify(proxies)} }`).config);

/** A request as far as its connection and its headers go. */
function peerAt(
  remoteAddress: string | undefined,
  headers: Readonly<Record<string, string>>,
  ...proxies: string[]
): Peer {
  const rawHeaders = Object.entries(headers).flat();
  const req = { rawHeaders, headers, socket: { remoteAddress }, connection: { remoteAddress } };
  return peerOf(req as unknown as IncomingMessage, settings(...proxies));
}

const isTrusted = (address: string | undefined, ...proxies: string[]): boolean =>
  peerAt(address, {}, ...proxies).trustedProxy;

describe('a trusted proxy', () => {
  test.each([
    ['10.1.2.3', ['10.0.0.0/8']],
    ['10.1.2.3', ['192.0.2.1', '10.1.2.3']],
    ['::ffff:10.1.2.3', ['10.0.0.0/8']],
    ['10.1.2.3', ['::ffff:10.0.0.0/104']],
    ['fd00::7', ['fd00::/8']],
    ['::1', ['::1']],
    ['::ffff:127.0.0.1', ['127.0.0.1']],
    ['fe80::1%eth0', ['fe80::/10']],
  ])('%s is one of %j', (address, proxies) => {
    expect(isTrusted(address, ...proxies)).toBe(true);
  });

  test.each([
    ['10.1.2.3', []],
    ['11.1.2.3', ['10.0.0.0/8']],
    ['::ffff:11.1.2.3', ['10.0.0.0/8']],
    ['fc00::7', ['fd00::/8']],
    ['::a01:203', ['10.0.0.0/8']],
    ['127.0.0.1', ['::1']],
    ['', ['10.0.0.0/8']],
    [undefined, ['10.0.0.0/8']],
  ])('%s is none of %j', (address, proxies) => {
    expect(isTrusted(address, ...proxies)).toBe(false);
  });
});

describe('the address of the caller', () => {
  const seen = (forwarded: string, peer = '10.0.0.1') =>
    peerAt(peer, { 'x-forwarded-for': forwarded }, '10.0.0.0/8').address;

  test('is the first that no trusted proxy has, from the right', () => {
    expect(seen('192.0.2.7')).toBe('192.0.2.7');
    expect(seen('192.0.2.7, 10.0.0.9')).toBe('192.0.2.7');
    expect(seen('203.0.113.1, 192.0.2.7, 10.0.0.9')).toBe('192.0.2.7');
    expect(seen('2001:db8::7')).toBe('2001:db8::7');
  });

  test('may come with its port', () => {
    expect(seen('192.0.2.7:51000')).toBe('192.0.2.7');
    expect(seen('[2001:db8::7]:51000')).toBe('2001:db8::7');
    expect(seen('[2001:db8::7]')).toBe('2001:db8::7');
  });

  test.each(['', 'unknown', '<script>', 'x'.repeat(10_000), ',', '256.1.1.1'])(
    'is that of the proxy where it says %j',
    (forwarded) => {
      expect(seen(forwarded)).toBe('10.0.0.1');
    },
  );

  test('is what it is where nobody who is trusted says otherwise', () => {
    expect(seen('192.0.2.7', '198.51.100.1')).toBe('198.51.100.1');
    expect(peerAt('10.0.0.1', {}, '10.0.0.0/8').address).toBe('10.0.0.1');
  });
});

test('a header that says who asks counts once, in any spelling; others may repeat', () => {
  const twice = (name: string): string | undefined => {
    const rawHeaders = [name, 'a', 'Accept', '*/*', 'Accept', 'a/b', name.toUpperCase(), 'b'];
    const socket = { remoteAddress: '10.0.0.1' };
    return peerOf({ rawHeaders, headers: {}, socket } as unknown as IncomingMessage, settings())
      .repeated;
  };
  for (const name of [
    ...['x-safeai-user', 'x-safeai-tenant', 'x-safeai-key', 'x-api-key', 'x-goog-api-key'],
    ...['authorization', 'cookie', 'x-csrf-token'],
  ]) {
    expect(twice(name)).toBe(name);
  }
  expect(twice('x-other')).toBeUndefined();
});
