import { expect, test } from '@jest/globals';
import { requestIdOf } from './request-id.ts';
import { continueTrace } from './trace.ts';

const TRACE = '4bf92f3577b34da6a3ce929d0e0e4736';

test('a trace goes on under a span of our own', () => {
  const continued = continueTrace(`00-${TRACE}-00f067aa0ba902b7-01`);
  expect(continued).toMatch(new RegExp(`^00-${TRACE}-[0-9a-f]{16}-01$`));
  expect(continued).not.toContain('00f067aa0ba902b7');
});

test.each([
  undefined,
  '',
  `00-${TRACE}-00f067aa0ba902b7`,
  `01-${TRACE}-00f067aa0ba902b7-01`,
  `00-${TRACE.toUpperCase()}-00f067aa0ba902b7-01`,
  `00-${'0'.repeat(32)}-00f067aa0ba902b7-01`,
  `00-${TRACE}-${'0'.repeat(16)}-01`,
])('%s is no trace', (header) => {
  expect(continueTrace(header)).toBeUndefined();
});

test.each(['a', 'order-77_b.c', 'x'.repeat(128)])('the request id %s is taken', (id) => {
  expect(requestIdOf(id)).toBe(id);
});

test.each([undefined, '', 'x'.repeat(129), 'a b', 'a\u00e4', 'a;b', 'a/b'])(
  'in place of the request id %s one is made',
  (id) => {
    expect(requestIdOf(id)).toMatch(/^[0-9a-f-]{36}$/);
  },
);
