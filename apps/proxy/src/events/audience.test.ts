import { describe, expect, test } from '@jest/globals';
import type { EventFilter } from '@safeai/api';
import { SafeAI, type Principal, type SafeAIEvent } from '@safeai/core';
import { Audience } from './audience.ts';

const ANY: EventFilter = { boundary: null, tenantId: null, agentId: null, events: null };
const SECRET = 'sk-ABCDEF1234567890ABCDEF';
const safeai = new SafeAI();

function audience(
  principal: Pick<Principal, 'roles' | 'tenants'>,
  filter: Partial<EventFilter> = {},
): Audience {
  return new Audience(principal, { ...ANY, ...filter }, safeai);
}

function event(more: Partial<SafeAIEvent> = {}): SafeAIEvent {
  return {
    ...{ id: 'x', event: 'scan.blocked', timestamp: 0, tenantId: 'acme', agentId: 'bot' },
    ...{ boundary: 'input', action: 'block', rule: 'r', decisionId: 'd', detail: {} },
    ...more,
  };
}

const OF_ACME = { roles: ['admin'], tenants: ['acme'] } as const;
const OF_ALL = { roles: ['admin'], tenants: ['*'] } as const;

describe('tenants', () => {
  test.each([
    ['acme', OF_ACME, true],
    ['other', OF_ACME, false],
    ['ACME', OF_ACME, false],
    ['acme.sub', OF_ACME, false],
    ['other', OF_ALL, true],
    ['*', OF_ALL, true],
  ] as const)('an event of %s, for %o: %s', (tenantId, principal, hears) => {
    expect(audience(principal).hears(event({ tenantId }))).toBe(hears);
  });

  test.each([
    ['lockdown.set', true],
    ['policy.reloaded', true],
    ['policy.reload_failed', true],
    ['budget.exceeded', false],
    ['audit.failure', false],
    ['key.created', false],
    ['scan.blocked', false],
  ])('%s of all tenants is heard in each of them: %s', (name, hears) => {
    const ofAll = event({ event: name, tenantId: '*' });
    expect(audience(OF_ACME).hears(ofAll)).toBe(hears);
    expect(audience(OF_ALL).hears(ofAll)).toBe(true);
  });

  test('what concerns all of them is told in single ones without its details', () => {
    const ofAll = event({ event: 'policy.reload_failed', tenantId: '*' });
    expect(audience(OF_ACME).knows(ofAll)).toBe(false);
    expect(audience(OF_ALL).knows(ofAll)).toBe(true);
  });

  test('a filter narrows, and never widens', () => {
    const narrow = audience(OF_ALL, { tenantId: 'acme' });
    expect(narrow.hears(event())).toBe(true);
    expect(narrow.hears(event({ tenantId: 'other' }))).toBe(false);
    expect(narrow.hears(event({ tenantId: '*', event: 'lockdown.set' }))).toBe(true);
    expect(audience(OF_ACME, { tenantId: 'other' }).hears(event({ tenantId: 'other' }))).toBe(
      false,
    );
  });

  test('and agents are known by the names that events hold in their place', async () => {
    const events: SafeAIEvent[] = [];
    const own = new SafeAI({}, { events: { emit: (each) => events.push(each) } });
    await own.scanInput({ text: 'hi', tenantId: SECRET, agentId: SECRET });
    await own.scanInput({ text: 'hi', tenantId: 'acme', agentId: SECRET });
    const [kept, named] = events;
    if (kept === undefined || named === undefined) throw new Error('Nothing was told.');
    expect(JSON.stringify(events)).not.toContain(SECRET);
    const heard = (principal: typeof OF_ALL | typeof OF_ACME, filter: Partial<EventFilter>) =>
      new Audience(principal, { ...ANY, ...filter }, own);
    expect(heard(OF_ALL, { tenantId: SECRET }).hears(kept)).toBe(true);
    expect(heard(OF_ALL, { agentId: SECRET }).hears(kept)).toBe(true);
    expect(heard(OF_ACME, { agentId: SECRET }).hears(named)).toBe(true);
    expect(heard(OF_ACME, { agentId: 'other' }).hears(named)).toBe(false);
    const theirs = { roles: ['admin'], tenants: [SECRET] } as const;
    expect(new Audience(theirs, ANY, own).hears(kept)).toBe(true);
    expect(new Audience(theirs, ANY, own).hears(named)).toBe(false);
  });
});

describe('roles', () => {
  test.each([
    ['admin', true, true],
    ['approver', true, false],
    ['auditor', true, false],
    ['viewer', false, false],
    ['billing', false, true],
  ] as const)('%s: details of decisions %s, of budgets %s', (role, ofDecisions, ofBudgets) => {
    const one = audience({ roles: [role], tenants: ['acme'] });
    expect(one.hears(event())).toBe(true);
    expect(one.knows(event())).toBe(ofDecisions);
    expect(one.knows(event({ event: 'budget.warning' }))).toBe(ofBudgets);
  });
});

describe('filters', () => {
  test.each([
    [{ boundary: 'input' }, {}, true],
    [{ boundary: 'output' }, {}, false],
    [{ boundary: 'input' }, { boundary: null }, false],
    [{ agentId: 'bot' }, {}, true],
    [{ agentId: 'other' }, {}, false],
    [{ agentId: 'bot' }, { agentId: null }, false],
    [{ events: ['scan.blocked'] }, {}, true],
    [{ events: ['scan.*'] }, {}, true],
    [{ events: ['*.blocked'] }, {}, true],
    [{ events: ['guard.*', 'approval.approved'] }, {}, false],
    [{ events: [] }, {}, false],
    [{ events: ['scan.*'], boundary: 'output' }, {}, false],
  ] as const)('%o of %o: %s', (filter, more, hears) => {
    expect(audience(OF_ALL, filter).hears(event(more))).toBe(hears);
  });

  test('those who hear the same share a key, and no others do', () => {
    const two = { roles: ['admin', 'viewer'], tenants: ['a', 'b'] } as const;
    const same = { roles: ['viewer', 'admin'], tenants: ['b', 'a'] } as const;
    expect(audience(two).key).toBe(audience(same).key);
    const all = [
      audience(two),
      audience(OF_ALL),
      audience(OF_ACME),
      audience({ ...OF_ACME, roles: ['viewer'] }),
      audience(OF_ACME, { boundary: 'input' }),
      audience(OF_ACME, { agentId: 'input' }),
    ];
    expect(new Set(all.map(({ key }) => key)).size).toBe(all.length);
  });
});
