import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';

import type { ApprovalNotice } from '../src/approvals/notice.ts';
import type { ToolRequest } from '../src/boundary/boundary.ts';
import type { AuditRecord } from '../src/boundary/record.ts';
import { MemoryApprovalStore } from '../src/in-memory/approvals.ts';
import type { Principal } from '../src/identity/principal.ts';
import type { SafeAIRules } from '../src/options.ts';
import type { ApprovalTerms } from '../src/policy/rule.ts';
import { APPROVER, house, SECRET } from './house.ts';

const CALL: ToolRequest = {
  phase: 'request',
  toolName: 'pay_invoice',
  parameters: { amount: 7 },
  agentId: 'agent',
  sessionId: 's1',
};
const TTL = 10_000;
const BEN: Principal = { ...APPROVER, user: 'ben', roles: ['approver'] };

function rules(approval: ApprovalTerms = {}): SafeAIRules {
  return {
    policies: [
      {
        name: 'ask',
        boundary: 'action',
        tools: ['pay_*'],
        action: 'require_approval',
        approval: { ttlMs: TTL, ...approval },
      },
    ],
  };
}

/** A house whose log can be broken, with everything that it tells. */
function office(approval: ApprovalTerms = {}) {
  const time = { now: Date.UTC(2026, 0, 1) };
  const clock = { now: () => time.now, monotonic: () => time.now };
  const log = { fails: (_: AuditRecord) => false };
  const records: AuditRecord[] = [];
  const notices: ApprovalNotice[] = [];
  const store = new MemoryApprovalStore(clock);
  const made = house(rules(approval), {
    clock,
    approvals: store,
    notices: { notify: (notice) => void notices.push(notice) },
    audit: {
      append: (record) => {
        if (log.fails(record)) return Promise.reject(new Error('disk full'));
        records.push(record);
        return Promise.resolve();
      },
    },
  });
  const { approvals } = made.safeai;
  const ask = (changes: Partial<ToolRequest> = {}) =>
    made.safeai.interceptTool({ ...CALL, ...changes });
  return {
    ...made,
    time,
    log,
    records,
    notices,
    store,
    approvals,
    ask,
    askedId: async () => (await ask()).approvalRequestId ?? '',
    names: () => records.map(({ event }) => event),
    told: () => made.events.map(({ event }) => event),
    kinds: () => notices.map(({ kind }) => kind),
    fail: (event: string) => (log.fails = (record) => record.event === event),
    mend: () => (log.fails = () => false),
  };
}

describe('every change', () => {
  test('is on record, told as an event, and to those who must know', async () => {
    const { askedId, ask, approvals, names, told, kinds, records } = office({ minApprovals: 2 });
    const id = await askedId();
    await approvals.approve(APPROVER, ['default'], id, { note: 'one' });
    await approvals.approve(BEN, ['default'], id);
    await ask({ approvalRequestId: id });
    const expected = [
      'approval.created',
      'intercept.pending_approval',
      'approval.voted',
      'approval.approved',
      'approval.consumed',
      'intercept.allowed',
    ];
    expect(names()).toEqual(expected);
    expect(told()).toEqual(expected);
    expect(kinds()).toEqual(['created', 'approved']);
    expect(records.every(({ approvalRequestId }) => approvalRequestId === id)).toBe(true);
    expect(records.map(({ action }) => action)).toEqual([
      ...['pending_approval', 'pending_approval', 'pending_approval', 'allow', 'allow', 'allow'],
    ]);
    expect(records[2]).toMatchObject({ approverId: 'security-admin', detail: { note: 'one' } });
    expect(records[4]).toMatchObject({ detail: { approved_by: 'security-admin, ben' } });
  });

  test('says who asked and who was named, where an approver is named by another', async () => {
    const { askedId, approvals, records } = office();
    const local: Principal = { ...APPROVER, user: 'local', source: 'loopback' };
    await approvals.deny(BEN, ['default'], await askedId(), {
      verified: false,
      call: { principal: local, requestId: 'call-1' },
    });
    expect(records.at(-1)).toMatchObject({
      event: 'approval.denied',
      principal: 'local',
      approverId: 'ben',
      requestId: 'call-1',
      detail: { verified: false },
    });
  });

  test('a long note is kept whole, and its beginning is on record', async () => {
    const { askedId, approvals, records } = office();
    const note = 'word '.repeat(400);
    const denied = await approvals.deny(BEN, ['default'], await askedId(), { note });
    expect(denied.votes).toMatchObject([{ note }]);
    expect(records.at(-1)?.detail?.note).toBe(note.slice(0, 500));
  });

  test('the same word twice counts once, and is on record twice', async () => {
    const { askedId, approvals, records, told } = office();
    const id = await askedId();
    const first = await approvals.approve(APPROVER, ['default'], id);
    await expect(approvals.approve(APPROVER, ['default'], id)).resolves.toEqual(first);
    await expect(approvals.approve(BEN, ['default'], id)).resolves.toEqual(first);
    expect(records.slice(-3)).toMatchObject([
      { event: 'approval.approved', approverId: 'security-admin', detail: { verified: true } },
      { event: 'approval.approved', approverId: 'security-admin', detail: { changed: false } },
      { event: 'approval.voted', approverId: 'ben', detail: { changed: false } },
    ]);
    expect(told().filter((event) => event === 'approval.approved')).toHaveLength(1);
  });
});

describe('a change that cannot be recorded is none', () => {
  test('a new request', async () => {
    const { ask, approvals, fail, mend, told } = office();
    fail('approval.created');
    await expect(ask()).rejects.toMatchObject({ code: 'audit_unavailable' });
    const pending = await approvals.list({ tenants: ['*'], status: 'pending', limit: 9 });
    expect(pending.requests).toEqual([]);
    expect(told()).toEqual([]);
    mend();
    await expect(ask()).resolves.toMatchObject({ decision: { action: 'pending_approval' } });
  });

  test.each(['approved', 'denied'] as const)('%s', async (status) => {
    const { askedId, approvals, fail, mend, ask, told, kinds } = office();
    const id = await askedId();
    fail(`approval.${status}`);
    const decide = () =>
      status === 'approved'
        ? approvals.approve(APPROVER, ['default'], id)
        : approvals.deny(APPROVER, ['default'], id);
    await expect(decide()).rejects.toMatchObject({ code: 'audit_unavailable' });
    await expect(approvals.get(['default'], id)).resolves.toMatchObject({
      status: 'pending',
      votes: [],
    });
    expect((await ask({ approvalRequestId: id })).decision.action).toBe('pending_approval');
    expect(told()).not.toContain(`approval.${status}`);
    expect(kinds()).toEqual(['created']);
    mend();
    await expect(decide()).resolves.toMatchObject({ status });
  });

  test.each(['approval.consumed', 'intercept.allowed'])(
    'the use, where %s is not recorded',
    async (event) => {
      const { askedId, approvals, fail, mend, ask } = office();
      const id = await askedId();
      await approvals.approve(APPROVER, ['default'], id);
      fail(event);
      await expect(ask({ approvalRequestId: id })).rejects.toMatchObject({
        code: 'audit_unavailable',
      });
      await expect(approvals.get(['default'], id)).resolves.toMatchObject({ status: 'approved' });
      mend();
      const answers = [await ask({ approvalRequestId: id }), await ask({ approvalRequestId: id })];
      expect(answers.map(({ decision }) => decision.action)).toEqual(['allow', 'block']);
    },
  );

  test('the expiry: it is expired all the same, and recorded once that is possible', async () => {
    const { askedId, approvals, fail, mend, time, names, kinds } = office();
    const id = await askedId();
    time.now += TTL;
    fail('approval.expired');
    await expect(approvals.sweep()).rejects.toMatchObject({ code: 'audit_unavailable' });
    await expect(approvals.get(['default'], id)).resolves.toMatchObject({ status: 'expired' });
    mend();
    time.now += 60_000;
    await approvals.sweep();
    await approvals.sweep();
    expect(names().filter((event) => event === 'approval.expired')).toHaveLength(1);
    expect(kinds()).toEqual(['created', 'expired']);
  });
});

describe('the sweep', () => {
  test('reminds at half of the time, escalates when the rule says so, and tells of the end', async () => {
    const { askedId, approvals, time, kinds, notices, records, told } = office({
      escalateAfterMs: 8000,
      escalateTo: 'on-call',
    });
    const id = await askedId();
    const start = time.now;
    const at = async (milliseconds: number) => {
      time.now = start + milliseconds;
      await approvals.sweep();
      await approvals.sweep();
      return kinds().slice(1);
    };
    expect(await at(TTL / 2 - 1)).toEqual([]);
    expect(await at(TTL / 2)).toEqual(['reminder']);
    expect(await at(7999)).toEqual(['reminder']);
    expect(await at(8000)).toEqual(['reminder', 'escalated']);
    expect(await at(TTL - 1)).toEqual(['reminder', 'escalated']);
    expect(await at(TTL)).toEqual(['reminder', 'escalated', 'expired']);
    expect(await at(10 * TTL)).toEqual(['reminder', 'escalated', 'expired']);
    expect(notices.map(({ escalateTo }) => escalateTo)).toEqual([null, null, 'on-call', null]);
    expect(records.at(-2)).toMatchObject({
      event: 'approval.escalated',
      action: 'pending_approval',
      detail: { escalate_to: 'on-call' },
    });
    expect(records.at(-1)).toMatchObject({
      event: 'approval.expired',
      action: 'block',
      approvalRequestId: id,
    });
    expect(told().slice(-2)).toEqual(['approval.escalated', 'approval.expired']);
  });

  test('catches up after a pause: what is over is told as over, and nothing else', async () => {
    const { askedId, approvals, time, kinds } = office({
      escalateAfterMs: 8000,
      escalateTo: 'on-call',
    });
    await askedId();
    time.now += 10 * TTL;
    await approvals.sweep();
    expect(kinds()).toEqual(['created', 'expired']);
  });

  test('lets an approval that nobody used expire', async () => {
    const { askedId, approvals, time, kinds } = office();
    const id = await askedId();
    await approvals.approve(APPROVER, ['default'], id);
    time.now += TTL;
    await expect(approvals.sweep()).resolves.toBe(1);
    expect(kinds()).toEqual(['created', 'approved', 'expired']);
  });

  test('does nothing about what has ended', async () => {
    const { askedId, approvals, time } = office();
    await approvals.deny(APPROVER, ['default'], await askedId());
    time.now += 10 * TTL;
    await expect(approvals.sweep()).resolves.toBe(0);
  });

  test('of several at once one tells', async () => {
    const { askedId, approvals, time, kinds, names } = office();
    await askedId();
    time.now += TTL / 2;
    await Promise.all([approvals.sweep(), approvals.sweep(), approvals.sweep()]);
    time.now += TTL / 2;
    await Promise.all([approvals.sweep(), approvals.sweep(), approvals.sweep()]);
    expect(kinds()).toEqual(['created', 'reminder', 'expired']);
    expect(names().filter((event) => event === 'approval.expired')).toHaveLength(1);
  });

  test('dies with its process after a claim: another one records the expiry later', async () => {
    const { askedId, approvals, store, time, names } = office();
    const id = await askedId();
    time.now += TTL;
    const record = await store.get(['*'], id);
    if (record === undefined) throw new Error('It is gone.');
    // What the claim of the dead process left behind.
    const claimed = { ...record, status: 'expired', dueAt: time.now + 30_000 } as const;
    await store.replace({ ...claimed, version: record.version + 1 }, record.version);
    await approvals.sweep();
    expect(names()).not.toContain('approval.expired');
    time.now += 30_000;
    await approvals.sweep();
    expect(names().filter((event) => event === 'approval.expired')).toHaveLength(1);
  });
});

describe('races', () => {
  test('approve at the instant of expiry is too late, a millisecond earlier is not', async () => {
    const { askedId, approvals, time } = office();
    const id = await askedId();
    time.now += TTL;
    await expect(approvals.approve(APPROVER, ['default'], id)).rejects.toMatchObject({
      code: 'conflict',
      details: [{ path: 'status', message: 'expired' }],
    });
    time.now -= 1;
    await expect(approvals.approve(APPROVER, ['default'], id)).resolves.toMatchObject({
      status: 'approved',
    });
  });

  test('the time runs out between reading and writing', async () => {
    const { askedId, approvals, store, time } = office();
    const id = await askedId();
    const replace = store.replace.bind(store);
    store.replace = (...change) => {
      time.now += TTL;
      return replace(...change);
    };
    await expect(approvals.approve(APPROVER, ['default'], id)).rejects.toMatchObject({
      code: 'conflict',
    });
  });

  test('use and withdrawal at once: one of them', async () => {
    const { askedId, approvals, ask } = office();
    const id = await askedId();
    await approvals.approve(APPROVER, ['default'], id);
    const [used, withdrawn] = await Promise.allSettled([
      ask({ approvalRequestId: id }),
      approvals.cancel(APPROVER, ['default'], id),
    ]);
    const isUsed = used.status === 'fulfilled' && used.value.decision.action === 'allow';
    expect(isUsed).toBe(withdrawn.status === 'rejected');
  });

  test('the same call many times at once is one request', async () => {
    const { ask, names } = office();
    const answers = await Promise.all(Array.from({ length: 8 }, () => ask()));
    expect(new Set(answers.map(({ approvalRequestId }) => approvalRequestId)).size).toBe(1);
    expect(names().filter((event) => event === 'approval.created')).toHaveLength(1);
  });
});

describe('who sees and decides', () => {
  test.each<[string, Principal, string[]]>([
    ['an approver of another tenant', { ...BEN, tenants: ['other'] }, ['*']],
    ['a caller of another tenant, whoever is named', BEN, ['other']],
    ['nobody', BEN, []],
  ])('%s finds nothing', async (_, approver, tenants) => {
    const { askedId, approvals } = office();
    const id = await askedId();
    await expect(approvals.approve(approver, tenants, id)).rejects.toMatchObject({
      code: 'not_found',
    });
  });

  test('pages hold every request once, newest first', async () => {
    const { ask, approvals, time } = office();
    for (let amount = 0; amount < 7; amount++) {
      time.now += amount % 2;
      await ask({ parameters: { amount } });
    }
    const seen: string[] = [];
    let before: { createdAt: number; requestId: string } | null | undefined;
    while (before !== null) {
      const page = await approvals.list({
        tenants: ['*'],
        limit: 3,
        ...(before === undefined ? {} : { before }),
      });
      seen.push(...page.requests.map(({ requestId }) => requestId));
      before = page.next;
    }
    expect(seen).toHaveLength(7);
    expect(new Set(seen).size).toBe(7);
  });
});

describe('what nobody may read', () => {
  const EMAIL = 'alice.liddell@example.com';

  test('is in no record, no event, no notice and not in the store', async () => {
    const { ask, approvals, store, records, events, notices, safeai } = office();
    const values = [SECRET, EMAIL];
    const [tenantId, agentId, sessionId, toolName, user] = [
      `t-${EMAIL}`,
      `a-${EMAIL}`,
      SECRET,
      `pay_${EMAIL}`,
      `u-${EMAIL}`,
    ] as const;
    const caller: Principal = { ...APPROVER, user };
    const call: ToolRequest = {
      ...CALL,
      toolName,
      tenantId,
      agentId,
      sessionId,
      parameters: { to: EMAIL, [EMAIL]: 1 },
      justification: `${EMAIL} said so, with ${SECRET}`,
      idempotencyKey: SECRET,
    };
    const context = { principal: caller, requestId: `r-${EMAIL}` };
    const first = await safeai.interceptTool(call, context);
    const approvalRequestId = first.approvalRequestId ?? '';
    const approver: Principal = { ...BEN, user: `b-${EMAIL}` };
    await approvals.approve(approver, ['*'], approvalRequestId, {
      note: `call ${EMAIL}`,
      call: context,
    });
    const retry = await safeai.interceptTool({ ...call, approvalRequestId }, context);
    expect(retry.decision.action).toBe('allow');
    await ask();
    const stored = await store.list({ tenants: ['*'], limit: 9 });
    expect(stored).toHaveLength(2);
    for (const value of values) {
      for (const place of [stored, records, events, notices]) {
        expect(JSON.stringify(place)).not.toContain(value);
      }
    }
    expect(stored.find(({ requestId }) => requestId === approvalRequestId)).toMatchObject({
      justification: '[EMAIL_REDACTED] said so, with [SECRET_REDACTED]',
      votes: [{ note: 'call [EMAIL_REDACTED]' }],
    });
  });

  test('names that hold a value are told apart and found by their owner all the same', async () => {
    const { safeai, approvals } = office();
    const agentId = `a-${EMAIL}`;
    const caller: Principal = { ...APPROVER, user: `u-${EMAIL}` };
    const first = await safeai.interceptTool(
      { ...CALL, tenantId: `t-${EMAIL}`, agentId },
      { principal: caller },
    );
    const id = first.approvalRequestId ?? '';
    const own = { tenants: [`t-${EMAIL}`], limit: 9 };
    expect((await approvals.list({ ...own, agentId })).requests).toHaveLength(1);
    expect((await approvals.list({ ...own, agentId: `b-${EMAIL}` })).requests).toEqual([]);
    expect((await approvals.list({ ...own, tenants: ['default'] })).requests).toEqual([]);
    for (const party of [caller, { ...BEN, user: agentId }, { ...BEN, agent: agentId }]) {
      await expect(approvals.approve(party, ['*'], id)).rejects.toMatchObject({
        code: 'forbidden',
      });
    }
    await expect(approvals.approve(BEN, ['*'], id)).resolves.toMatchObject({ status: 'approved' });
  });

  test('commands stay readable for who has to judge them', async () => {
    const { safeai } = house();
    const parameters = { query: `DELETE FROM users; -- ${EMAIL}` };
    const { approvalRequestId } = await safeai.interceptTool({
      ...CALL,
      toolName: 'database_query',
      parameters,
      justification: 'DROP TABLE users was slower',
    });
    const record = await safeai.approvals.get(['default'], approvalRequestId ?? '');
    expect(record).toMatchObject({
      redactedParameters: { query: 'DELETE FROM users; -- [EMAIL_REDACTED]' },
      justification: 'DROP TABLE users was slower',
    });
  });
});

describe('a rule that changed since it was approved', () => {
  test.each<[string, ApprovalTerms]>([
    ['more approvals', { minApprovals: 2 }],
    ['other people', { groups: [{ role: 'admin', count: 1 }] }],
  ])('to ask for %s is asked anew', async (_, terms) => {
    const { safeai, askedId, ask, approvals } = office();
    const approvalRequestId = await askedId();
    await approvals.approve(BEN, ['*'], approvalRequestId);
    safeai.replaceRules(rules(terms));
    const { decision } = await ask({ approvalRequestId });
    expect(decision).toMatchObject({ action: 'block', reasonCode: 'approval_mismatch' });
    const anew = await ask();
    expect(anew.decision.action).toBe('pending_approval');
    expect(anew.approvalRequestId).not.toBe(approvalRequestId);
  });

  test('to remind of it, or to wait for it, in another way is still approved', async () => {
    const { safeai, askedId, ask, approvals } = office();
    const approvalRequestId = await askedId();
    await approvals.approve(BEN, ['*'], approvalRequestId);
    safeai.replaceRules(rules({ ttlMs: 2 * TTL, minApprovals: 1 }));
    const { decision } = await ask({ approvalRequestId });
    expect(decision.action).toBe('allow');
  });
});

test('parameters that nobody can read to their end are not asked about', async () => {
  const { ask, store } = office();
  const answer = await ask({ parameters: { text: 'word '.repeat(60_000) } });
  expect(answer.decision).toMatchObject({ action: 'block', reasonCode: 'approval_too_large' });
  await expect(store.list({ tenants: ['*'], limit: 9 })).resolves.toEqual([]);
});

describe('whatever happens, in whatever order', () => {
  const people = ['anna', 'ben', 'cleo', 'key-1'] as const;
  const step = fc.oneof(
    fc.record({
      what: fc.constantFrom('approve', 'deny', 'cancel'),
      who: fc.constantFrom(...people),
    }),
    fc.record({ what: fc.constantFrom('use', 'ask', 'sweep'), who: fc.constant('key-1') }),
    fc.record({ what: fc.constant('wait'), who: fc.constant('key-1') }),
  );

  test('a call passes at most once, after two others have approved, nobody denied, and in time', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 14 }), async (steps) => {
        const { safeai, approvals, records, time } = office({ minApprovals: 2 });
        const caller: Principal = { ...APPROVER, user: 'key-1' };
        const call = { ...CALL } as const;
        const first = await safeai.interceptTool(call, { principal: caller });
        const id = first.approvalRequestId ?? '';
        const end = time.now + TTL;
        const approved = new Set<string>();
        let isOver = false;
        let passed = 0;
        for (const { what, who } of steps) {
          const principal: Principal = { ...APPROVER, user: who };
          switch (what) {
            case 'approve':
              await approvals.approve(principal, ['*'], id).then(
                () => approved.add(who),
                () => undefined,
              );
              break;
            case 'deny':
            case 'cancel':
              await approvals[what](principal, ['*'], id).then(
                () => (isOver = true),
                () => undefined,
              );
              break;
            case 'sweep':
              await approvals.sweep();
              break;
            case 'wait':
              time.now += TTL / 4;
              break;
            default: {
              const approvalRequestId = what === 'use' ? { approvalRequestId: id } : {};
              const { decision } = await safeai.interceptTool(
                { ...call, ...approvalRequestId },
                { principal: caller },
              );
              if (decision.action !== 'allow') break;
              passed++;
              expect(isOver).toBe(false);
              expect(time.now).toBeLessThan(end);
              expect(approved.size).toBeGreaterThanOrEqual(2);
            }
          }
        }
        expect(passed).toBeLessThanOrEqual(1);
        expect(approved).not.toContain('key-1');
        const uses = records.filter(({ event }) => event === 'approval.consumed');
        expect(uses).toHaveLength(passed);
      }),
      { numRuns: 150 },
    );
  });
});
