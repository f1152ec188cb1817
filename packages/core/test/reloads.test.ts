import { describe, expect, test } from '@jest/globals';

import { EVENT_NAMES } from '../src/events/event-names.ts';
import { APPROVER, house, SECRET } from './house.ts';

describe('a reload', () => {
  test('is on record, then told, for everybody', async () => {
    const { safeai, records, events } = house();
    await safeai.recordReload({ rules: 12 }, { principal: APPROVER, requestId: 'r-1' });
    expect(records).toMatchObject([
      {
        event: 'policy.reloaded',
        tenantId: '*',
        action: 'allow',
        policyRevision: safeai.policy.revision,
        principal: 'security-admin',
        requestId: 'r-1',
        detail: { rules: 12 },
      },
    ]);
    expect(events).toMatchObject([{ event: 'policy.reloaded', tenantId: '*', rule: null }]);
    expect(events[0]?.detail).toMatchObject({ rules: 12 });
  });

  test('that failed says how much was wrong, and not what', async () => {
    const { safeai, records, events } = house();
    await safeai.recordReload({ problems: 3 }, { requestId: SECRET });
    expect(records).toMatchObject([{ event: 'policy.reload_failed', detail: { problems: 3 } }]);
    expect(events).toMatchObject([{ event: 'policy.reload_failed', action: 'block' }]);
    expect(JSON.stringify([records, events])).not.toContain(SECRET);
  });

  test('that cannot be recorded is not told', async () => {
    const append = () => Promise.reject(new Error('disk'));
    const { safeai, events } = house({}, { audit: { append } });
    await expect(safeai.recordReload({ rules: 1 })).rejects.toMatchObject({
      code: 'audit_unavailable',
    });
    expect(events).toEqual([]);
  });
});

test('tenants are as events hold them', () => {
  const { safeai } = house();
  const [own, all, kept] = safeai.recordedTenants(['acme', '*', SECRET]);
  expect([own, all]).toEqual(['acme', '*']);
  expect(kept).toMatch(/^sha256:/);
});

test('no event has two names, and each has a family', () => {
  expect(new Set(EVENT_NAMES).size).toBe(EVENT_NAMES.length);
  for (const name of EVENT_NAMES) expect(name).toMatch(/^[a-z]+\.[a-z_]+$/);
});
