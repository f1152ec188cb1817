import { expect, test } from '@jest/globals';
import { EVENT_NAMES, type Principal } from '@safeai/core';
import { toEventsAsked } from '@safeai/api';
import { listen } from './support/listener.ts';
import { realRuntime } from './support/real-runtime.ts';
import { startServer } from './support/server.ts';

const DROP = { toolName: 'database_query', parameters: { query: 'DROP TABLE users' } } as const;
const YAML = `
policies:
  - { name: flagged, boundary: input, data_tags: [personal.pii.phone], action: flag }
  - { name: asked, boundary: output, data_tags: [personal.pii.dob], action: require_approval }
dashboard:
  users: [{ user_id: root, role: admin, tenants: ['*'] }]
`;

test('what the documents name is really told, by everything that makes it happen', async () => {
  const runtime = await realRuntime(YAML);
  const server = await startServer(runtime);
  const listener = await listen(server.url, '/v1/events');
  const { boundary } = runtime;
  const admin: Principal = {
    ...{ tenant: 'default', tenants: ['*'], user: 'root', roles: ['admin'], source: 'header' },
  };

  await boundary.scanInput({ text: 'hello' });
  await boundary.scanInput({ text: 'call 555-010-0199' });
  await boundary.scanInput({ text: 'token=sk-ABCDEF1234567890ABCDEF' });
  await boundary.guardOutput({ text: 'hello' });
  await boundary.guardOutput({ text: 'alice@example.com' });
  const tool = { phase: 'request', agentId: 'bot' } as const;
  await boundary.interceptTool({ ...tool, toolName: 'search', parameters: { q: 'x' } });
  await boundary.interceptTool({ ...tool, toolName: 'bash', parameters: { command: 'rm -rf /' } });
  const ask = async (number: number): Promise<string> => {
    const query = `DROP TABLE users${String(number)}`;
    const asked = await boundary.interceptTool({ ...tool, ...DROP, parameters: { query } });
    return asked.approvalRequestId ?? '';
  };
  const [approved, denied, cancelled] = [await ask(1), await ask(2), await ask(3)];
  await boundary.approvals.approve(admin, ['*'], approved);
  await boundary.approvals.deny(admin, ['*'], denied);
  await boundary.approvals.cancel(admin, ['*'], cancelled);
  const again = { query: 'DROP TABLE users1' };
  await boundary.interceptTool({
    ...{ ...tool, ...DROP, parameters: again, approvalRequestId: approved },
  });
  const message = { sourceAgentId: 'bot', destinationAgentId: 'other' };
  await boundary.interceptMessage({ ...message, message: 'hello' });
  const memory = { agentId: 'bot', key: 'user_preference' };
  await boundary.memory.write({ ...memory, value: 'tea' });
  await boundary.memory.read(memory);
  await boundary.memory.delete(memory);
  const { id } = await boundary.lockdowns.set({ reason: 'for a while', agentId: 'x' });
  await boundary.lockdowns.lift(id);
  const { key } = await boundary.apiKeys.create({ tenants: ['default'], roles: ['auditor'] });
  await boundary.apiKeys.revoke(key.id);
  await runtime.reload();
  await boundary.scanInput({ text: 'hello', agentId: 'last' });

  const heard = await listener.until(({ agent_id }) => agent_id === 'last');
  const names = new Set(heard.map(({ event }) => event));
  expect([...names]).toEqual(
    expect.arrayContaining([
      ...['scan.allowed', 'scan.flagged', 'scan.blocked', 'guard.allowed', 'guard.redacted'],
      ...['intercept.allowed', 'intercept.blocked', 'intercept.pending_approval'],
      ...['approval.created', 'approval.approved', 'approval.denied', 'approval.cancelled'],
      ...['approval.consumed', 'message.allowed'],
      ...['memory.write', 'memory.read', 'memory.delete'],
      ...['lockdown.set', 'lockdown.lifted', 'key.created', 'key.revoked', 'policy.reloaded'],
    ]),
  );
  // Whoever asks for one of them by name is not told that there is none.
  for (const name of names) {
    expect(EVENT_NAMES).toContain(name);
    expect(toEventsAsked({ events: [name] }).filter.events).toEqual([name]);
  }
  expect(server.logged.filter(({ level }) => level === 'error')).toEqual([]);
});
