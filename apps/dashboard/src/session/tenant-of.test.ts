import { expect, test } from '@jest/globals';
import { tenantOf } from './tenant-of.ts';

test.each([
  [['*'], 'acme', 'acme'],
  [['acme', 'globex'], 'acme', 'acme'],
  [['globex'], 'acme', ''],
  [['globex'], '', ''],
  [[], 'acme', ''],
])('of %j, %j is %j', (tenants, chosen, narrowed) => {
  expect(tenantOf({ tenants }, chosen)).toBe(narrowed);
});
