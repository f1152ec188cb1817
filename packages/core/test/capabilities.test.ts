import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';

import type { ToolRequest } from '../src/boundary/boundary.ts';
import type { GrantRequest } from '../src/capabilities/grant-request.ts';
import type { Principal } from '../src/identity/principal.ts';
import { MemoryCapabilityStore } from '../src/in-memory/capabilities.ts';
import type { SafeAIRules } from '../src/options.ts';
import { APPROVER, house, SECRET } from './house.ts';

const HOUR = 60 * 60_000;
const DAY = 24 * HOUR;

const CALL: ToolRequest = {
  phase: 'request',
  toolName: 'mcp__bank__refund',
  parameters: { amount: 5 },
  agentId: 'billing-bot',
  sessionId: 's-1',
};

async function granted(change: Partial<GrantRequest> = {}, rules: SafeAIRules = {}) {
  const capabilities = new MemoryCapabilityStore();
  const made = house(rules, { capabilities });
  const { capability, token } = await made.safeai.capabilities.grant({
    agentId: 'billing-bot',
    tools: ['mcp__bank__*'],
    ...change,
  });
  const ask = (call: Partial<ToolRequest> = {}) =>
    made.safeai.interceptTool({ ...CALL, capabilityToken: token, ...call });
  return { ...made, capabilities, capability, token, ask };
}

describe('a grant', () => {
  test('shows its token once, and keeps only a digest of it', async () => {
    const { safeai, capabilities, capability, token, time } = await granted();
    expect(token).toMatch(/^sfcap_[0-9a-f]{24}_[0-9a-f]{64}$/);
    expect(capability).toEqual({
      id: `cap-${token.slice(6, 30)}`,
      tenantId: 'default',
      agentId: 'billing-bot',
      sessionId: null,
      tools: ['mcp__bank__*'],
      secrets: [],
      actions: ['invoke'],
      issuer: 'program',
      createdAt: time.now,
      expiresAt: time.now + HOUR,
      revokedAt: null,
    });
    const kept = await capabilities.get(capability.id);
    expect(kept?.secretDigest).toMatch(/^[0-9a-f]{64}$/);
    expect(JSON.stringify(kept)).not.toContain(token.slice(31));
    await expect(safeai.capabilities.list()).resolves.toEqual([capability]);
  });

  test('is for what its lists are for', async () => {
    const both = await granted({ secrets: ['vault/pay#*'] });
    expect(both.capability.actions).toEqual(['invoke', 'resolve']);
    const one = await granted({ secrets: ['vault/pay#*'], actions: ['resolve'] });
    expect((await one.ask()).decision.reasonCode).toBe('capability_invalid');
  });

  test.each<[string, object]>([
    ['agentId', { agentId: '' }],
    ['agentId', { agentId: 7 }],
    ['agentId', { agentId: SECRET }],
    ['tenantId', { tenantId: SECRET }],
    ['sessionId', { sessionId: SECRET }],
    ['tools[1]', { tools: ['ok', SECRET] }],
    ['tools', { tools: 'all' }],
    ['tools', { tools: Array(101).fill('t') }],
    ['tools', { tools: [] }],
    ['tools[0]', { tools: ['x'.repeat(257)] }],
    ['secrets', { actions: ['resolve'] }],
    ['actions', { actions: ['delete'] }],
    ['ttl', { ttlMs: 0 }],
    ['ttl', { ttlMs: 30 * DAY + 1 }],
    ['ttl', { ttlMs: Number.NaN }],
  ])('with a wrong %s is refused: %j', async (path, change) => {
    const { safeai, records } = house();
    const request = { agentId: 'a', tools: ['t'], ...change } as GrantRequest;
    const refused = safeai.capabilities.grant(request);
    await expect(refused).rejects.toMatchObject({
      code: 'invalid_request',
      details: [{ path: `$.${path}` }],
    });
    await expect(refused).rejects.toThrow(expect.not.stringContaining(SECRET));
    expect(records).toEqual([]);
  });

  test('lasts 30 days at most', async () => {
    const { capability, time } = await granted({ ttlMs: 30 * DAY });
    expect(capability.expiresAt).toBe(time.now + 30 * DAY);
  });

  test('is recorded and told, without its token', async () => {
    const { records, events, capability, token } = await granted();
    expect(records[0]).toMatchObject({
      event: 'capability.granted',
      agentId: 'billing-bot',
      detail: { capability_id: capability.id, actions: 'invoke' },
    });
    expect(events[0]).toMatchObject({ event: 'capability.granted' });
    expect(JSON.stringify([records, events])).not.toContain(token.slice(31));
  });

  test('that cannot be recorded is not given, and what is left of it is revoked', async () => {
    const { safeai } = house({}, { audit: { append: () => Promise.reject(new Error('disk')) } });
    const grant = safeai.capabilities.grant({ agentId: 'a', tools: ['t'] });
    await expect(grant).rejects.toMatchObject({ code: 'audit_unavailable' });
    const [left] = await safeai.capabilities.list();
    expect(left?.revokedAt).not.toBeNull();
  });
});

describe('who grants', () => {
  const auditor: Principal = { ...APPROVER, roles: ['auditor'] };
  const foreign: Principal = { ...APPROVER, tenant: 'other', tenants: ['other'] };

  test('an admin, in a tenant of its own', async () => {
    const { safeai } = house();
    const request = { agentId: 'a', tools: ['t'] };
    const { capability } = await safeai.capabilities.grant(request, { principal: foreign });
    expect(capability).toMatchObject({ tenantId: 'other', issuer: 'security-admin' });
    for (const [principal, tenantId] of [
      [auditor, 'default'],
      [foreign, 'default'],
    ] as const) {
      const refused = safeai.capabilities.grant({ ...request, tenantId }, { principal });
      await expect(refused).rejects.toMatchObject({ code: 'forbidden' });
    }
  });

  test('an admin sees and revokes the grants of its own tenants alone', async () => {
    const { safeai, capability } = await granted();
    await expect(safeai.capabilities.list({}, { principal: foreign })).resolves.toEqual([]);
    for (const id of [capability.id, `cap-${'f'.repeat(24)}`]) {
      const revoked = safeai.capabilities.revoke(id, { principal: foreign });
      await expect(revoked).rejects.toMatchObject({
        code: 'not_found',
        message: 'There is no such capability.',
      });
    }
    const byAuditor = safeai.capabilities.revoke(capability.id, { principal: auditor });
    await expect(byAuditor).rejects.toMatchObject({ code: 'forbidden' });
    await expect(safeai.capabilities.list()).resolves.toEqual([capability]);
  });

  test('a list is narrowed to a tenant, never widened, and bounded', async () => {
    const { safeai } = house();
    for (const tenantId of ['one', 'two', 'two']) {
      await safeai.capabilities.grant({ agentId: 'a', tools: ['t'], tenantId });
    }
    const tenants = async (...args: Parameters<typeof safeai.capabilities.list>) =>
      (await safeai.capabilities.list(...args)).map(({ tenantId }) => tenantId);
    await expect(tenants({ tenantId: 'two' })).resolves.toEqual(['two', 'two']);
    await expect(tenants({ limit: 1 })).resolves.toEqual(['two']);
    const principal = { ...APPROVER, tenants: ['one'] };
    await expect(tenants({}, { principal })).resolves.toEqual(['one']);
    await expect(tenants({ tenantId: 'two' }, { principal })).resolves.toEqual([]);
  });
});

describe('a call', () => {
  test('with a token that serves goes on, and its record names the grant', async () => {
    const { ask, records, events, capability, token } = await granted();
    expect((await ask()).decision.action).toBe('allow');
    expect(records[1]?.detail).toEqual({ phase: 'request', capability_id: capability.id });
    expect(JSON.stringify([records, events])).not.toContain(token.slice(31));
  });

  test('may name the tool in other letters', async () => {
    const { ask } = await granted();
    expect((await ask({ toolName: 'MCP__Bank__Refund' })).decision.action).toBe('allow');
  });

  test.each<[string, Partial<ToolRequest>, string | null]>([
    ['another agent', { agentId: 'other' }, 'capability_mismatch'],
    ['another session', { sessionId: 's-2' }, 'capability_mismatch'],
    ['another tool', { toolName: 'refund' }, 'capability_mismatch'],
    ['another server’s tool', { toolName: 'x__mcp__bank__refund' }, 'capability_mismatch'],
    ['another tenant', { tenantId: 'other' }, null],
    ['a text that is no token', { capabilityToken: 'sfcap_' }, null],
    ['an empty text', { capabilityToken: '' }, null],
    ['a token of nobody', { capabilityToken: `sfcap_${'a'.repeat(24)}_${'b'.repeat(64)}` }, null],
  ])('of %s is refused, and only the record says why', async (_, call, problem) => {
    const { ask, records, events, capability } = await granted({ sessionId: 's-1' });
    const answer = await ask(call);
    expect(answer.decision).toMatchObject({
      action: 'block',
      policyName: 'capability-token',
      reason: 'The capability token does not serve for this call',
      reasonCode: 'capability_invalid',
    });
    expect(answer.filteredParameters).toBeNull();
    expect(records[1]?.detail).toEqual({
      phase: 'request',
      ...(problem === null ? {} : { capability_id: capability.id }),
      capability_problem: problem ?? 'capability_unknown',
    });
    expect(JSON.stringify([answer, events[1]])).not.toMatch(/mismatch|unknown|cap-/);
  });

  test('with one digit of the secret changed is refused as an unknown one is', async () => {
    const { ask, token, records } = await granted();
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 31, max: token.length - 1 }), async (at) => {
        const digit = token[at] === 'f' ? '0' : 'f';
        const forged = token.slice(0, at) + digit + token.slice(at + 1);
        const { decision } = await ask({ capabilityToken: forged });
        expect(decision.reasonCode).toBe('capability_invalid');
        expect(records.at(-1)?.detail).toEqual({
          phase: 'request',
          capability_problem: 'capability_unknown',
        });
      }),
      { numRuns: 30 },
    );
  });

  test('ends with the grant: at its last instant it serves, then no longer', async () => {
    const { ask, time, records } = await granted({ ttlMs: 1000 });
    time.now += 999;
    expect((await ask()).decision.action).toBe('allow');
    time.now += 1;
    expect((await ask()).decision.reasonCode).toBe('capability_invalid');
    expect(records.at(-1)?.detail?.capability_problem).toBe('capability_expired');
  });

  test('ends at once when the grant is revoked, which is recorded', async () => {
    const { safeai, ask, capability, records, time } = await granted();
    time.now += 5;
    const revoked = await safeai.capabilities.revoke(capability.id);
    expect(revoked.revokedAt).toBe(time.now);
    expect(records.at(-1)).toMatchObject({
      event: 'capability.revoked',
      detail: { capability_id: capability.id },
    });
    expect((await ask()).decision.reasonCode).toBe('capability_invalid');
    expect(records.at(-1)?.detail?.capability_problem).toBe('capability_revoked');
    time.now += 5;
    await expect(safeai.capabilities.revoke(capability.id)).resolves.toEqual(revoked);
  });

  test.each([7, 'x'.repeat(257)])('with a token that is %p is no request', async (token) => {
    const { safeai } = house();
    const call = { ...CALL, capabilityToken: token as string };
    await expect(safeai.interceptTool(call)).rejects.toMatchObject({ code: 'invalid_request' });
  });

  test('of a token that serves is judged by contract, identity and policy all the same', async () => {
    const { ask } = await granted({}, { undeclaredTools: 'block', contracts: [] });
    expect((await ask()).decision.reasonCode).toBe('undeclared_tool');
    const blocked = await granted();
    const answer = await blocked.ask({ parameters: { note: SECRET } });
    expect(answer.decision).toMatchObject({
      action: 'block',
      policyName: 'default-secret-detection',
    });
  });

  test('is refused for its token before its contract', async () => {
    const { ask } = await granted({}, { undeclaredTools: 'block', contracts: [] });
    expect((await ask({ agentId: 'other' })).decision.reasonCode).toBe('capability_invalid');
  });

  test('with another token is the same action to an approver and an operation', async () => {
    const { safeai, ask } = await granted({ tools: ['database_query'] });
    const second = await safeai.capabilities.grant({
      agentId: 'billing-bot',
      tools: ['database_query'],
    });
    const drop = {
      toolName: 'database_query',
      parameters: { query: 'DROP TABLE users' },
      operationId: 'drop-1',
    };
    const pending = await ask(drop);
    const approvalRequestId = pending.approvalRequestId ?? '';
    expect(approvalRequestId).not.toBe('');
    await safeai.approvals.approve(APPROVER, ['default'], approvalRequestId);
    const retry = await ask({ ...drop, approvalRequestId, capabilityToken: second.token });
    expect(retry.decision.action).toBe('allow');
  });
});

describe('a tool that needs a token', () => {
  const rules: SafeAIRules = { capabilities: { requiredFor: ['mcp__bank__*', 'agent_message'] } };

  test.each([
    'mcp__bank__refund',
    'MCP__BANK__REFUND',
    ' mcp__bank__refund',
    'mcp__\u200bbank__refund',
  ])('is not called without one: %j', async (toolName) => {
    const { safeai } = house(rules);
    const { decision } = await safeai.interceptTool({ ...CALL, toolName });
    expect(decision).toMatchObject({ action: 'block', reasonCode: 'capability_required' });
  });

  test('is called with one, and others without', async () => {
    const { ask, safeai } = await granted({}, rules);
    expect((await ask()).decision.action).toBe('allow');
    const other = await safeai.interceptTool({ ...CALL, toolName: 'refund' });
    expect(other.decision.action).toBe('allow');
  });

  test('may be the message from agent to agent', async () => {
    const { safeai } = await granted({}, rules);
    const message = { message: 'hi', sourceAgentId: 'sales', destinationAgentId: 'store' };
    const refused = await safeai.interceptMessage(message);
    expect(refused).toMatchObject({
      decision: { reasonCode: 'capability_required' },
      filteredMessage: null,
    });
    const { token } = await safeai.capabilities.grant({
      agentId: 'sales',
      tools: ['agent_message'],
    });
    const sent = await safeai.interceptMessage({ ...message, capabilityToken: token });
    expect(sent.decision.action).toBe('allow');
  });

  test('answers may come back without one', async () => {
    const { safeai } = house(rules);
    const response = { phase: 'response', toolName: 'mcp__bank__refund', response: 1 } as const;
    expect((await safeai.interceptTool(response)).decision.action).toBe('allow');
  });
});

describe('check', () => {
  const where = { tenantId: 'default', agentId: 'billing-bot', sessionId: null };

  test('of a secret goes by backend, path and key, in their letters', async () => {
    const { safeai, token } = await granted({ secrets: ['vault/pay/*#key', 'env/PAY_KEY'] });
    const resolve = (secret: string) =>
      safeai.capabilities.check({ action: 'resolve', token, ...where, secret });
    await expect(resolve('vault/pay/live#key')).resolves.toMatchObject({ ok: true });
    await expect(resolve('env/PAY_KEY')).resolves.toMatchObject({ ok: true });
    for (const secret of ['vault/pay/live#other', 'aws/pay/live#key', 'env/pay_key', '']) {
      await expect(resolve(secret)).resolves.toMatchObject({
        ok: false,
        reasonCode: 'capability_mismatch',
      });
    }
  });

  test('of one action is none of the other', async () => {
    const { safeai, token } = await granted();
    const invoke = { action: 'invoke', token, ...where, tool: 'mcp__bank__refund' } as const;
    await expect(safeai.capabilities.check(invoke)).resolves.toMatchObject({ ok: true });
    const resolve = { action: 'resolve', token, ...where, secret: 'mcp__bank__refund' } as const;
    await expect(safeai.capabilities.check(resolve)).resolves.toMatchObject({ ok: false });
  });

  test('serves nobody without the agent that it is for', async () => {
    const { safeai, token } = await granted();
    const use = { action: 'invoke', token, tool: 'mcp__bank__refund', sessionId: null } as const;
    const nobody = safeai.capabilities.check({ ...use, tenantId: 'default', agentId: null });
    await expect(nobody).resolves.toMatchObject({ ok: false, reasonCode: 'capability_mismatch' });
  });
});
