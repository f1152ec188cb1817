import { expect, test } from '@jest/globals';
import type { Runtime } from '@safeai/runtime';
import { realRuntime } from './support/real-runtime.ts';
import { startServer } from './support/server.ts';

const HOOK = '/v1/hooks/claude-code';
const CONFIG = 'auth: { loopback: credential }';

/** What Claude Code sends of a subagent: none of these names is SafeAI's. */
const ENVELOPE = {
  ...{ session_id: 's-1', hook_event_name: 'PreToolUse', agent_id: 'sub-1', agent_type: 'Explore' },
  ...{ tool_name: 'Bash', tool_input: { command: 'ls' }, tenant_id: 'other' },
};

async function keyOf(runtime: Runtime, agents?: string[]): Promise<{ 'x-safeai-key': string }> {
  const { text } = await runtime.boundary.apiKeys.create({
    ...{ tenants: ['acme'], roles: ['agent'], user: 'dev' },
    ...(agents === undefined ? {} : { agents }),
  });
  return { 'x-safeai-key': text };
}

async function lastRecord(runtime: Runtime) {
  const { records } = await runtime.audit.query({ tenants: ['*'], limit: 1 });
  const [record] = records;
  return [record?.tenant_id, record?.agent_id, record?.tool_name];
}

test('who asks is the key, and what the query says; the body is the coding agent’s', async () => {
  const runtime = await realRuntime(CONFIG);
  const { send } = await startServer(runtime);
  const ask = async (agents: string[] | undefined, query = '') =>
    (await send(HOOK + query, { headers: await keyOf(runtime, agents), body: ENVELOPE })).status;
  expect(await ask(undefined)).toBe(200);
  expect(await lastRecord(runtime)).toEqual(['acme', 'claude-code', 'Bash']);
  expect(await ask(undefined, '?agent_id=ci&tenant_id=acme')).toBe(200);
  expect(await lastRecord(runtime)).toEqual(['acme', 'ci', 'Bash']);
  expect(await ask(['ci-bot'])).toBe(200);
  expect(await lastRecord(runtime)).toEqual(['acme', 'ci-bot', 'Bash']);
  expect(await ask(['ci-bot', 'cd-bot'], '?agent_id=cd-bot')).toBe(200);
  expect(await lastRecord(runtime)).toEqual(['acme', 'cd-bot', 'Bash']);
  // One of several has to be named, and none but these.
  expect(await ask(['ci-bot', 'cd-bot'])).toBe(403);
  expect(await ask(['ci-bot'], '?agent_id=claude-code')).toBe(403);
  expect(await ask(undefined, '?tenant_id=other')).toBe(403);
});

test('without a key there is no answer', async () => {
  const { send } = await startServer(await realRuntime(CONFIG));
  expect((await send(HOOK, { body: ENVELOPE })).status).toBe(401);
});

test('there are no other profiles', async () => {
  const { send } = await startServer(await realRuntime());
  expect((await send('/v1/hooks/emacs', { body: ENVELOPE })).status).toBe(404);
  expect((await send('/v1/hooks/claude-code/x', { body: ENVELOPE })).status).toBe(404);
});

test('what a command of the hooks has to do', async () => {
  const { send } = await startServer(await realRuntime());
  const asked = await send(`${HOOK}?form=process`, {
    body: { ...ENVELOPE, tool_input: { command: 'rm -rf /' } },
  });
  expect(asked.json()).toMatchObject({
    exit_code: 2,
    output: { hookSpecificOutput: { permissionDecision: 'deny' } },
    message: expect.stringContaining('Destructive command'),
  });
});

test('what is no envelope is denied with 200: any other status would be consent', async () => {
  const { send } = await startServer(await realRuntime());
  for (const body of [{}, { hook_event_name: 'PreToolUse' }, { ...ENVELOPE, tool_name: 7 }]) {
    const asked = await send(HOOK, { body });
    expect([asked.status, asked.json()]).toMatchObject([200, { decision: 'block' }]);
  }
});
