import { describe, expect, test } from '@jest/globals';

import type { ToolRequest } from '../src/boundary/boundary.ts';
import { APPROVER, house } from './house.ts';

const CALL: ToolRequest = {
  phase: 'request',
  toolName: 'database_query',
  parameters: { query: 'DROP TABLE users', contact: 'alice@example.com' },
  agentId: 'agent',
  sessionId: 's1',
};

async function pending(rules = {}) {
  const made = house(rules);
  const first = await made.safeai.interceptTool(CALL);
  const id = first.approvalRequestId ?? '';
  const approve = () => made.safeai.approvals.approve(APPROVER, ['default'], id);
  const retry = (changes: Partial<ToolRequest> = {}) =>
    made.safeai.interceptTool({ ...CALL, approvalRequestId: id, ...changes });
  return { ...made, first, id, approve, retry };
}

describe('an approval', () => {
  test('the same call while it is pending is the same request', async () => {
    const { safeai, id } = await pending();
    await expect(safeai.interceptTool(CALL)).resolves.toMatchObject({ approvalRequestId: id });
  });

  test('shows the approver the parameters redacted', async () => {
    const { safeai, id } = await pending();
    const record = await safeai.approvals.get(['default'], id);
    expect(record.redactedParameters).toMatchObject({ contact: '[EMAIL_REDACTED]' });
    expect(JSON.stringify(record)).not.toContain('alice@example.com');
  });

  test.each<[string, Partial<ToolRequest>]>([
    ['parameters', { parameters: { query: 'DROP TABLE accounts', contact: 'alice@example.com' } }],
    ['tool', { toolName: 'db_admin' }],
    ['agent', { agentId: 'other' }],
    ['session', { sessionId: 's2' }],
    ['declared tags', { dataTags: ['destructive', 'internal'] }],
  ])('of other %s does not match', async (_, change) => {
    const { approve, retry } = await pending();
    await approve();
    const answer = await retry(change);
    expect(answer.decision).toMatchObject({ action: 'block', reasonCode: 'approval_mismatch' });
    expect(answer.filteredParameters).toBeNull();
  });

  test('given by someone does not serve that person, and still serves who asked', async () => {
    const { safeai, retry, id } = await pending();
    const anna = { ...APPROVER, user: 'anna' };
    await expect(safeai.interceptTool(CALL, { principal: anna })).resolves.toMatchObject({
      approvalRequestId: id,
    });
    await safeai.approvals.approve(anna, ['default'], id);
    const own = await safeai.interceptTool({ ...CALL, approvalRequestId: id }, { principal: anna });
    expect(own.decision).toMatchObject({ action: 'block', reasonCode: 'approval_self' });
    await expect(retry()).resolves.toMatchObject({ decision: { action: 'allow' } });
  });

  test('of another tenant is not found', async () => {
    const { approve, retry } = await pending();
    await approve();
    await expect(retry({ tenantId: 'other' })).rejects.toMatchObject({ code: 'not_found' });
    await expect(retry({ approvalRequestId: 'ar-unknown' })).rejects.toMatchObject({
      code: 'not_found',
    });
  });

  test('retried before the decision stays pending', async () => {
    const { id, retry } = await pending();
    await expect(retry()).resolves.toMatchObject({
      decision: { action: 'pending_approval' },
      approvalRequestId: id,
    });
  });

  test('serves once, even for calls at the same time', async () => {
    const { approve, retry } = await pending();
    await approve();
    const answers = await Promise.all([retry(), retry(), retry()]);
    const actions = answers.map((answer) => answer.decision.action).sort();
    expect(actions).toEqual(['allow', 'block', 'block']);
  });

  test('is not replayed to another caller who has the same idempotency key', async () => {
    const { safeai, approve, id } = await pending();
    await approve();
    const use = (user: string) =>
      safeai.interceptTool(
        { ...CALL, approvalRequestId: id, idempotencyKey: '1' },
        { principal: { ...APPROVER, user } },
      );
    const codes = [];
    for (const user of ['key-1', 'key-2', 'key-1']) codes.push((await use(user)).decision);
    expect(codes).toMatchObject([
      { action: 'allow' },
      { action: 'block', reasonCode: 'approval_consumed' },
      { action: 'allow' },
    ]);
  });

  test('is replayed under the same idempotency key alone', async () => {
    const { approve, retry } = await pending();
    await approve();
    expect((await retry({ idempotencyKey: 'k' })).decision.action).toBe('allow');
    expect((await retry({ idempotencyKey: 'k' })).decision.action).toBe('allow');
    expect((await retry({ idempotencyKey: 'l' })).decision.action).toBe('block');
  });

  test('denied stays denied, with and without its id, until its time is up', async () => {
    const { safeai, id, retry, time } = await pending({ approvals: { defaultTtlMs: 1000 } });
    await safeai.approvals.deny(APPROVER, ['default'], id);
    const blocked = {
      action: 'block',
      reason: 'Denied by security-admin',
      reasonCode: 'approval_denied',
    };
    expect((await retry()).decision).toMatchObject(blocked);
    expect((await safeai.interceptTool(CALL)).decision).toMatchObject(blocked);
    time.now += 1000;
    expect((await safeai.interceptTool(CALL)).decision.action).toBe('pending_approval');
  });

  test('expires, and an approved one too', async () => {
    const { approve, retry, time } = await pending({ approvals: { defaultTtlMs: 1000 } });
    await approve();
    time.now += 1000;
    expect((await retry()).decision).toMatchObject({
      action: 'block',
      reasonCode: 'approval_expired',
    });
  });

  test('lifts nothing but the approval: policy is judged again', async () => {
    const { safeai, approve, retry } = await pending();
    await approve();
    safeai.replaceRules({
      policies: [
        { name: 'no-drops', boundary: 'action', dataTags: ['destructive.sql'], action: 'block' },
      ],
    });
    expect((await retry()).decision).toMatchObject({ action: 'block', policyName: 'no-drops' });
  });

  test('redaction still applies after it', async () => {
    const { approve, retry } = await pending({
      policies: [
        { name: 'no-pii-out', boundary: 'action', dataTags: ['personal'], action: 'redact' },
      ],
    });
    await approve();
    const answer = await retry();
    expect(answer.decision).toMatchObject({ action: 'redact' });
    expect(answer.decision.reason).toContain('Approved by security-admin');
    expect(answer.filteredParameters).toMatchObject({ contact: '[EMAIL_REDACTED]' });
  });

  test('pending requests are capped', async () => {
    const { safeai } = await pending({ approvals: { maxPendingPerAgent: 1 } });
    const second = await safeai.interceptTool({ ...CALL, parameters: { query: 'DROP TABLE b' } });
    expect(second.decision).toMatchObject({ action: 'block', reasonCode: 'approvals_capped' });
  });

  test('a contract asks for one by itself', async () => {
    const { safeai } = house({
      contracts: [
        { toolName: 'pay', accepts: {}, emits: {}, sideEffects: { requiresApproval: true } },
      ],
    });
    const call = {
      phase: 'request',
      toolName: 'pay',
      parameters: { amount: 1 },
      agentId: 'a',
    } as const;
    const first = await safeai.interceptTool(call);
    expect(first.decision).toMatchObject({
      action: 'pending_approval',
      policyName: 'tool-contract',
    });
    await safeai.approvals.approve(APPROVER, ['default'], first.approvalRequestId ?? '');
    const retry = await safeai.interceptTool({
      ...call,
      approvalRequestId: first.approvalRequestId ?? '',
    });
    expect(retry.decision).toMatchObject({ action: 'allow', reason: 'Approved by security-admin' });
  });

  test('a message can need one too', async () => {
    const { safeai } = house({
      policies: [
        {
          name: 'ask-first',
          boundary: 'action',
          direction: 'message',
          dataTags: ['internal'],
          action: 'require_approval',
        },
      ],
    });
    const message = {
      message: 'the plan',
      sourceAgentId: 'a',
      destinationAgentId: 'b',
      dataTags: ['internal'],
    };
    const first = await safeai.interceptMessage(message);
    expect(first).toMatchObject({
      decision: { action: 'pending_approval' },
      filteredMessage: null,
    });
    const approvalRequestId = first.approvalRequestId ?? '';
    await safeai.approvals.approve(APPROVER, ['default'], approvalRequestId);
    const other = await safeai.interceptMessage({
      ...message,
      destinationAgentId: 'c',
      approvalRequestId,
    });
    expect(other.decision.reasonCode).toBe('approval_mismatch');
    const retry = await safeai.interceptMessage({ ...message, approvalRequestId });
    expect(retry).toMatchObject({ decision: { action: 'allow' }, filteredMessage: 'the plan' });
  });
});
