import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { returnAddress } from './return-to.ts';

const SERVERS = ['http://127.0.0.1:8910', 'https://safeai.example.com'];

test('without a wish it is the dashboard', () => {
  expect(returnAddress(undefined)).toBe('/dashboard');
});

test.each(['/', '/approvals/ar-0', '/dashboard?tab=audit#top', '/a//b', '/%2F%2Fevil.example'])(
  '%s is ours',
  (address) => {
    expect(returnAddress(address)).toBe(address);
    for (const server of SERVERS) expect(new URL(address, server).origin).toBe(server);
  },
);

test.each([
  '',
  'dashboard',
  '//evil.example',
  '///evil.example',
  '/\\evil.example',
  '\\\\evil.example',
  '/\t/evil.example',
  '/\n/evil.example',
  ' //evil.example',
  '/.//evil.example',
  '/a/..//evil.example',
  '/%2e//evil.example',
  'https://evil.example',
  'https:evil.example',
  'javascript:alert(1)',
  'data:text/html,x',
  '?next=//evil.example',
  '/\u2215evil.example',
  '/a\r\nset-cookie: a=b',
])('%j is refused', (address) => {
  expect(() => returnAddress(address)).toThrow(
    expect.objectContaining({ code: 'invalid_request' }),
  );
});

test('whatever is taken stays on the server', () => {
  const part = fc.constantFrom(
    '/',
    '\\',
    '.',
    '..',
    '%2f',
    '%5c',
    '@',
    ':',
    'evil',
    '\t',
    '?',
    '#',
  );
  const address = fc.oneof(
    fc.string(),
    fc.array(part).map((parts) => `/${parts.join('')}`),
  );
  fc.assert(
    fc.property(address, (text) => {
      let taken: string;
      try {
        taken = returnAddress(text);
      } catch {
        return;
      }
      for (const server of SERVERS) expect(new URL(taken, server).origin).toBe(server);
    }),
    { numRuns: 2000 },
  );
});
