import { describe, expect, test } from '@jest/globals';
import { EgressRules } from './egress-rules.ts';

const NAME = 'https://provider.example/v1';
const refusal = (address: string, allow: string[] = [], target = NAME) =>
  new EgressRules(allow, target).refusal(address);

/** One of each range. */
const EACH = {
  loopback: ['127.0.0.1', '::1', '::ffff:127.0.0.1', '64:ff9b::7f00:1'],
  private: ['10.0.0.1', '192.168.1.1', 'fd12::1', '::ffff:10.0.0.1'],
  link_local: ['169.254.1.1', 'fe80::1'],
  shared: ['100.64.0.1'],
  metadata: ['169.254.169.254', 'fd00:ec2::254', '::ffff:169.254.169.254', '100.100.100.200'],
  multicast: ['224.0.0.1', 'ff02::1'],
  unspecified: ['0.0.0.0', '::'],
  reserved: ['240.0.0.1', '255.255.255.255', '192.0.2.1', '2001:db8::1', '2002:808:808::1'],
} as const;

describe('a range', () => {
  test.each(Object.entries(EACH))(
    '%s is refused unless it is allowed by its name alone',
    (range, addresses) => {
      const others = Object.keys(EACH).filter((name) => name !== range);
      for (const address of addresses) {
        expect([address, refusal(address)]).toEqual([address, range]);
        expect([address, refusal(address, others)]).toEqual([address, range]);
        expect([address, refusal(address, [range])]).toEqual([address, undefined]);
      }
    },
  );

  test('that is public needs no word', () => {
    expect(refusal('8.8.8.8')).toBeUndefined();
    expect(refusal('2606:4700::1111')).toBeUndefined();
  });
});

describe('a block', () => {
  test.each([
    ['10.1.0.0/16', '10.1.255.1', undefined],
    ['10.1.0.0/16', '10.2.0.1', 'private'],
    ['10.1.0.0/16', '::ffff:10.1.0.1', undefined],
    ['::ffff:10.1.0.0/112', '10.1.0.1', undefined],
    ['10.1.2.3', '10.1.2.3', undefined],
    ['10.1.2.3', '10.1.2.4', 'private'],
    ['fd00::/8', 'fd12::1', undefined],
    ['fd00::/8', '10.0.0.1', 'private'],
    ['0.0.0.0/0', '10.0.0.1', undefined],
    // A wide block does not reach what its name would have to allow.
    ['0.0.0.0/0', '169.254.169.254', 'metadata'],
    ['169.254.0.0/16', '169.254.169.254', 'metadata'],
    ['fd00::/8', 'fd00:ec2::254', 'metadata'],
    ['169.254.169.254/32', '169.254.169.254', undefined],
    ['fd00:ec2::254', 'fd00:ec2::254', undefined],
  ])('%s and %s', (block, address, range) => {
    expect(refusal(address, [block])).toBe(range);
  });
});

describe('what the upstream is named by', () => {
  test.each([
    ['http://127.0.0.1:8080/v1', '127.0.0.1', undefined],
    ['http://127.0.0.1:8080/v1', '127.0.0.2', 'loopback'],
    ['http://127.0.0.1', '::ffff:127.0.0.1', undefined],
    ['http://[::1]:80', '::1', undefined],
    ['http://10.1.2.3', '10.1.2.3', undefined],
    ['http://10.1.2.3', '10.1.2.4', 'private'],
    ['http://user:pw@10.1.2.3', '10.1.2.3', undefined],
    ['http://100.64.1.1', '100.64.1.1', undefined],
    ['http://169.254.169.254', '169.254.169.254', 'metadata'],
    ['http://0.0.0.0', '0.0.0.0', 'unspecified'],
    ['http://240.0.0.1', '240.0.0.1', 'reserved'],
    ['http://2130706433', '127.0.0.1', 'loopback'],
    ['http://0x7f000001', '127.0.0.1', 'loopback'],
    ['http://127.1', '127.0.0.1', 'loopback'],
    ['http://localhost:11434', '127.0.0.1', undefined],
    ['http://LOCALHOST', '::1', undefined],
    ['http://ollama.localhost', '127.0.0.1', undefined],
    ['http://localhost', '10.0.0.1', 'private'],
    ['http://localhost.evil.example', '127.0.0.1', 'loopback'],
    ['http://127.0.0.1.evil.example', '127.0.0.1', 'loopback'],
    ['http://evil.example/@127.0.0.1', '127.0.0.1', 'loopback'],
  ])('%s and %s', (target, address, range) => {
    expect(refusal(address, [], target)).toBe(range);
  });
});
