import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';

import type { ToolRequest } from '../src/boundary/boundary.ts';
import type { Principal } from '../src/identity/principal.ts';
import { MemoryLimitStore } from '../src/in-memory/limits.ts';
import { MemoryLockdownStore } from '../src/in-memory/lockdowns.ts';
import type { LockdownRequest } from '../src/lockdown/lockdown-request.ts';
import type { LockdownTarget } from '../src/lockdown/lockdown.ts';
import type { Ports } from '../src/ports.ts';
import type { SafeAI } from '../src/safeai.ts';
import { APPROVER, house, SECRET } from './house.ts';

const REASON = 'refunds go wrong';

const CALL: ToolRequest = {
  phase: 'request',
  toolName: 'mcp__bank__refund',
  parameters: { amount: 5 },
  agentId: 'billing-bot',
};

const principal = (tenants: readonly string[], roles: Principal['roles'] = ['admin']) => ({
  principal: { ...APPROVER, tenant: tenants[0] ?? '', tenants, roles },
});

/** Every boundary once, on harmless content. */
const EVERYWHERE: Readonly<Record<string, (safeai: SafeAI) => Promise<{ decision: object }>>> = {
  input: (safeai) => safeai.scanInput({ text: 'hello' }),
  structured: (safeai) => safeai.scanStructured({ payload: { a: 'hello' } }),
  output: (safeai) => safeai.guardOutput({ text: 'hello' }),
  'tool request': (safeai) => safeai.interceptTool(CALL),
  'tool response': (safeai) =>
    safeai.interceptTool({ phase: 'response', toolName: 'search', response: 'hello' }),
  message: (safeai) =>
    safeai.interceptMessage({ message: 'hello', sourceAgentId: 'a', destinationAgentId: 'b' }),
  'memory write': (safeai) =>
    safeai.memory.write({ key: 'user_preference', value: 'en', agentId: 'a' }),
  'memory read': (safeai) => safeai.memory.read({ key: 'user_preference', agentId: 'a' }),
  'memory delete': (safeai) => safeai.memory.delete({ key: 'user_preference', agentId: 'a' }),
  'memory handle': (safeai) => safeai.memory.resolveHandle({ handle: 'mh-1', agentId: 'a' }),
  explain: (safeai) => safeai.explain({ boundary: 'input', text: 'hello' }),
};

describe('a lockdown of everything', () => {
  test.each(Object.entries(EVERYWHERE))('stops %s until it is lifted', async (_, ask) => {
    const { safeai } = house();
    const before = (await ask(safeai)).decision;
    expect(before).not.toMatchObject({ reasonCode: 'lockdown' });
    const { id } = await safeai.lockdowns.set({ reason: REASON });
    expect((await ask(safeai)).decision).toMatchObject({
      action: 'block',
      reason: `Stopped: ${REASON}`,
      policyName: 'lockdown',
      reasonCode: 'lockdown',
    });
    await safeai.lockdowns.lift(id);
    const { decisionId: _1, ...after } = (await ask(safeai)).decision as { decisionId: string };
    const { decisionId: _2, ...same } = before as { decisionId: string };
    expect(after).toEqual(same);
  });

  test('gives no content back, keeps none, and puts its id on record', async () => {
    const { safeai, records } = house();
    await safeai.memory.write({ key: 'user_preference', value: 'en', agentId: 'a' });
    const { id } = await safeai.lockdowns.set({ reason: REASON });
    expect(await safeai.scanInput({ text: 'hello' })).toMatchObject({ filtered: null });
    expect(await safeai.guardOutput({ text: 'hello' })).toMatchObject({ safeOutput: '' });
    expect(await safeai.interceptTool(CALL)).toMatchObject({ filteredParameters: null });
    const memory = { key: 'user_preference', agentId: 'a' };
    expect(await safeai.memory.read(memory)).toMatchObject({ value: null });
    expect(await safeai.memory.read({ ...memory, asHandle: true })).toMatchObject({ handle: null });
    expect(await safeai.memory.write({ ...memory, value: 'de' })).toMatchObject({ ok: false });
    expect(await safeai.memory.delete(memory)).toMatchObject({ ok: false });
    expect(records.slice(2).map(({ detail }) => detail?.lockdown_id)).toEqual(Array(7).fill(id));
    await safeai.lockdowns.lift(id);
    expect(await safeai.memory.read(memory)).toMatchObject({ value: 'en' });
  });
});

interface Asked {
  readonly tenant: string;
  readonly agent: string;
  readonly other: string;
  readonly tool: string;
  readonly kind: 'request' | 'response' | 'message' | 'scan' | 'memory';
}

const tenant = fc.constantFrom('acme', 'other');
const agent = fc.constantFrom('ann', 'bob', 'anna@acme.example');
const TOOLS = ['bash', 'mcp__srv__bash', 'MCP__srv__BASH', 'bash_x', 'pay.refund'];
const asked = fc.record<Asked>({
  tenant,
  agent,
  other: agent,
  tool: fc.constantFrom(...TOOLS),
  kind: fc.constantFrom('request', 'response', 'message', 'scan', 'memory'),
});
const target: fc.Arbitrary<LockdownTarget> = fc.record(
  {
    tenantId: tenant,
    agentId: agent,
    tool: fc.constantFrom('bash', 'BASH', 'ba*', 'mcp__*', 'refund', 'agent_message', '*'),
  },
  { requiredKeys: [] },
);

/** The tools of {@link TOOLS} that each glob is for, written down by hand. */
const MATCHES: Readonly<Record<string, readonly string[]>> = {
  bash: ['bash', 'mcp__srv__bash', 'MCP__srv__BASH'],
  BASH: ['bash', 'mcp__srv__bash', 'MCP__srv__BASH'],
  'ba*': ['bash', 'mcp__srv__bash', 'MCP__srv__BASH', 'bash_x'],
  'mcp__*': ['mcp__srv__bash', 'MCP__srv__BASH'],
  refund: ['pay.refund'],
  agent_message: ['agent_message'],
  '*': [...TOOLS, 'agent_message'],
};

function isFor({ tenantId, agentId, tool }: LockdownTarget, ask: Asked): boolean {
  const isTool = ask.kind === 'request' || ask.kind === 'response';
  const name = isTool ? ask.tool : ask.kind === 'message' ? 'agent_message' : '';
  const agents = isTool || ask.kind === 'message' ? [ask.agent, ask.other] : [ask.agent];
  return (
    (tenantId === undefined || tenantId === ask.tenant) &&
    (agentId === undefined || agents.includes(agentId)) &&
    (tool === undefined || (MATCHES[tool] ?? []).includes(name))
  );
}

async function ask(safeai: SafeAI, { tenant, agent, other, tool, kind }: Asked) {
  const common = { tenantId: tenant, agentId: agent };
  const between = { sourceAgentId: agent, destinationAgentId: other };
  const called = { ...common, ...between, toolName: tool };
  switch (kind) {
    case 'request':
      return safeai.interceptTool({ ...called, phase: 'request', parameters: { a: 'x' } });
    case 'response':
      return safeai.interceptTool({ ...called, phase: 'response', response: 'x' });
    case 'message':
      return safeai.interceptMessage({ ...common, ...between, message: 'x' });
    case 'scan':
      return safeai.scanInput({ ...common, text: 'my mail is a@b.example' });
    case 'memory':
      return safeai.memory.read({ ...common, key: 'user_preference' });
  }
}

test('a decision is lockdown exactly when one is for the request, and else what it is without', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(target, { maxLength: 3 }),
      fc.array(target, { maxLength: 2 }),
      fc.array(asked, { minLength: 1, maxLength: 6 }),
      async (set, configured, requests) => {
        const free = house().safeai;
        const rules = { lockdown: configured.map((one) => ({ ...one, reason: REASON })) };
        const { safeai } = house(rules);
        for (const one of set) await safeai.lockdowns.set({ ...one, reason: REASON });
        for (const request of requests) {
          const { decision } = await ask(safeai, request);
          const isStopped = [...set, ...configured].some((one) => isFor(one, request));
          const { decision: without } = await ask(free, request);
          expect({ ...decision, decisionId: '' }).toEqual({
            ...(isStopped
              ? {
                  action: 'block',
                  reason: `Stopped: ${REASON}`,
                  policyName: 'lockdown',
                  reasonCode: 'lockdown',
                  policyRevision: without.policyRevision,
                }
              : without),
            decisionId: '',
          });
        }
      },
    ),
    { numRuns: 150 },
  );
});

describe('while something is stopped', () => {
  const RISKY: ToolRequest = {
    phase: 'request',
    toolName: 'database_query',
    parameters: { query: 'DROP TABLE users' },
    agentId: 'a',
  };

  test('no approval is asked for, and one that was given is not used up', async () => {
    const { safeai, events } = house();
    const { approvalRequestId = '' } = await safeai.interceptTool(RISKY);
    await safeai.approvals.approve(APPROVER, ['*'], approvalRequestId);
    const { id } = await safeai.lockdowns.set({ agentId: 'a', reason: REASON });
    const stopped = await safeai.interceptTool({ ...RISKY, approvalRequestId });
    expect(stopped.decision.reasonCode).toBe('lockdown');
    const another = { ...RISKY, parameters: { query: 'DROP TABLE orders' } };
    expect((await safeai.interceptTool(another)).approvalRequestId).toBe(undefined);
    expect(events.filter(({ event }) => event === 'approval.created')).toHaveLength(1);
    await safeai.lockdowns.lift(id);
    const used = await safeai.interceptTool({ ...RISKY, approvalRequestId });
    expect(used.decision).toMatchObject({ action: 'allow' });
  });

  test('no operation begins and no session remembers', async () => {
    const rule = {
      name: 'once',
      boundary: 'action',
      action: 'block',
      when: { 'session.calls.search': { gte: 1 } },
    } as const;
    const { safeai } = house({
      policies: [{ ...rule, tools: ['send'], reason: 'after a search' }],
    });
    const search = {
      ...CALL,
      toolName: 'search',
      sessionId: 's',
      operationId: 'op-1',
    };
    const { id } = await safeai.lockdowns.set({ tool: 'search', reason: REASON });
    expect((await safeai.interceptTool(search)).decision.reasonCode).toBe('lockdown');
    const send = { ...CALL, toolName: 'send', sessionId: 's' };
    expect((await safeai.interceptTool(send)).decision.action).toBe('allow');
    await safeai.lockdowns.lift(id);
    expect((await safeai.interceptTool(search)).decision.action).toBe('allow');
    expect((await safeai.interceptTool(send)).decision.action).toBe('block');
  });

  test('it comes ahead of capability, identity and policy', async () => {
    const { safeai } = house({
      capabilities: { requiredFor: ['*refund'] },
      identities: [{ agentId: 'known' }],
    });
    expect((await safeai.interceptTool(CALL)).decision.reasonCode).toBe('capability_required');
    await safeai.lockdowns.set({ tool: 'refund', reason: REASON });
    expect((await safeai.interceptTool(CALL)).decision.reasonCode).toBe('lockdown');
  });
});

describe('what is stopped while a decision waits for a store', () => {
  test('does not pass, and uses no approval up', async () => {
    const limits = new MemoryLimitStore({ monotonic: () => 0 });
    let whileCounting = (): Promise<unknown> => Promise.resolve();
    const { safeai } = house(
      {
        policies: [{ name: 'ask', boundary: 'action', action: 'require_approval' }],
        limits: { tools: [{ tool: 'refund', calls: 9 }] },
      },
      {
        limits: {
          add: async (...given) => {
            await whileCounting();
            return limits.add(...given);
          },
          get: (key) => limits.get(key),
          delete: (key) => limits.delete(key),
        },
      },
    );
    const { approvalRequestId = '' } = await safeai.interceptTool(CALL);
    await safeai.approvals.approve(APPROVER, ['*'], approvalRequestId);
    let id = '';
    whileCounting = async () => ({ id } = await safeai.lockdowns.set({ reason: REASON }));
    const retry = { ...CALL, approvalRequestId };
    const stopped = await safeai.interceptTool(retry);
    expect(stopped).toMatchObject({
      decision: { action: 'block', reasonCode: 'lockdown' },
      filteredParameters: null,
    });
    whileCounting = () => Promise.resolve();
    await safeai.lockdowns.lift(id);
    expect((await safeai.interceptTool(retry)).decision.action).toBe('allow');
  });
});

describe('who may', () => {
  test('stop and lift: admins, in their own tenants; who has one tenant need not name it', async () => {
    const { safeai } = house();
    const { lockdowns } = safeai;
    for (const call of [principal(['acme'], ['approver']), principal(['*'], ['auditor'])]) {
      await expect(lockdowns.set({ reason: REASON }, call)).rejects.toMatchObject({
        code: 'forbidden',
      });
      await expect(lockdowns.list(call)).rejects.toMatchObject({ code: 'forbidden' });
      await expect(lockdowns.lift('ld-1', call)).rejects.toMatchObject({ code: 'forbidden' });
    }
    const foreign = { tenantId: 'other', reason: REASON };
    await expect(lockdowns.set(foreign, principal(['acme']))).rejects.toMatchObject({
      code: 'forbidden',
    });
    await expect(
      lockdowns.set({ reason: REASON }, principal(['acme', 'other'])),
    ).rejects.toMatchObject({ code: 'invalid_request', details: [{ path: '$.tenantId' }] });
    expect(await lockdowns.set({ reason: REASON }, principal(['acme']))).toMatchObject({
      tenantId: 'acme',
      setBy: 'security-admin',
      byOperator: false,
    });
    expect(await lockdowns.set({ reason: REASON }, principal(['*']))).toMatchObject({
      tenantId: null,
    });
    expect(await lockdowns.set({ reason: REASON })).toMatchObject({
      setBy: 'program',
      byOperator: true,
    });
  });

  test('see and lift what: nobody another tenant’s, nor what is wider than they may set', async () => {
    const { safeai } = house({ lockdown: [{ tenantId: 'other', agentId: 'x', reason: 'c' }] });
    const { lockdowns } = safeai;
    const own = await lockdowns.set({ reason: REASON }, principal(['acme']));
    const operators = await lockdowns.set({ tenantId: 'acme', reason: REASON });
    const foreign = await lockdowns.set({ tenantId: 'other', reason: REASON });
    const all = await lockdowns.set({ agentId: 'z', reason: REASON });
    const acme = principal(['acme']);
    expect((await lockdowns.list(acme)).map(({ id }) => id)).toEqual([
      own.id,
      operators.id,
      all.id,
    ]);
    expect((await lockdowns.list()).map(({ id }) => id)).toEqual([
      'config-1',
      own.id,
      operators.id,
      foreign.id,
      all.id,
    ]);
    for (const id of [foreign.id, 'config-1', 'config-9', 'ld-unknown']) {
      await expect(lockdowns.lift(id, acme)).rejects.toMatchObject({ code: 'not_found' });
    }
    for (const { id } of [operators, all]) {
      await expect(lockdowns.lift(id, acme)).rejects.toMatchObject({ code: 'forbidden' });
    }
    await expect(lockdowns.lift('config-1')).rejects.toMatchObject({
      code: 'conflict',
      message: 'config-1 stands in the configuration. Take it out of lockdown there.',
    });
    expect(await lockdowns.lift(own.id, acme)).toEqual(own);
    await expect(lockdowns.lift(own.id, acme)).rejects.toMatchObject({ code: 'not_found' });
  });

  test.each<[string, object]>([
    ['reason', {}],
    ['reason', { reason: ' ' }],
    ['reason', { reason: 'x'.repeat(501) }],
    ['tenantId', { reason: REASON, tenantId: '*' }],
    ['tenantId', { reason: REASON, tenantId: '' }],
    ['agentId', { reason: REASON, agentId: 'billing-*' }],
    ['agentId', { reason: REASON, agentId: 7 }],
    ['agentId', { reason: REASON, agentId: null }],
    ['tool', { reason: REASON, tool: SECRET }],
    ['tool', { reason: REASON, tool: '' }],
    ['agent', { reason: REASON, agent: 'billing-bot' }],
    ['agent_id', { reason: REASON, agent_id: 'billing-bot' }],
  ])('a request is refused for its %s: %j', async (field, request) => {
    const { safeai } = house();
    const setting = safeai.lockdowns.set(request as LockdownRequest);
    await expect(setting).rejects.toMatchObject({
      code: 'invalid_request',
      details: [{ path: `$.${field}` }],
    });
    await expect(setting).rejects.not.toThrow(SECRET);
    expect(await safeai.lockdowns.list()).toEqual([]);
  });

  test('a tenant has at most 200 of them, which takes none from the others', async () => {
    const { safeai } = house();
    const request = { tenantId: 'acme', reason: REASON };
    for (let count = 0; count < 200; count++) await safeai.lockdowns.set(request);
    await expect(safeai.lockdowns.set(request)).rejects.toMatchObject({ code: 'limit_exceeded' });
    await safeai.lockdowns.set({ reason: REASON });
  });

  test('many stops of single tools and agents never stand in the way of one of the tenant', async () => {
    const { safeai } = house();
    const call = principal(['acme']);
    for (let count = 0; count < 200; count++) {
      await safeai.lockdowns.set({ tool: `tool-${String(count)}`, reason: REASON }, call);
    }
    await expect(
      safeai.lockdowns.set({ agentId: 'one-more', reason: REASON }, call),
    ).rejects.toMatchObject({ code: 'limit_exceeded' });
    await safeai.lockdowns.set({ reason: REASON }, call);
    const { decision } = await safeai.scanInput({ text: 'x', tenantId: 'acme' });
    expect(decision.reasonCode).toBe('lockdown');
  });

  test.each([
    [
      'bash',
      ['bash.', 'ba\u200bsh', ' bash\n', '\uff42\uff41\uff53\uff48', 'bash\0', 'ba\u0007sh'],
    ],
    ['bash ', ['bash', 'mcp__srv__bash']],
    [' BA\u200bSH', ['bash', 'Bash ']],
    ['_bash', ['_bash', '_BASH']],
    ['bash.', ['bash.']],
    ['mcp__srv__*\u00a0', ['mcp__srv__bash']],
  ])('a stop of the tool %j holds however it is dressed', async (tool, names) => {
    const { safeai } = house();
    await safeai.lockdowns.set({ tool, reason: REASON });
    for (const toolName of names) {
      const { decision } = await safeai.interceptTool({ ...CALL, toolName });
      expect([toolName, decision.reasonCode]).toEqual([toolName, 'lockdown']);
    }
    const { decision } = await safeai.interceptTool({ ...CALL, toolName: 'bashful' });
    expect(decision.action).toBe('allow');
  });

  test('a misspelt target in the rules is an error: everything would be stopped', () => {
    const lockdown = [{ agent: 'billing-bot', reason: REASON }];
    expect(() => house({ lockdown })).toThrow(/lockdown\[0\]\.agent: there is no such field/);
  });

  test('a reason is one line that moves no cursor', async () => {
    const { safeai } = house();
    const { reason } = await safeai.lockdowns.set({ reason: '\u001b[31mred\r\nnext\u202e\u0000' });
    expect(reason).toBe('[31mred next');
  });

  test('a glob for a tenant or an agent in the rules is an error: it would stop nobody', () => {
    for (const rule of [{ tenantId: '*' }, { agentId: 'a*' }]) {
      expect(() => house({ lockdown: [{ ...rule, reason: REASON }] })).toThrow(/lockdown\[0\]/);
    }
  });
});

describe('what is told', () => {
  test('set and lifted: by record and event, for the tenant or for all', async () => {
    const { safeai, records, events } = house();
    const call = { ...principal(['*']), requestId: 'r-1' };
    const request = { tenantId: 'acme', agentId: 'a', tool: 'bash', reason: REASON };
    const { id } = await safeai.lockdowns.set(request, call);
    await safeai.lockdowns.lift(id, call);
    await safeai.lockdowns.set({ reason: REASON }, call);
    const about = { tenantId: 'acme', agentId: 'a' };
    const detail = { lockdown_id: id, reason: REASON };
    const who = { principal: 'security-admin', requestId: 'r-1' };
    expect(records).toMatchObject([
      { event: 'lockdown.set', action: 'block', ...about, ...who, toolName: 'bash', detail },
      { event: 'lockdown.lifted', action: 'allow', ...about, ...who, toolName: 'bash', detail },
      { event: 'lockdown.set', action: 'block', tenantId: '*', agentId: null, toolName: null },
    ]);
    expect(events).toMatchObject([
      { event: 'lockdown.set', ...about, detail },
      { event: 'lockdown.lifted', ...about, detail },
      { event: 'lockdown.set', tenantId: '*' },
    ]);
  });

  test('no detected value, wherever it was said', async () => {
    const lockdowns = new MemoryLockdownStore();
    const reason = `leaked ${SECRET}`;
    const rules = { lockdown: [{ tenantId: SECRET, agentId: SECRET, tool: SECRET, reason }] };
    const { safeai, records, events } = house(rules, { lockdowns });
    const set = await safeai.lockdowns.set(
      { tenantId: SECRET, agentId: SECRET, reason },
      { principal: { ...APPROVER, tenants: [SECRET], user: SECRET } },
    );
    const stopped = await safeai.scanInput({ text: 'x', tenantId: SECRET, agentId: SECRET });
    expect(stopped.decision.reasonCode).toBe('lockdown');
    const tool = { toolName: SECRET, tenantId: SECRET, agentId: SECRET };
    const answer = await safeai.interceptTool({ ...CALL, ...tool });
    expect(answer.decision).toMatchObject({ reasonCode: 'lockdown' });
    expect((await safeai.scanInput({ text: 'x', agentId: 'b' })).decision.action).toBe('allow');
    const listed = await safeai.lockdowns.list(principal([SECRET]));
    expect(listed).toHaveLength(2);
    await safeai.lockdowns.lift(set.id, principal([SECRET]));
    const kept = await lockdowns.active();
    const told = [set, stopped.decision, answer.decision, listed, kept, records, events];
    expect(JSON.stringify(told)).not.toContain(SECRET);
  });
});

describe('what counts when', () => {
  /** A store whose answers wait until they are let go. */
  function slowStore() {
    const store = new MemoryLockdownStore();
    const waiting: (() => void)[] = [];
    let asked = 0;
    let failure: Error | undefined;
    const lockdowns: Ports['lockdowns'] = {
      add: (lockdown) => store.add(lockdown),
      lift: (tenants, id) => store.lift(tenants, id),
      active: async () => {
        asked++;
        const answer = await store.active();
        if (slow.isHeld) await new Promise<void>((go) => waiting.push(go));
        if (failure !== undefined) throw failure;
        return answer;
      },
    };
    const slow = {
      isHeld: false,
      lockdowns,
      store,
      asked: () => asked,
      fail: (error: Error | undefined) => void (failure = error),
      go: () => {
        slow.isHeld = false;
        for (const go of waiting.splice(0)) go();
      },
    };
    return slow;
  }

  const lockdownOf = (id: string) => ({
    ...{ id, tenantId: null, agentId: null, tool: null, reason: REASON },
    ...{ setBy: 'elsewhere', byOperator: true, createdAt: 1 },
  });

  const isStopped = async (safeai: SafeAI) =>
    (await safeai.scanInput({ text: 'x' })).decision.reasonCode === 'lockdown';

  test('what another process sets or lifts, within half a second', async () => {
    const { lockdowns, store } = slowStore();
    const { safeai, time } = house({}, { lockdowns });
    expect(await isStopped(safeai)).toBe(false);
    await store.add(lockdownOf('ld-1'));
    time.now += 500;
    expect(await isStopped(safeai)).toBe(true);
    await store.lift(['*'], 'ld-1');
    time.now += 500;
    expect(await isStopped(safeai)).toBe(false);
  });

  test('a clock that goes back makes no old list a new one', async () => {
    const { lockdowns, store } = slowStore();
    const { safeai, time } = house({}, { lockdowns });
    expect(await isStopped(safeai)).toBe(false);
    await store.add(lockdownOf('ld-1'));
    time.now -= 10_000;
    expect(await isStopped(safeai)).toBe(true);
  });

  test('the store is asked once for many decisions, and beside them before it is too old', async () => {
    const slow = slowStore();
    const { safeai, time } = house({}, slow);
    slow.isHeld = true;
    const first = Array.from({ length: 20 }, () => isStopped(safeai));
    await Promise.resolve();
    slow.go();
    await Promise.all(first);
    expect(slow.asked()).toBe(1);
    time.now += 250;
    await isStopped(safeai);
    expect(slow.asked()).toBe(1);
    slow.isHeld = true;
    time.now += 1;
    await Promise.all([isStopped(safeai), isStopped(safeai)]);
    expect(slow.asked()).toBe(2);
    slow.go();
  });

  test('every decision that begins after a set, whatever else is under way', async () => {
    await fc.assert(
      fc.asyncProperty(fc.scheduler(), async (scheduler) => {
        const store = new MemoryLockdownStore();
        const { safeai, time } = house(
          {},
          {
            lockdowns: {
              add: (lockdown) =>
                scheduler.schedule(Promise.resolve()).then(() => store.add(lockdown)),
              active: () =>
                store.active().then((found) => scheduler.schedule(Promise.resolve(found))),
              lift: (tenants, id) =>
                scheduler.schedule(Promise.resolve()).then(() => store.lift(tenants, id)),
            },
          },
        );
        let since = 0;
        const decide = async () => {
          const begun = since;
          time.now += 130;
          const is = await isStopped(safeai);
          if (begun === 1 && since === 1) expect(is).toBe(true);
          if (begun === 3) expect(is).toBe(false);
        };
        const change = async () => {
          const { id } = await safeai.lockdowns.set({ reason: REASON });
          since = 1;
          await decide();
          since = 2;
          await safeai.lockdowns.lift(id);
          since = 3;
          await decide();
        };
        const deciding = async () => {
          for (let count = 0; count < 6; count++) await decide();
        };
        await scheduler.waitFor(Promise.all([change(), deciding(), deciding()]));
      }),
      { numRuns: 100 },
    );
  });

  test('where the store fails: nothing at first, then what was known last', async () => {
    const slow = slowStore();
    const { safeai, time } = house({}, slow);
    slow.fail(new Error('no disk'));
    await expect(isStopped(safeai)).rejects.toMatchObject({ code: 'state_unavailable' });
    slow.fail(undefined);
    await slow.store.add(lockdownOf('ld-1'));
    expect(await isStopped(safeai)).toBe(true);
    slow.fail(new Error('no disk'));
    for (const later of [300, 600, 10_000]) {
      time.now += later;
      expect(await isStopped(safeai)).toBe(true);
    }
    slow.fail(undefined);
    await slow.store.lift(['*'], 'ld-1');
    time.now += 500;
    expect(await isStopped(safeai)).toBe(false);
  });

  test('new rules bring their own, and keep those of people', async () => {
    const { safeai } = house();
    await safeai.lockdowns.set({ agentId: 'a', reason: REASON });
    safeai.replaceRules({ lockdown: [{ reason: 'the file says so' }] });
    expect((await safeai.scanInput({ text: 'x' })).decision.reason).toBe(
      'Stopped: the file says so',
    );
    safeai.replaceRules({});
    expect(await isStopped(safeai)).toBe(false);
    const { decision } = await safeai.scanInput({ text: 'x', agentId: 'a' });
    expect(decision.reasonCode).toBe('lockdown');
  });
});

describe('where the log fails', () => {
  function failing() {
    const log = { fails: false };
    const made = house(
      {},
      {
        audit: {
          append: () => {
            if (log.fails) throw new Error('disk full');
          },
        },
      },
    );
    return { ...made, log };
  }

  test('what was set holds, and the caller hears of it', async () => {
    const { safeai, log, events } = failing();
    log.fails = true;
    await expect(safeai.lockdowns.set({ reason: REASON })).rejects.toMatchObject({
      code: 'audit_unavailable',
    });
    log.fails = false;
    expect((await safeai.scanInput({ text: 'x' })).decision.reasonCode).toBe('lockdown');
    expect(events.filter(({ event }) => event === 'lockdown.set')).toEqual([]);
  });

  test('what was to be lifted holds on', async () => {
    const { safeai, log } = failing();
    const { id } = await safeai.lockdowns.set({ reason: REASON });
    log.fails = true;
    await expect(safeai.lockdowns.lift(id)).rejects.toMatchObject({ code: 'audit_unavailable' });
    log.fails = false;
    expect((await safeai.scanInput({ text: 'x' })).decision.reasonCode).toBe('lockdown');
    expect(await safeai.lockdowns.list()).toHaveLength(1);
  });

  test('what the state could not lift is on record as set again', async () => {
    const store = new MemoryLockdownStore();
    const lockdowns: Ports['lockdowns'] = {
      add: (lockdown) => store.add(lockdown),
      active: () => store.active(),
      lift: () => Promise.reject(new Error('no disk')),
    };
    const { safeai, records, events } = house({}, { lockdowns });
    const { id } = await safeai.lockdowns.set({ reason: REASON });
    await expect(safeai.lockdowns.lift(id)).rejects.toThrow('no disk');
    expect(records.map(({ event }) => event)).toEqual([
      'lockdown.set',
      'lockdown.lifted',
      'lockdown.set',
    ]);
    expect(events.map(({ event }) => event)).toEqual(['lockdown.set']);
    expect((await safeai.scanInput({ text: 'x' })).decision.reasonCode).toBe('lockdown');
  });
});
