import { describe, expect, test } from '@jest/globals';

import { MemoryLimitStore } from '../src/in-memory/limits.ts';
import type { ToolLimit } from '../src/limits/call-limit-rules.ts';
import type { SafeAIRules } from '../src/options.ts';
import type { LimitStore, Ports } from '../src/ports.ts';
import { limited, slowStore } from './limited.ts';

const MINUTE = 60_000;

function setUp(limit: Partial<ToolLimit> = {}, rules: SafeAIRules = {}, ports?: Partial<Ports>) {
  return limited({ tools: [{ tool: 'send_mail', calls: 2, ...limit }] }, rules, ports);
}

describe('a limit past which a person is asked', () => {
  test('lets one more call through for each approval', async () => {
    const { ask, action, approve } = setUp({ action: 'require_approval' });
    await action();
    await action();
    const waiting = await ask();
    expect(waiting.decision).toMatchObject({
      action: 'pending_approval',
      policyName: 'tool-limit',
      reasonCode: 'tool_limit',
      reason: 'Too many calls of send_mail (3 in 1m)',
    });
    const { approvalRequestId } = waiting;
    expect((await ask()).approvalRequestId).toBe(approvalRequestId);
    await approve(approvalRequestId);
    const approved = await ask({ approvalRequestId });
    expect(approved.decision).toMatchObject({
      action: 'allow',
      reason: 'Approved by security-admin',
    });
    expect((await ask({ approvalRequestId })).decision.reasonCode).toBe('approval_consumed');
    const next = await ask();
    expect(next.decision.action).toBe('pending_approval');
    expect(next.approvalRequestId).not.toBe(approvalRequestId);
  });

  test('takes the approval that policy asks for, before and after the limit is reached', async () => {
    const { ask, approve, time } = setUp(
      { calls: 1, action: 'require_approval' },
      { policies: [{ name: 'ask', boundary: 'action', action: 'require_approval' }] },
    );
    const ids = [];
    for (const n of [1, 2]) ids.push((await ask({ parameters: { n } })).approvalRequestId);
    for (const id of ids) await approve(id);
    for (const [index, approvalRequestId] of ids.entries()) {
      const { decision } = await ask({ parameters: { n: index + 1 }, approvalRequestId });
      expect(decision).toMatchObject({ action: 'allow', policyName: 'ask' });
    }
    const third = await ask({ parameters: { n: 3 } });
    expect(third.decision).toMatchObject({ action: 'pending_approval', policyName: 'ask' });
    expect(third.decision.reason).toContain('Too many calls of send_mail (3 in 1m)');
    await approve(third.approvalRequestId);
    time.now += MINUTE;
    const late = await ask({ parameters: { n: 3 }, approvalRequestId: third.approvalRequestId });
    expect(late.decision.action).toBe('allow');
  });

  test('asks for nothing once the window has ended', async () => {
    const { ask, action, approve, time } = setUp({ calls: 1, action: 'require_approval' });
    await action();
    const { approvalRequestId } = await ask();
    await approve(approvalRequestId);
    time.now += MINUTE;
    expect(await action({ approvalRequestId })).toBe('allow');
    expect(await action({ approvalRequestId })).toBe('allow');
    expect(await action()).toBe('pending_approval');
  });

  test('denies what a person denies, and no more than that', async () => {
    const { ask, action, deny } = setUp({ calls: 1, action: 'require_approval' });
    await action();
    const { approvalRequestId } = await ask();
    await deny(approvalRequestId);
    expect((await ask()).decision.reasonCode).toBe('approval_denied');
    expect(await action({ parameters: { to: 'all' } })).toBe('pending_approval');
  });

  test('opens no request where another limit blocks', async () => {
    const made = limited({
      tools: [
        { tool: 'send_mail', calls: 1, action: 'require_approval' },
        { tool: '*', calls: 1, action: 'block' },
      ],
    });
    await made.ask();
    const { decision, approvalRequestId } = await made.ask();
    expect(decision.action).toBe('block');
    expect(approvalRequestId).toBeUndefined();
    expect(await made.requests()).toEqual([]);
  });

  test('an approval that finds the last place taken stays good', async () => {
    const { store } = slowStore();
    const { ask, approve, requests } = setUp(
      { calls: 1 },
      { policies: [{ name: 'ask', boundary: 'action', action: 'require_approval' }] },
      { limits: store },
    );
    const one = (await ask({ parameters: { n: 1 } })).approvalRequestId;
    const two = (await ask({ parameters: { n: 2 } })).approvalRequestId;
    await approve(one);
    await approve(two);
    const answers = await Promise.all([
      ask({ parameters: { n: 1 }, approvalRequestId: one }),
      ask({ parameters: { n: 2 }, approvalRequestId: two }),
    ]);
    expect(answers.map(({ decision }) => decision.action).sort()).toEqual(['allow', 'block']);
    expect((await requests()).map(({ status }) => status).sort()).toEqual(['approved', 'consumed']);
  });

  test('gives an approval back where the call cannot be counted after all', async () => {
    const inner = new MemoryLimitStore({ monotonic: () => 0 });
    let isBroken = false;
    const store: LimitStore = {
      add: (...args) => {
        if (isBroken) throw new Error('gone');
        return inner.add(...args);
      },
      get: (...args) => inner.get(...args),
      delete: (...args) => inner.delete(...args),
    };
    const { ask, action, approve } = setUp(
      { calls: 1, action: 'require_approval' },
      {},
      { limits: store },
    );
    await action();
    const { approvalRequestId } = await ask();
    await approve(approvalRequestId);
    isBroken = true;
    await expect(ask({ approvalRequestId })).rejects.toMatchObject({ code: 'state_unavailable' });
    isBroken = false;
    expect(await action({ approvalRequestId })).toBe('allow');
  });
});
