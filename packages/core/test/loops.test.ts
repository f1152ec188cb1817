import { describe, expect, test } from '@jest/globals';

import type { LoopLimit } from '../src/limits/call-limit-rules.ts';
import type { LimitStore } from '../src/ports.ts';
import { SECRET } from './house.ts';
import { CALL, limited, slowStore, type Change } from './limited.ts';

const MINUTE = 60_000;

const IN_SESSION: Change = { sessionId: 's-1' };

function setUp(loops: Partial<LoopLimit> = {}, rules = {}, limits?: LimitStore) {
  const made = limited({ loops: { repeats: 3, ...loops } }, rules, limits ? { limits } : {});
  const again = async (times: number, change: Change = IN_SESSION) => {
    const actions = [];
    for (let call = 0; call < times; call++) actions.push(await made.action(change));
    return actions;
  };
  return { ...made, again };
}

describe('the same call again and again', () => {
  test('is flagged from the time on that is set', async () => {
    const { again, ask, records } = setUp();
    expect(await again(4)).toEqual(['allow', 'allow', 'flag', 'flag']);
    const { decision, filteredParameters } = await ask(IN_SESSION);
    expect(decision).toMatchObject({
      action: 'flag',
      policyName: 'loop-detector',
      reasonCode: 'loop',
      reason: 'The same call for the 5th time in this session',
    });
    expect(filteredParameters).toEqual(CALL.parameters);
    expect(records.at(-1)).toMatchObject({
      event: 'intercept.flagged',
      reasonCode: 'loop',
      detail: { limit: 'loop-detector', count: 5 },
    });
  });

  test.each([
    [3, '3rd'],
    [4, '4th'],
    [11, '11th'],
    [12, '12th'],
    [21, '21st'],
    [22, '22nd'],
  ])('is told for the time that it is: %d', async (times, ordinal) => {
    const { again, ask } = setUp();
    await again(times - 1);
    const { reason } = (await ask(IN_SESSION)).decision;
    expect(reason).toBe(`The same call for the ${ordinal} time in this session`);
  });

  test('is blocked until ten minutes after the first', async () => {
    const { again, time } = setUp({ action: 'block' });
    expect(await again(4)).toEqual(['allow', 'allow', 'block', 'block']);
    time.now += 10 * MINUTE - 1;
    expect(await again(1)).toEqual(['block']);
    time.now += 1;
    expect(await again(3)).toEqual(['allow', 'allow', 'block']);
  });

  test('is another one with other parameters, whatever the order of their keys', async () => {
    const { again } = setUp({ repeats: 2, action: 'block' });
    const parameters = { a: 1, b: { c: [1, 2], d: null } };
    expect(await again(1, { parameters })).toEqual(['allow']);
    const same = { b: { d: null, c: [1, 2] }, a: 1 };
    expect(await again(1, { parameters: same })).toEqual(['block']);
    const other = { b: { d: null, c: [2, 1] }, a: 1 };
    expect(await again(1, { parameters: other })).toEqual(['allow']);
    expect(await again(2, { parameters: { odd: '\ud800' } })).toEqual(['allow', 'block']);
    expect(await again(1, { parameters: { odd: '\ud801' } })).toEqual(['allow']);
  });

  test.each<[string, Change, string]>([
    ['session', { sessionId: 's-2' }, 'allow'],
    ['agent', { ...IN_SESSION, agentId: 'other' }, 'allow'],
    ['tenant', { ...IN_SESSION, tenantId: 'other' }, 'allow'],
    ['tool', { ...IN_SESSION, toolName: 'mcp__post__send_mail' }, 'allow'],
    ['spelling of the tool', { ...IN_SESSION, toolName: 'SEND_MAIL ' }, 'block'],
    ['pair of names', { agentId: 'mailer","s-1', sessionId: '' }, 'allow'],
  ])('is counted for itself in another %s', async (_, change, expected) => {
    const { again } = setUp({ repeats: 2, action: 'block' });
    await again(1);
    expect(await again(1, change)).toEqual([expected]);
  });

  test('without a session is counted by agent', async () => {
    const { again, ask } = setUp();
    await again(2, {});
    await again(2, { agentId: undefined });
    const { decision } = await ask();
    expect(decision.reason).toBe('The same call for the 3rd time');
    expect(await again(1, { agentId: undefined })).toEqual(['flag']);
  });

  test('is the one that the tool gets: fields that its contract takes away make no other call', async () => {
    const { again } = setUp(
      { repeats: 2, action: 'block' },
      {
        contracts: [{ toolName: 'send_mail', accepts: { fields: ['to'] }, emits: {} }],
      },
    );
    expect(await again(1, { parameters: { to: 'team', nonce: 1 } })).toEqual(['redact']);
    expect(await again(1, { parameters: { to: 'team', nonce: 2 } })).toEqual(['block']);
  });

  test('asked for in vain is no loop', async () => {
    const { again, ask, approve } = setUp(
      { action: 'block' },
      { policies: [{ name: 'ask', boundary: 'action', action: 'require_approval' }] },
    );
    const { approvalRequestId } = await ask(IN_SESSION);
    expect(new Set(await again(10))).toEqual(new Set(['pending_approval']));
    await approve(approvalRequestId);
    expect(await again(1, { ...IN_SESSION, approvalRequestId })).toEqual(['allow']);
  });

  test('keeps no parameters in keys', async () => {
    const { store, keys } = slowStore();
    const { again } = setUp({}, { policyDefaults: false, defaultAction: 'allow' }, store);
    await again(1, { parameters: { note: SECRET, to: 'team' } });
    expect(keys.length).toBeGreaterThan(0);
    expect(keys.join()).not.toMatch(/sk-ABC|team|mailer/);
  });

  test('at once is let through no more often than set', async () => {
    const { store } = slowStore();
    const { action } = setUp({ action: 'block' }, {}, store);
    const actions = await Promise.all(Array.from({ length: 8 }, () => action(IN_SESSION)));
    expect(actions.filter((one) => one === 'allow')).toHaveLength(2);
    expect(actions.filter((one) => one === 'block')).toHaveLength(6);
  });
});

describe('a loop that a person may let go on', () => {
  test('waits for an approval at each further call', async () => {
    const { again, ask, approve } = setUp({ action: 'require_approval' });
    expect(await again(4)).toEqual(['allow', 'allow', 'pending_approval', 'pending_approval']);
    const { decision, approvalRequestId } = await ask(IN_SESSION);
    expect(decision).toMatchObject({ policyName: 'loop-detector', reasonCode: 'loop' });
    await approve(approvalRequestId);
    const approved = await ask({ ...IN_SESSION, approvalRequestId });
    expect(approved.decision).toMatchObject({ action: 'allow', policyName: 'loop-detector' });
    const next = await ask(IN_SESSION);
    expect(next.decision.action).toBe('pending_approval');
    expect(next.decision.reason).toContain('4th time');
    expect(next.approvalRequestId).not.toBe(approvalRequestId);
    expect(await again(1, { ...IN_SESSION, approvalRequestId })).toEqual(['block']);
    await approve(next.approvalRequestId);
    const { approvalRequestId: second } = next;
    expect(await again(1, { ...IN_SESSION, approvalRequestId: second })).toEqual(['allow']);
  });

  test('flags what it approved where a limit flags too', async () => {
    const { ask, approve } = limited({
      tools: [{ tool: '*', calls: 1, action: 'flag' }],
      loops: { repeats: 2, action: 'require_approval' },
    });
    await ask();
    const { approvalRequestId } = await ask();
    await approve(approvalRequestId);
    expect((await ask({ approvalRequestId })).decision).toMatchObject({
      action: 'flag',
      policyName: 'tool-limit',
      reason: 'Approved by security-admin; Too many calls of * (2 in 1m)',
    });
  });
});

test.each<[string, Partial<LoopLimit>]>([
  ['repeats', { repeats: 1 }],
  ['repeats', { repeats: 2.5 }],
  ['windowMs', { windowMs: -1 }],
  ['action', { action: 'redact' as 'flag' }],
])('a detector of loops with wrong %s is refused: %j', (field, change) => {
  expect(() => setUp(change)).toThrow(
    expect.objectContaining({
      code: 'invalid_config',
      details: [expect.objectContaining({ path: `limits.loops.${field}` })],
    }),
  );
});
