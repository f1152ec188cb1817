import { describe, expect, test } from '@jest/globals';

import type { ActionOutcome } from '../src/actions/operation.ts';
import type { Principal } from '../src/identity/principal.ts';
import type { Ports } from '../src/ports.ts';
import { APPROVER, house, SECRET } from './house.ts';

const CALL = {
  phase: 'request',
  toolName: 'pay_invoice',
  parameters: { invoice: 'inv-7' },
  agentId: 'billing-bot',
  sessionId: 's-1',
} as const;

/** A credential bound to one agent. */
function agent(name: string, tenants: readonly string[] = ['default']): Principal {
  return { tenant: 'default', tenants, user: 'u', roles: ['agent'], agent: name, source: 'key' };
}

async function allowed(ports: Partial<Ports> = {}) {
  const made = house({}, ports);
  const { decision } = await made.safeai.interceptTool({ ...CALL, operationId: 'pay-7' });
  const report = (outcome: ActionOutcome, detail?: string, principal?: Principal) =>
    made.safeai.actions.report(
      { decisionId: decision.decisionId, outcome, ...(detail === undefined ? {} : { detail }) },
      principal === undefined ? undefined : { principal },
    );
  return { ...made, decisionId: decision.decisionId, report };
}

describe('an outcome', () => {
  test('is recorded and told under an id of its own', async () => {
    const { report, records, events, decisionId } = await allowed();
    await expect(report('succeeded', 'paid')).resolves.toEqual({
      decisionId,
      outcome: 'succeeded',
      operationId: 'pay-7',
      result: 'settled',
    });
    expect(records[1]).toMatchObject({
      event: 'action.succeeded',
      boundary: 'action',
      agentId: 'billing-bot',
      sessionId: 's-1',
      toolName: 'pay_invoice',
      parametersDigest: records[0]?.parametersDigest,
      detail: { of: decisionId, outcome: 'succeeded', operation_id: 'pay-7', note: 'paid' },
    });
    expect(records[1]?.decisionId).not.toBe(decisionId);
    expect(events[1]).toMatchObject({
      event: 'action.succeeded',
      decisionId: records[1]?.decisionId,
      detail: {
        boundary: 'action',
        action: 'allow',
        of: decisionId,
        outcome: 'succeeded',
        tool_name: 'pay_invoice',
      },
    });
  });

  const settles: [ActionOutcome, ActionOutcome, string][] = [
    ['succeeded', 'succeeded', 'same'],
    ['failed', 'failed', 'same'],
    ['unknown', 'unknown', 'same'],
    ['unknown', 'succeeded', 'settled'],
    ['unknown', 'failed', 'settled'],
  ];
  test.each(settles)('%s, then %s: %s', async (first, second, result) => {
    const { report } = await allowed();
    await report(first);
    await expect(report(second)).resolves.toMatchObject({ outcome: second, result });
  });

  const conflicts: [ActionOutcome, ActionOutcome][] = [
    ['succeeded', 'failed'],
    ['succeeded', 'unknown'],
    ['failed', 'succeeded'],
    ['failed', 'unknown'],
  ];
  test.each(conflicts)('%s is never changed to %s', async (first, second) => {
    const { report, records } = await allowed();
    await report(first);
    await expect(report(second)).rejects.toMatchObject({
      code: 'conflict',
      message: `The action is on record as ${first}.`,
    });
    expect(records).toHaveLength(2);
  });

  test('settles unknown once, even for two at the same time', async () => {
    const { report } = await allowed();
    await report('unknown');
    const settled = await Promise.allSettled([report('succeeded'), report('failed')]);
    expect(settled.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  });

  test('has a note without found values', async () => {
    const { report, records, events } = await allowed();
    await report('failed', `rejected ${SECRET}`);
    expect(records[1]?.detail?.note).toMatch(/^sha256:[0-9a-f]{16}$/);
    expect(JSON.stringify([records, events])).not.toContain(SECRET);
  });

  test('that could not be recorded is recorded when it is reported again', async () => {
    const appended: string[] = [];
    const state = { down: false };
    const { report } = await allowed({
      audit: {
        append: ({ event }) => {
          if (state.down) throw new Error('disk');
          appended.push(event);
        },
      },
    });
    state.down = true;
    await expect(report('succeeded')).rejects.toMatchObject({ code: 'audit_unavailable' });
    state.down = false;
    await expect(report('succeeded')).resolves.toMatchObject({ result: 'same' });
    expect(appended).toEqual(['intercept.allowed', 'action.succeeded']);
  });

  test.each<[string, object]>([
    ['outcome', { decisionId: 'd', outcome: 'done' }],
    ['decisionId', { outcome: 'failed' }],
    ['detail', { decisionId: 'd', outcome: 'failed', detail: 'x'.repeat(501) }],
    ['detail', { decisionId: 'd', outcome: 'failed', detail: 7 }],
  ])('with a wrong %s is refused', async (field, request) => {
    const { safeai } = house();
    await expect(safeai.actions.report(request as never)).rejects.toMatchObject({
      code: 'invalid_request',
      details: [{ path: `$.${field}` }],
    });
  });
});

describe('who reports', () => {
  test('the agent itself, and an admin', async () => {
    const { report } = await allowed();
    await report('unknown', undefined, agent('billing-bot'));
    await expect(report('succeeded', undefined, APPROVER)).resolves.toMatchObject({
      result: 'settled',
    });
  });

  test.each<[string, Principal]>([
    ['another agent', agent('other-bot')],
    ['another tenant', agent('billing-bot', ['other'])],
    ['an admin of another tenant', { ...APPROVER, tenants: ['other'] }],
  ])('%s finds no such action', async (_, principal) => {
    const { report, records } = await allowed();
    await expect(report('succeeded', undefined, principal)).rejects.toMatchObject({
      code: 'not_found',
      status: 404,
    });
    expect(records).toHaveLength(1);
  });

  test('an agent and a tenant whose names are digests on record', async () => {
    const { safeai } = house();
    const principal = { ...agent(SECRET, [SECRET]), tenant: SECRET };
    const { decision } = await safeai.interceptTool(
      { phase: 'request', toolName: 'x', parameters: {} },
      { principal },
    );
    const request = { decisionId: decision.decisionId, outcome: 'succeeded' } as const;
    await expect(safeai.actions.report(request, { principal })).resolves.toMatchObject({
      result: 'settled',
    });
  });
});

describe('of what', () => {
  test.each<[string, (safeai: ReturnType<typeof house>['safeai']) => Promise<string>]>([
    ['an unknown decision', () => Promise.resolve('decision-999')],
    ['a scan', async (safeai) => (await safeai.scanInput({ text: 'hi' })).decision.decisionId],
    [
      'a blocked call',
      async (safeai) => {
        const call = { ...CALL, parameters: { note: SECRET } };
        return (await safeai.interceptTool(call)).decision.decisionId;
      },
    ],
    [
      'a pending call',
      async (safeai) => {
        const parameters = { query: 'DROP TABLE users' };
        const call = { ...CALL, toolName: 'database_query', parameters };
        return (await safeai.interceptTool(call)).decision.decisionId;
      },
    ],
    [
      'a response',
      async (safeai) => {
        const response = { phase: 'response', toolName: 'x', response: 'ok' } as const;
        return (await safeai.interceptTool(response)).decision.decisionId;
      },
    ],
  ])('%s has no outcome', async (_, decide) => {
    const { safeai } = house();
    const decisionId = await decide(safeai);
    const reported = safeai.actions.report({ decisionId, outcome: 'succeeded' });
    await expect(reported).rejects.toMatchObject({ code: 'not_found' });
  });

  test('a message and a redacted call have one', async () => {
    const { safeai } = house();
    const message = { message: 'hi', sourceAgentId: 'a', destinationAgentId: 'b' };
    const { decision } = await safeai.interceptMessage(message);
    await safeai.actions.report({ decisionId: decision.decisionId, outcome: 'succeeded' });
    const redacting = house({
      policies: [{ name: 'mask', boundary: 'action', dataTags: ['personal'], action: 'redact' }],
    });
    const call = { ...CALL, parameters: { to: 'alice@example.com' } };
    const redacted = await redacting.safeai.interceptTool(call);
    expect(redacted.decision.action).toBe('redact');
    const { decisionId } = redacted.decision;
    await redacting.safeai.actions.report({ decisionId, outcome: 'failed' });
  });

  test('an operation that the log has lost', async () => {
    const { safeai, records } = house({}, { history: { find: () => Promise.resolve(undefined) } });
    const { decision } = await safeai.interceptTool({ ...CALL, operationId: 'pay-7' });
    const { decisionId } = decision;
    await expect(
      safeai.actions.report({ decisionId, outcome: 'failed' }, { principal: agent('billing-bot') }),
    ).resolves.toMatchObject({ operationId: 'pay-7' });
    expect(records[1]).toMatchObject({ agentId: 'billing-bot', toolName: 'pay_invoice' });
    const other = safeai.actions.report(
      { decisionId, outcome: 'failed' },
      { principal: agent('other-bot') },
    );
    await expect(other).rejects.toMatchObject({ code: 'not_found' });
  });

  test('an operation that failed and was begun again keeps the name of its first decision', async () => {
    const { safeai, report } = await allowed();
    await report('failed');
    await safeai.interceptTool({ ...CALL, operationId: 'pay-7' });
    await expect(report('failed')).resolves.toMatchObject({
      operationId: 'pay-7',
      result: 'same',
    });
  });
});

describe('a tool’s response', () => {
  const respond = { phase: 'response', toolName: 'pay_invoice', response: { ok: true } } as const;

  test('with the decision of its call reports success', async () => {
    const { safeai, records, decisionId } = await allowed();
    await safeai.interceptTool({ ...respond, decisionId });
    expect(records.map(({ event }) => event)).toEqual([
      'intercept.allowed',
      'action.succeeded',
      'intercept.allowed',
    ]);
    expect(records[2]?.detail).toEqual({ phase: 'response', of: decisionId });
    const again = await safeai.interceptTool({ ...CALL, operationId: 'pay-7' });
    expect(again.decision.reasonCode).toBe('operation_done');
  });

  test('settles unknown, and leaves any other outcome as it is', async () => {
    const { safeai, report, records, decisionId } = await allowed();
    await report('unknown');
    await safeai.interceptTool({ ...respond, decisionId });
    await expect(report('succeeded')).resolves.toMatchObject({ result: 'same' });

    const failed = await allowed();
    await failed.report('failed');
    const answer = await failed.safeai.interceptTool({
      ...respond,
      decisionId: failed.decisionId,
    });
    expect(answer.decision.action).toBe('allow');
    await expect(failed.report('failed')).resolves.toMatchObject({ result: 'same' });
    expect(records.map(({ event }) => event)).toContain('action.succeeded');
  });

  test('reports success whatever is decided about it', async () => {
    const { safeai, report, decisionId } = await allowed();
    await safeai.interceptTool({ ...respond, response: { note: SECRET }, decisionId });
    await expect(report('succeeded')).resolves.toMatchObject({ result: 'same' });
  });

  test('without one reports nothing, and with an unknown one is refused', async () => {
    const { safeai, records } = house();
    await safeai.interceptTool(respond);
    expect(records).toHaveLength(1);
    const unknown = safeai.interceptTool({ ...respond, decisionId: 'decision-999' });
    await expect(unknown).rejects.toMatchObject({ code: 'not_found' });
    expect(records).toHaveLength(1);
  });
});
