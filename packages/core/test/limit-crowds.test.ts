import { describe, expect, test } from '@jest/globals';
import { MemoryLimitStore } from '../src/in-memory/limits.ts';
import type { CallLimitRules } from '../src/limits/call-limit-rules.ts';
import { limited } from './limited.ts';

const CAPACITY = 50;

/** A house whose counters have little room. */
function crowded(rules: CallLimitRules) {
  const limits = new MemoryLimitStore({ monotonic: () => 0 }, CAPACITY);
  return limited(rules, {}, { limits });
}

/** Something that nobody has named before. */
function fresh(prefix: string, count: number): string[] {
  return Array.from({ length: count }, (_, index) => `${prefix}-${String(index)}`);
}

describe('nobody gets a count away by making many others', () => {
  const rules: CallLimitRules = {
    tools: [
      { tool: 'pay', calls: 2 },
      { tool: 'search', calls: 5, per: 'session' },
    ],
    loops: { repeats: 3, action: 'block' },
  };
  const pay = (agentId: string, n: number) => ({ toolName: 'pay', agentId, parameters: { n } });

  test('with sessions', async () => {
    const { action } = crowded(rules);
    for (const agentId of ['victim', 'flooder']) {
      for (const n of [1, 2]) expect(await action(pay(agentId, n))).toBe('allow');
    }
    for (const sessionId of fresh('session', 4 * CAPACITY)) {
      await action({ toolName: 'search', agentId: 'flooder', sessionId });
    }
    for (const agentId of ['victim', 'flooder'])
      expect(await action(pay(agentId, 3))).toBe('block');
  });

  test('with other parameters', async () => {
    const { action } = crowded(rules);
    for (const n of [1, 2]) await action(pay('flooder', n));
    for (const to of fresh('to', 4 * CAPACITY)) {
      expect(await action({ agentId: 'flooder', parameters: { to } })).toBe('allow');
    }
    expect(await action(pay('flooder', 3))).toBe('block');
  });

  test('with names of agents and tenants', async () => {
    const { action } = crowded(rules);
    for (const n of [1, 2]) await action(pay('victim', n));
    for (const name of fresh('name', 2 * CAPACITY)) {
      await action({ ...pay(name, 1), tenantId: 'default' });
      await action({ ...pay(name, 1), tenantId: name });
    }
    expect(await action(pay('victim', 3))).toBe('block');
  });

  test('and who has made none is not counted for those who have', async () => {
    const { action } = crowded(rules);
    for (const sessionId of fresh('session', 10 * CAPACITY)) {
      await action({ toolName: 'search', agentId: 'flooder', sessionId });
    }
    const searches = { toolName: 'search', sessionId: 's' };
    for (let n = 0; n < 5; n++) {
      expect(await action({ ...searches, agentId: 'other', parameters: { n } })).toBe('allow');
    }
    const late = { ...searches, agentId: 'flooder', sessionId: 'late' };
    expect(await action({ ...late, parameters: { n: 1 } })).toBe('block');
  });
});

test('a store without room makes no loop of calls that are none', async () => {
  const { action } = crowded({ loops: { repeats: 2, action: 'block' } });
  for (const to of fresh('to', 10 * CAPACITY)) {
    expect(await action({ parameters: { to } })).toBe('allow');
  }
  expect(await action({ parameters: { to: 'twice' } })).toBe('allow');
  expect(await action({ parameters: { to: 'twice' } })).toBe('block');
});
