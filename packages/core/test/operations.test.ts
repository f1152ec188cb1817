import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';

import type { ToolRequest } from '../src/boundary/boundary.ts';
import { MemoryOperationStore } from '../src/in-memory/operations.ts';
import type { OperationStore, Ports } from '../src/ports.ts';
import { APPROVER, house, SECRET } from './house.ts';

const CALL: ToolRequest = {
  phase: 'request',
  toolName: 'pay_invoice',
  parameters: { invoice: 'inv-7', amount: 100 },
  agentId: 'billing-bot',
  operationId: 'pay-inv-7',
};

const DROP: ToolRequest = {
  ...CALL,
  toolName: 'database_query',
  parameters: { query: 'DROP TABLE users' },
};

function setUp(ports: Partial<Ports> = {}) {
  const made = house({}, ports);
  const ask = (change: Partial<ToolRequest> = {}) =>
    made.safeai.interceptTool({ ...CALL, ...change });
  const report = async (decisionId: string, outcome: 'succeeded' | 'failed' | 'unknown') =>
    made.safeai.actions.report({ decisionId, outcome });
  return { ...made, ask, report };
}

describe('an operation', () => {
  test('begins once: the same one again is blocked until its outcome is known', async () => {
    const { ask } = setUp();
    const first = await ask();
    expect(first.decision.action).toBe('allow');
    const again = await ask();
    expect(again.decision).toMatchObject({ action: 'block', reasonCode: 'operation_unsettled' });
    expect(again.decision.reason).toContain(first.decision.decisionId);
    expect(again.filteredParameters).toBeNull();
  });

  test.each([
    ['succeeded', 'block', 'operation_done'],
    ['unknown', 'block', 'operation_unsettled'],
    ['failed', 'allow', undefined],
  ] as const)('that %s: %s', async (outcome, action, reasonCode) => {
    const { ask, report } = setUp();
    const { decision } = await ask();
    await report(decision.decisionId, outcome);
    const again = (await ask()).decision;
    expect([again.action, again.reasonCode]).toEqual([action, reasonCode]);
    if (action === 'block') expect(again.reason).toContain(decision.decisionId);
  });

  test('that failed and was tried again is unsettled again', async () => {
    const { ask, report } = setUp();
    await report((await ask()).decision.decisionId, 'failed');
    const second = await ask();
    expect(second.decision.action).toBe('allow');
    expect((await ask()).decision.reason).toContain(second.decision.decisionId);
  });

  test.each<[string, Partial<ToolRequest>]>([
    ['parameters', { parameters: { invoice: 'inv-7', amount: 101 } }],
    ['tool', { toolName: 'pay_bill' }],
    ['agent', { agentId: 'other-bot' }],
  ])('with other %s is a conflict, whatever came of it', async (_, change) => {
    const { ask, report } = setUp();
    const { decision } = await ask();
    await expect(ask(change)).rejects.toMatchObject({ code: 'conflict', status: 409 });
    await report(decision.decisionId, 'failed');
    await expect(ask(change)).rejects.toMatchObject({ code: 'conflict' });
  });

  test.each<[string, Partial<ToolRequest>]>([
    ['key order', { parameters: { amount: 100, invoice: 'inv-7' } }],
    ['session', { sessionId: 's-2' }],
    ['idempotency key', { idempotencyKey: 'k-2' }],
  ])('is the same one under another %s', async (_, change) => {
    const { ask } = setUp();
    await ask();
    expect((await ask(change)).decision.reasonCode).toBe('operation_unsettled');
  });

  test('is its tenant’s own', async () => {
    const { ask } = setUp();
    await ask({ tenantId: 'one' });
    expect((await ask({ tenantId: 'two', parameters: {} })).decision.action).toBe('allow');
  });

  test('that policy blocks has not begun', async () => {
    const { ask } = setUp();
    const blocked = await ask({ parameters: { note: SECRET } });
    expect(blocked.decision).toMatchObject({ action: 'block' });
    expect(blocked.decision.reasonCode).toBeUndefined();
    expect((await ask()).decision.action).toBe('allow');
  });

  test.each(['', 'x'.repeat(129), 7 as unknown as string])(
    'cannot be named %p',
    async (operationId) => {
      const { ask } = setUp();
      await expect(ask({ operationId })).rejects.toMatchObject({ code: 'invalid_request' });
    },
  );

  test('of parameters without a canonical form is told apart too', async () => {
    const { ask } = setUp();
    await ask({ parameters: { odd: '\ud800' } });
    expect((await ask({ parameters: { odd: '\ud800' } })).decision.action).toBe('block');
    await expect(ask({ parameters: { odd: '\ud801' } })).rejects.toMatchObject({
      code: 'conflict',
    });
  });

  test('is on record by its name, and by a digest of a name that holds a detection', async () => {
    const operations = new MemoryOperationStore();
    const begun: unknown[] = [];
    const store: OperationStore = {
      begin: (operation) => {
        begun.push(operation);
        return operations.begin(operation);
      },
      get: (...args) => operations.get(...args),
      abandon: (...args) => operations.abandon(...args),
      report: (...args) => operations.report(...args),
      findByDecision: (...args) => operations.findByDecision(...args),
    };
    const { ask, records, events } = setUp({ operations: store });
    await ask();
    expect(records[0]?.detail).toEqual({ phase: 'request', operation_id: 'pay-inv-7' });
    const named = { operationId: SECRET, agentId: SECRET, toolName: SECRET, tenantId: SECRET };
    await ask(named);
    expect((await ask(named)).decision.reasonCode).toBe('operation_unsettled');
    expect(records[1]?.detail?.operation_id).toMatch(/^sha256:[0-9a-f]{16}$/);
    expect(JSON.stringify([records, events, begun])).not.toContain(SECRET);
  });
});

describe('two at once', () => {
  test('of several racing requests exactly one begins', async () => {
    const { ask } = setUp();
    const answers = await Promise.all(Array.from({ length: 8 }, () => ask()));
    const codes = answers.map(({ decision }) => decision.reasonCode ?? decision.action).sort();
    expect(codes).toEqual(['allow', ...Array<string>(7).fill('operation_unsettled')]);
  });

  test('with different parameters: one begins, the other is a conflict', async () => {
    const { ask } = setUp();
    const settled = await Promise.allSettled([ask(), ask({ parameters: {} })]);
    expect(settled.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  });

  test('one that lost after its approval was used gets the approval back', async () => {
    const operations = new MemoryOperationStore();
    const made = setUp({ operations });
    const { safeai } = made;
    const pending = await safeai.interceptTool(DROP);
    const approvalRequestId = pending.approvalRequestId ?? '';
    await safeai.approvals.approve(APPROVER, ['default'], approvalRequestId);
    // Between the look and the beginning another request of that name begins.
    const begin = operations.begin.bind(operations);
    operations.begin = async (operation) => {
      await begin({ ...operation, decisionId: 'earlier' });
      return begin(operation);
    };
    const lost = await safeai.interceptTool({ ...DROP, approvalRequestId });
    expect(lost.decision).toMatchObject({ action: 'block', reasonCode: 'operation_unsettled' });
    const { status } = await safeai.approvals.get(['default'], approvalRequestId);
    expect(status).toBe('approved');
  });

  test('whatever happens, an operation runs again only after it failed', async () => {
    const step = fc.oneof(
      fc.record({ do: fc.constant('ask' as const), at: fc.nat(1) }),
      fc.record({
        do: fc.constantFrom('succeeded' as const, 'failed' as const, 'unknown' as const),
        at: fc.nat(1),
      }),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 12 }), async (steps) => {
        const { ask, report } = setUp();
        const allowed = new Map<number, string>();
        const outcomes = new Map<string, string>();
        for (const { do: what, at } of steps) {
          const last = allowed.get(at);
          if (what === 'ask') {
            const { decision } = await ask({ operationId: `op-${String(at)}` });
            const mayBegin = last === undefined || outcomes.get(last) === 'failed';
            expect(decision.action).toBe(mayBegin ? 'allow' : 'block');
            if (mayBegin) allowed.set(at, decision.decisionId);
          } else if (last !== undefined) {
            const known = outcomes.get(last);
            const settles = known === undefined || known === 'unknown' || known === what;
            const reported = report(last, what);
            if (settles) {
              await reported;
              outcomes.set(last, what);
            } else await expect(reported).rejects.toMatchObject({ code: 'conflict' });
          }
        }
      }),
      { numRuns: 60 },
    );
  });
});

describe('operations and approvals', () => {
  test('a refused operation opens no approval request and uses none up', async () => {
    const { safeai, records } = setUp();
    const pending = await safeai.interceptTool(DROP);
    const approvalRequestId = pending.approvalRequestId ?? '';
    await safeai.approvals.approve(APPROVER, ['default'], approvalRequestId);
    const retry = { ...DROP, approvalRequestId };
    const other = { ...retry, operationId: 'pay-inv-8' };
    expect((await safeai.interceptTool(other)).decision.action).toBe('allow');

    const again = await safeai.interceptTool({ ...DROP, operationId: 'pay-inv-8' });
    expect(again.decision.reasonCode).toBe('operation_unsettled');
    expect(again.approvalRequestId).toBeUndefined();

    const second = await safeai.interceptTool(DROP);
    const secondId = second.approvalRequestId ?? '';
    await safeai.approvals.approve(APPROVER, ['default'], secondId);
    await safeai.interceptTool({ ...other, approvalRequestId: secondId });
    const { status } = await safeai.approvals.get(['default'], secondId);
    expect(status).toBe('approved');
    expect(records.filter(({ event }) => event === 'approval.consumed')).toHaveLength(1);
  });

  test('a pending request has not begun', async () => {
    const { safeai } = setUp();
    await safeai.interceptTool(DROP);
    expect((await safeai.interceptTool(DROP)).decision.action).toBe('pending_approval');
  });

  test('the operation is no part of what is approved', async () => {
    const { safeai } = setUp();
    const pending = await safeai.interceptTool(DROP);
    await safeai.approvals.approve(APPROVER, ['default'], pending.approvalRequestId ?? '');
    const retry = {
      ...DROP,
      operationId: 'another-name',
      approvalRequestId: pending.approvalRequestId ?? '',
    };
    expect((await safeai.interceptTool(retry)).decision.action).toBe('allow');
  });
});

describe('a decision that is not recorded', () => {
  function failing() {
    const state = { down: false };
    const made = setUp({
      audit: {
        append: () => (state.down ? Promise.reject(new Error('disk')) : undefined),
      },
    });
    return { ...made, state };
  }

  test('has not begun anything', async () => {
    const { ask, state } = failing();
    state.down = true;
    await expect(ask()).rejects.toMatchObject({ code: 'audit_unavailable' });
    state.down = false;
    expect((await ask()).decision.action).toBe('allow');
  });

  test('gives its approval back', async () => {
    const { safeai, state } = failing();
    const pending = await safeai.interceptTool(DROP);
    const approvalRequestId = pending.approvalRequestId ?? '';
    await safeai.approvals.approve(APPROVER, ['default'], approvalRequestId);
    state.down = true;
    const retry = { ...DROP, approvalRequestId };
    await expect(safeai.interceptTool(retry)).rejects.toMatchObject({ code: 'audit_unavailable' });
    state.down = false;
    expect((await safeai.interceptTool(retry)).decision.action).toBe('allow');
  });

  test('whose beginning cannot be taken back stays unsettled: no blind retry', async () => {
    const operations = new MemoryOperationStore();
    operations.abandon = () => Promise.reject(new Error('store'));
    const state = { down: true };
    const { ask } = setUp({
      operations,
      audit: { append: () => (state.down ? Promise.reject(new Error('disk')) : undefined) },
    });
    await expect(ask()).rejects.toMatchObject({ code: 'audit_unavailable' });
    state.down = false;
    expect((await ask()).decision.reasonCode).toBe('operation_unsettled');
  });
});

test('a message names an operation as a tool call does', async () => {
  const { safeai, records } = setUp();
  const message = {
    message: 'Ship order 7.',
    sourceAgentId: 'sales',
    destinationAgentId: 'warehouse',
    operationId: 'ship-7',
  };
  expect((await safeai.interceptMessage(message)).decision.action).toBe('allow');
  expect(records[0]?.detail).toEqual({ phase: 'message', operation_id: 'ship-7' });
  const again = await safeai.interceptMessage(message);
  expect(again).toMatchObject({
    decision: { reasonCode: 'operation_unsettled' },
    filteredMessage: null,
  });
  const elsewhere = safeai.interceptMessage({ ...message, destinationAgentId: 'store' });
  await expect(elsewhere).rejects.toMatchObject({ code: 'conflict' });
});
