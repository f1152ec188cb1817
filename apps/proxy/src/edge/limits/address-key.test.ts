import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { addressKey } from './address-key.ts';

test.each([
  ['192.0.2.7', '192.0.2.7'],
  [' 192.0.2.7 ', '192.0.2.7'],
  ['192.0.2.7:51234', '192.0.2.7'],
  ['::ffff:192.0.2.7', '192.0.2.7'],
  ['::FFFF:c000:207', '192.0.2.7'],
  ['0:0:0:0:0:ffff:192.0.2.7', '192.0.2.7'],
  ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
  ['2001:DB8:1:2::9', '2001:db8:1:2::/64'],
  ['[2001:db8:1:2::9]:443', '2001:db8:1:2::/64'],
  ['2001:db8::1', '2001:db8:0:0::/64'],
  ['fe80::1%eth0', 'fe80:0:0:0::/64'],
  ['::1', '0:0:0:0::/64'],
  ['::', '0:0:0:0::/64'],
  ['64:ff9b::192.0.2.7', '64:ff9b:0:0::/64'],
  ['', 'unreadable'],
  ['unknown', 'unreadable'],
  ['_hidden', 'unreadable'],
  ['192.0.2.7.8', 'unreadable'],
  ['a'.repeat(5000), 'unreadable'],
])('%j is %j', (address, key) => {
  expect(addressKey(address)).toBe(key);
});

test('addresses share a key exactly where they are of one /64, however they are written', () => {
  fc.assert(
    fc.property(fc.ipV6(), fc.ipV6(), (a, b) => {
      const networkOf = (address: string) => {
        const written = new URL(`http://[${address}]`).hostname.slice(1, -1);
        const [head = '', tail] = written.split('::');
        const before = head === '' ? [] : head.split(':');
        const after = tail === undefined || tail === '' ? [] : tail.split(':');
        const zeros = Array.from({ length: 8 - before.length - after.length }, () => '0');
        const groups = [...before, ...zeros, ...after];
        const isMapped = groups.slice(0, 6).join() === '0,0,0,0,0,ffff';
        return (isMapped ? groups : groups.slice(0, 4)).join();
      };
      expect(addressKey(a) === addressKey(b)).toBe(networkOf(a) === networkOf(b));
    }),
  );
});

test('any text has a key of at most 40 characters', () => {
  fc.assert(
    fc.property(fc.string(), (text) => {
      expect(addressKey(text).length).toBeLessThanOrEqual(40);
    }),
  );
});
