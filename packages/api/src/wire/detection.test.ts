import { expect, test } from '@jest/globals';
import type { Detection } from '@safeai/core';
import { fromDetections } from './detection.ts';

const KEY = 'sk-ABCDEF1234567890ABCDEF';

const inText: Detection = {
  type: 'secret',
  detector: 'openai-api-key',
  tags: ['secret.api_key.openai'],
  confidence: 0.9,
  placeholder: '[SECRET_REDACTED]',
  value: KEY,
  location: { start: 6, end: 31 },
};
const inKey: Detection = { ...inText, path: '$', in: 'key', location: { start: 0, end: 25 } };
const belowKey: Detection = {
  ...inText,
  type: 'email',
  value: 'alice@example.com',
  path: `$['${KEY}'].contact`,
  location: { start: 0, end: 17 },
};

test('whole values', () => {
  expect(fromDetections([inText], 'full')).toEqual([
    {
      type: 'secret',
      detector: 'openai-api-key',
      tags: ['secret.api_key.openai'],
      value: KEY,
      location: { start: 6, end: 31 },
      confidence: 0.9,
    },
  ]);
});

test('masked values', () => {
  expect(fromDetections([inText], 'masked')[0]?.value).toBe('sk****EF');
});

test('no values', () => {
  expect(fromDetections([inText], 'none')[0]).not.toHaveProperty('value');
});

test.each(['masked', 'none'] as const)(
  '%s: a path does not tell a value that a key holds',
  (mode) => {
    const wire = fromDetections([inKey, belowKey], mode);
    expect(wire[0]).toMatchObject({ path: '$', in: 'key' });
    expect(wire[1]?.path).toBe("$['sk****EF'].contact");
    expect(JSON.stringify(wire)).not.toContain(KEY);
  },
);

test('full: a path is told as it is', () => {
  expect(fromDetections([inKey, belowKey], 'full')[1]?.path).toBe(belowKey.path);
});
