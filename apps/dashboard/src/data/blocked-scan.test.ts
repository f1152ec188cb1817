import { expect, test } from '@jest/globals';
import { blockedScan } from './blocked-scan.ts';

const HOST = 'http://127.0.0.1:8910';

test.each([[undefined], ['acme'], [`it's "theirs" $(id)`]])('of the tenant %j', (tenant) => {
  const command = blockedScan(HOST, tenant);
  const [address, , body = '', ...more] = [...command.matchAll(/'([^']*)'/g)].map(
    ([, text]) => text,
  );
  expect([address, more]).toEqual([`${HOST}/v1/scan/input`, []]);
  expect((JSON.parse(body) as { tenant_id?: string }).tenant_id).toBe(tenant);
});
