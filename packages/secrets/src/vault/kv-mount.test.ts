import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { apiPath } from './kv-mount.ts';

const two = { path: 'secret/', version: 2 } as const;

test.each([
  ['secret/data/safeai', 'secret/data/safeai'],
  ['secret/safeai', 'secret/data/safeai'],
  ['/secret/safeai/', 'secret/data/safeai'],
  ['secret/data/data/safeai', 'secret/data/data/safeai'],
  ['secret/database/safeai', 'secret/data/database/safeai'],
])('%s in version 2', (path, expected) => {
  expect(apiPath(path, two)).toBe(expected);
});

test('in version 1, and where the mount is not known, the path is what was written', () => {
  for (const mount of [{ path: 'secret/', version: 1 } as const, undefined]) {
    expect(apiPath('secret/safeai', mount)).toBe('secret/safeai');
    expect(apiPath('secret/data/safeai', mount)).toBe('secret/data/safeai');
  }
});

test('data/ is never doubled', () => {
  const name = fc.stringMatching(/^[a-z]{1,8}$/);
  fc.assert(
    fc.property(fc.array(name, { minLength: 1, maxLength: 4 }), (names) => {
      const once = apiPath(`secret/${names.join('/')}`, two);
      expect(once).toMatch(/^secret\/data\//);
      expect(apiPath(once, two)).toBe(once);
    }),
  );
});
