import { describe, expect, test } from '@jest/globals';
import type { ToolRequest } from '@safeai/core';
import {
  GuardUnreachableError,
  ProblemError,
  SafeAIClient,
  type EventsOptions,
  type EventsState,
  type EventSubscription,
  type WireEvent,
} from '@safeai/client';
import { cuttingProxy } from './support/cutting-proxy.ts';
import { realRuntime } from './support/real-runtime.ts';
import { startServer } from './support/server.ts';

const SECRET = 'sk-ABCDEF1234567890ABCDEF';

async function started(yaml = '') {
  const runtime = await realRuntime(yaml);
  const server = await startServer(runtime);
  return { runtime, server, url: server.url };
}

describe('what gets lost on the way', () => {
  test('is asked for again, and done once', async () => {
    const { url } = await started();
    const between = await cuttingProxy(url);
    const client = new SafeAIClient({ url: between.url, user: 'security-admin' });
    between.loseAnswers = 2;
    const { decision } = await client.interceptTool({
      ...{ phase: 'request', toolName: 'pay', parameters: { to: 'ann' }, agentId: 'a' },
    });
    expect(decision.action).toBe('allow');
    expect(between.connections).toBeGreaterThanOrEqual(3);
    const { items } = await client.audit.list({ tool_name: 'pay' });
    expect(items).toHaveLength(1);
  });

  test('is an outage when it is lost each time', async () => {
    const { url } = await started();
    const between = await cuttingProxy(url);
    between.loseAnswers = 100;
    const client = new SafeAIClient({ url: between.url });
    await expect(client.scanInput({ text: 'a' })).rejects.toBeInstanceOf(GuardUnreachableError);
  });

  test('a port where nobody listens is an outage', async () => {
    const { server, url } = await started();
    await server.server.close();
    const client = new SafeAIClient({ url, retries: 0 });
    await expect(client.scanInput({ text: 'a' })).rejects.toMatchObject({
      code: 'guard_unavailable',
      message: `${url} does not answer.`,
    });
  });
});

test('an approval: asked, waited for, given, used, and only by whom it may be', async () => {
  const { url } = await started();
  const agent = new SafeAIClient({ url });
  const admin = new SafeAIClient({ url, user: 'security-admin' });
  const call: ToolRequest = {
    phase: 'request',
    toolName: 'database_query',
    parameters: { query: 'DROP TABLE users' },
    agentId: 'bot',
  };
  const { approvalRequestId = '' } = await agent.interceptTool(call);
  const waiting = agent.approvalStanding({ approvalRequestId, waitMs: 30_000 });
  await admin.approvals.approve(approvalRequestId, {
    approver_id: 'security-admin',
    note: 'go ahead',
  });
  expect(await waiting).toMatchObject({
    ...{ approvalRequestId, status: 'approved', note: 'go ahead' },
  });
  const retried = await agent.interceptTool({ ...call, approvalRequestId });
  expect(retried.decision.action).toBe('allow');
  await expect(admin.approvals.deny(approvalRequestId)).rejects.toMatchObject({
    ...{ name: 'ProblemError', code: 'conflict', status: 409 },
    requestId: expect.any(String),
  });
});

test('memory, policies, receipts', async () => {
  const { url } = await started();
  const client = new SafeAIClient({ url, user: 'security-admin' });
  const { rules, revision } = await client.policies.list();
  expect(rules.length).toBeGreaterThan(0);
  expect((await client.policies.reload()).revision).toBe(revision);
  const written = await client.memory.write({
    ...{ key: 'user_preference', value: 'en-US', agentId: 'default-agent' },
  });
  if (written.ok) expect(written.expiresAt).toBeGreaterThan(Date.now());
  const { decision } = await client.scanInput({ text: `token=${SECRET}` });
  expect(await client.audit.record(decision.decisionId)).toMatchObject({ event: 'scan.blocked' });
  const { receipt } = await client.audit.receipt(decision.decisionId);
  expect(receipt.split('.')).toHaveLength(3);
  const { facets, series } = await client.audit.facets({ event: 'scan.*', step: '1h', top: 1 });
  expect(facets.event).toMatchObject({
    distinct: 1,
    values: [{ value: 'scan.blocked', count: 1 }],
  });
  expect(series).toMatchObject([{ total: 1, block: 1 }]);
  expect((await client.audit.verify()).ok).toBe(true);
});

/** A subscription that is open. */
async function listening(
  client: SafeAIClient,
  options: EventsOptions = {},
): Promise<{ events: EventSubscription; states: EventsState[]; until: Until }> {
  const states: EventsState[] = [];
  const wake = new Set<() => void>();
  const until: Until = async (isSo) => {
    while (!isSo()) await new Promise<void>((resolve) => wake.add(resolve));
  };
  const events = client.events({
    ...{ random: () => 0, ...options },
    onState: (state) => {
      states.push(state);
      for (const resume of wake) resume();
    },
  });
  await until(() => states.includes('open') || states.includes('closed'));
  return { events, states, until };
}

type Until = (isSo: () => boolean) => Promise<void>;

/** The next events of a loop, by their agents. */
async function agents(
  loop: AsyncIterator<WireEvent, undefined>,
  count: number,
): Promise<(string | null)[]> {
  const names: (string | null)[] = [];
  while (names.length < count) {
    const { value } = await loop.next();
    if (value === undefined) break;
    names.push(value.agent_id);
  }
  return names;
}

describe('events', () => {
  test.each([false, true])('are heard as they happen, by ticket: %s', async (ticket) => {
    const { url } = await started();
    const client = new SafeAIClient({ url, user: 'security-admin' });
    const { events } = await listening(client, { ticket, events: ['*.blocked'] });
    const loop = events[Symbol.asyncIterator]();
    await client.scanInput({ text: 'hello', agentId: 'one' });
    await client.scanInput({ text: `token=${SECRET}`, agentId: 'two' });
    expect(await loop.next()).toMatchObject({
      value: { event: 'scan.blocked', agent_id: 'two', rule: 'default-secret-detection' },
    });
    events.close();
    expect(await loop.next()).toEqual({ value: undefined, done: true });
  });

  test('another filter takes the place of the first', async () => {
    const { url } = await started();
    const client = new SafeAIClient({ url, user: 'security-admin' });
    const { events } = await listening(client, { agentId: 'one' });
    const loop = events[Symbol.asyncIterator]();
    await client.scanInput({ text: 'a', agentId: 'two' });
    await client.scanInput({ text: 'a', agentId: 'one' });
    expect(await agents(loop, 1)).toEqual(['one']);
    events.replaceFilter({ agentId: 'three', since: '2020-01-01T00:00:00Z' });
    await client.scanInput({ text: 'a', agentId: 'three' });
    const { value } = (await loop.next()) as { value: WireEvent };
    expect(['stream.gap', 'scan.allowed']).toContain(value.event);
    events.close();
  });

  test('go on after a cut, none lost and none twice', async () => {
    const { url } = await started();
    const between = await cuttingProxy(url);
    const client = new SafeAIClient({ url, user: 'security-admin' });
    const listener = new SafeAIClient({ url: between.url, user: 'security-admin' });
    const { events, states, until } = await listening(listener);
    const loop = events[Symbol.asyncIterator]();
    await client.scanInput({ text: 'a', agentId: 'n0' });
    expect(await agents(loop, 1)).toEqual(['n0']);
    for (let round = 0; round < 3; round++) {
      between.cut();
      await client.scanInput({ text: 'a', agentId: `missed-${String(round)}` });
      const seen = states.length;
      await until(() => states.slice(seen - 1).includes('open') && events.state === 'open');
      await client.scanInput({ text: 'a', agentId: `heard-${String(round)}` });
      expect(await agents(loop, 2)).toEqual([`missed-${String(round)}`, `heard-${String(round)}`]);
    }
    events.close();
  }, 30_000);

  test('a server that was started again has forgotten: a gap is told', async () => {
    const first = await started();
    const client = new SafeAIClient({ url: first.url, user: 'security-admin' });
    const gaps: WireEvent[] = [];
    const { events, until } = await listening(client, { onGap: (gap) => gaps.push(gap) });
    const loop = events[Symbol.asyncIterator]();
    await client.scanInput({ text: 'a', agentId: 'before' });
    expect(await agents(loop, 1)).toEqual(['before']);
    await first.server.server.close();
    await until(() => events.state === 'waiting');
    const { port } = new URL(first.url);
    await startServer(await realRuntime(), { port: Number(port) });
    await until(() => events.state === 'open');
    const { value } = (await loop.next()) as { value: WireEvent };
    expect(value).toMatchObject({ event: 'stream.gap', detail: { resync: true } });
    expect(gaps).toEqual([value]);
    events.close();
  }, 30_000);

  test.each<[string, EventsOptions & { key?: string; user?: string }, string]>([
    ['a key that is none', { key: `sfai_${'a'.repeat(12)}_${'b'.repeat(43)}` }, 'unauthenticated'],
    ['a key that is none, by ticket', { key: 'sfai_x', ticket: true }, 'unauthenticated'],
    ['events that nobody tells', { events: ['scan.blokced'] }, 'invalid_request'],
    ['a tenant of others', { user: 'ada', tenantId: 'other' }, 'forbidden'],
  ])('end for good where coming back is of no use: %s', async (_, options, code) => {
    const yaml = 'dashboard: { users: [{ user_id: ada, role: admin, tenants: [acme] }] }';
    const { url } = await started(yaml);
    const { key, user, ...wishes } = options;
    const client = new SafeAIClient({
      url,
      ...(key === undefined ? {} : { key }),
      ...(user === undefined ? {} : { user }),
    });
    const { events, states } = await listening(client, wishes);
    const loop = events[Symbol.asyncIterator]();
    const error: unknown = await loop.next().catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(ProblemError);
    expect(error).toMatchObject({ code });
    expect(states.at(-1)).toBe('closed');
    expect(await loop.next()).toEqual({ value: undefined, done: true });
  });

  test('a filter that is none ends a stream that is open, too', async () => {
    const { url } = await started();
    const client = new SafeAIClient({ url, user: 'security-admin' });
    const { events } = await listening(client);
    const loop = events[Symbol.asyncIterator]();
    events.replaceFilter({ events: ['nonsense'] });
    await expect(loop.next()).rejects.toMatchObject({ code: 'invalid_request' });
  });

  test('leaving a loop ends the subscription', async () => {
    const { url, server } = await started();
    const client = new SafeAIClient({ url, user: 'security-admin' });
    const { events } = await listening(client);
    void client.scanInput({ text: 'a' });
    for await (const event of events) {
      expect(event.event).toBe('scan.allowed');
      break;
    }
    expect(events.state).toBe('closed');
    await server.server.close();
  });
});
