import { expect, test } from '@jest/globals';
import { SafeAIError } from '@safeai/core';
import { approveAll, APPROVER, testGuard } from '../src/testing/index.ts';
import {
  GuardedAgent,
  GuardOutageError,
  guardTool,
  isGuardOutage,
  type AdapterOptions,
  type Guard,
  type Timer,
} from '../src/index.ts';

const KEY = 'sk-ABCDEF1234567890ABCDEF';
const NEVER = (): never => {
  throw new Error('It ran.');
};
const DELETE = { query: 'DELETE FROM users' };

function agentOf(options: Partial<AdapterOptions> = {}, timer?: Timer) {
  const { guard, safeai } = testGuard();
  const agent = new GuardedAgent(
    { guard, agentId: 'bot', ...options } as AdapterOptions,
    timer === undefined ? {} : { timer },
  );
  return { safeai, agent };
}

/** A guard that is out of reach. */
const down = new Proxy({} as Guard, {
  get: (_, name) =>
    name === 'openOutput' || name === 'guardStructured'
      ? undefined
      : () => Promise.reject(new TypeError('fetch failed')),
});

test('new texts are judged, those that went on before go on as they did', async () => {
  const steps: string[] = [];
  const { agent } = agentOf({ onDecision: (step) => steps.push(step) });
  const first = await agent.input(['I am alice@example.com', 'hello']);
  const second = await agent.input(['I am alice@example.com', 'hello', 'more']);
  expect(first).toMatchObject({ kind: 'go', value: ['I am [EMAIL_REDACTED]', 'hello'] });
  expect(second).toMatchObject({ kind: 'go', value: ['I am [EMAIL_REDACTED]', 'hello', 'more'] });
  await agent.input(['hello']);
  expect(steps).toEqual(['input', 'input']);
});

test('a secret in the input is withheld, each time, and the text does not hold it', async () => {
  const { agent } = agentOf();
  for (let round = 0; round < 2; round += 1) {
    const verdict = await agent.input([`token=${KEY}`]);
    expect(verdict).toMatchObject({ kind: 'withheld' });
    expect(JSON.stringify(verdict)).not.toContain(KEY);
  }
});

test('a guarded tool runs with what is left of its parameters and gives what is left of its answer', async () => {
  const { agent } = agentOf();
  const got: unknown[] = [];
  const tool = guardTool(agent, 'send', (input: { to: string }) => {
    got.push(input);
    return { sentTo: 'bob@example.com', at: new Date(0) };
  });
  const ran = await tool({ to: 'x' }, { toolCallId: 'call_1' });
  expect(got).toEqual([{ to: 'x' }]);
  expect(ran).toMatchObject({
    kind: 'go',
    value: { sentTo: '[EMAIL_REDACTED]', at: '1970-01-01T00:00:00.000Z' },
  });
});

test('a blocked call does not run', async () => {
  const { agent } = agentOf();
  const tool = guardTool(agent, 'bash', NEVER);
  expect(await tool({ command: 'rm -rf /' })).toMatchObject({ kind: 'withheld' });
});

test('a call that waits is told, and runs once it is approved; the session makes it once', async () => {
  const { agent, safeai } = agentOf({ sessionId: 's' });
  let runs = 0;
  const tool = guardTool(agent, 'database_query', () => (runs += 1));
  const pending = await tool(DELETE, { toolCallId: 'call_1' });
  if (pending.kind !== 'pending') throw new Error(pending.kind);
  expect(pending.text).toContain(pending.approvalRequestId);
  await safeai.approvals.approve(APPROVER, ['*'], pending.approvalRequestId);
  expect(await tool(DELETE, { toolCallId: 'call_1' })).toMatchObject({ kind: 'go', value: 1 });
  expect(await tool(DELETE, { toolCallId: 'call_1' })).toMatchObject({ kind: 'withheld' });
  expect(runs).toBe(1);
});

test('it waits as long as it may, and goes on as soon as it is approved', async () => {
  let now = 0;
  let approve = (): Promise<unknown> => Promise.resolve();
  const timer: Timer = {
    now: () => now,
    sleep: async (ms) => {
      now += ms;
      if (now >= 1000) await approve();
    },
  };
  const { guard, safeai } = testGuard();
  approve = () => approveAll(safeai);
  const agent = new GuardedAgent({ guard, approvalWaitMs: 5000 }, { timer });
  const verdict = await agent.toolCall({ toolName: 'database_query', parameters: DELETE });
  expect(verdict.kind).toBe('go');
  expect(now).toBeLessThan(2000);
});

test('a denied call is withheld, with the note', async () => {
  const { agent, safeai } = agentOf({ approvalWaitMs: 0 });
  const call = { toolName: 'database_query', parameters: DELETE, toolCallId: 'a' };
  const pending = await agent.toolCall(call);
  if (pending.kind !== 'pending') throw new Error(pending.kind);
  const { approvalRequestId } = pending;
  await safeai.approvals.deny(APPROVER, ['*'], approvalRequestId, { note: 'not today' });
  const verdict = await agent.toolCall({ ...call, approvalRequestId });
  expect(verdict.kind).toBe('withheld');
});

test('guard down: closed, every step throws and nothing runs', async () => {
  const agent = new GuardedAgent({ guard: down });
  const tool = guardTool(agent, 'send', NEVER);
  for (const step of [
    tool({}),
    agent.input(['a']),
    agent.answer('a'),
    agent.toolResult({ toolName: 't', response: 1 }),
  ]) {
    await expect(step).rejects.toBeInstanceOf(GuardOutageError);
  }
  const outage: unknown = await agent.input(['a']).catch((error: unknown) => error);
  expect(isGuardOutage(new Error('wrapped', { cause: outage }))).toBe(true);
  expect(isGuardOutage(Object.assign(new Error('wrapped'), { error: outage }))).toBe(true);
  const tripped = { result: { output: { outputInfo: outage } } };
  expect(isGuardOutage(Object.assign(new Error('tripped'), tripped))).toBe(true);
});

test('guard down: open, all goes on and somebody is told', async () => {
  const told: GuardOutageError[] = [];
  const agent = new GuardedAgent({
    guard: down,
    failMode: 'open',
    onOutage: (one) => told.push(one),
  });
  const tool = guardTool(agent, 'send', (input: object) => ({ got: input }));
  expect(await tool({ a: 1 })).toMatchObject({ kind: 'go', value: { got: { a: 1 } } });
  expect(told).toHaveLength(2);
});

test('open does not cover a guard that refuses to be asked', async () => {
  const guard = new Proxy(down, {
    get: () => () => Promise.reject(new SafeAIError('unauthenticated', 'No key.')),
  });
  const agent = new GuardedAgent({ guard, failMode: 'open', onOutage: () => undefined });
  await expect(agent.input(['a'])).rejects.toBeInstanceOf(GuardOutageError);
});

test('open needs somebody to tell', () => {
  const options = { guard: down, failMode: 'open' } as unknown as AdapterOptions;
  expect(() => new GuardedAgent(options)).toThrow('onOutage');
});

test('an error of a tool that holds a secret is thrown without it', async () => {
  const { agent } = agentOf();
  const tool = guardTool(agent, 'send', () => {
    throw new Error(`cannot use ${KEY}`);
  });
  const error: unknown = await tool({}).catch((thrown: unknown) => thrown);
  expect(String(error)).not.toContain(KEY);
});

test.each(['window', 'buffer'] as const)('a secret over pieces, %s', async (mode) => {
  for (const isRemote of [false, true]) {
    const { guard } = testGuard({ isRemote });
    const agent = new GuardedAgent({ guard, mode });
    const flow = await agent.openAnswer();
    let out = '';
    for (const piece of ['mail bob@exa', 'mple.com now'])
      out += (await flow.write('a', piece)).text;
    out += (await flow.endChannel('a')).text;
    out += (await flow.end()).rest.get('a') ?? '';
    expect(out).toBe('mail [EMAIL_REDACTED] now');
  }
});

test('what was let through is judged again once the rules are others', async () => {
  const { agent, safeai } = agentOf();
  await agent.input(['hello', 'I am alice@example.com']);
  safeai.replaceRules({
    policies: [{ name: 'no-pii', boundary: 'input', dataTags: ['personal'], action: 'block' }],
  });
  expect(await agent.input(['news'])).toMatchObject({ kind: 'go' });
  expect(await agent.input(['I am alice@example.com', 'news'])).toMatchObject({ kind: 'withheld' });
});
