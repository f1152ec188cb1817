import { describe, expect, test } from '@jest/globals';
import { connect, folderWith, PEOPLE, serve, type Host } from './support/bed.ts';
import { CLIENT_KINDS } from './support/clients.ts';

const KEY = 'sk-ABCDEF1234567890ABCDEF';

const NAMES = [
  ...['scan_input', 'scan_structured', 'guard_output', 'intercept_tool', 'list_approvals'],
  ...['approve', 'deny', 'explain_decision', 'list_policies', 'reload_policies', 'query_audit'],
  ...['check_budget', 'list_plugins', 'health_check'],
];

/** Calls every tool, and tells what each answered. The client checks each answer against its schema. */
async function callAll(host: Host, served = false): Promise<Record<string, unknown>> {
  const answers: Record<string, unknown> = {};
  const call = async (name: string, args: Record<string, unknown> = {}) => {
    const { isError, text, answer } = await host.call(name, args);
    expect({ name, isError, text: isError ? text : '' }).toEqual({
      name,
      isError: false,
      text: '',
    });
    expect(JSON.parse(text)).toEqual(answer);
    answers[name] = answer;
    return answer;
  };
  const scanned = await call('scan_input', { text: `token=${KEY}` });
  await call('scan_structured', { payload: { request: { token: KEY } } });
  await call('guard_output', { text: 'Mail alice@example.com' });
  await call('intercept_tool', {
    ...{ phase: 'request', tool_name: 'shell_exec', parameters: { command: 'rm -rf /' } },
    ...{ data_tags: ['destructive'], agent_id: 'default-agent', session_id: 'sess-001' },
  });
  await call('list_approvals', { status: 'pending', limit: 5 });
  const decided = { decision_id: (scanned.decision as { decision_id: string }).decision_id };
  if (served) answers.explained = await call('explain_decision', decided);
  await call('explain_decision', { boundary: 'output', data_tags: ['personal.pii.email'] });
  await call('list_policies');
  await call('reload_policies');
  await call('query_audit', { last: '1h', limit: 10 });
  await call('check_budget', { user: 'ann', tenant: 'acme', model: 'gpt-4o-mini' });
  await call('list_plugins');
  await call('health_check');
  return answers;
}

describe.each(CLIENT_KINDS)('a host made with %s', (kind) => {
  test('lists every tool, with what a model and a host need of it', async () => {
    const host = await connect({ cwd: await folderWith(''), kind });
    const tools = await host.tools();
    expect(tools.map(({ name }) => name)).toEqual(NAMES);
    for (const { name, title, description, inputSchema, outputSchema, annotations } of tools) {
      expect([name, title, description]).toEqual([name, expect.any(String), expect.any(String)]);
      expect(inputSchema).toMatchObject({ type: 'object', additionalProperties: false });
      expect(Object.keys(inputSchema)).not.toContain('oneOf');
      expect(outputSchema).toMatchObject({ type: 'object' });
      expect(annotations).toMatchObject({
        ...{ readOnlyHint: expect.any(Boolean), destructiveHint: expect.any(Boolean) },
        ...{ idempotentHint: expect.any(Boolean), openWorldHint: expect.any(Boolean) },
      });
    }
    if (kind === 'v2-auto') expect(host.revision()).toBe('2026-07-28');
    if (kind === 'v2-legacy') expect(host.revision()).toBe('2025-11-25');
  });

  test('calls every tool inside the process, and its answer is also its text', async () => {
    const host = await connect({ cwd: await folderWith(PEOPLE), kind });
    const answers = await callAll(host);
    expect(answers).toMatchObject({
      scan_input: { decision: { action: 'block' }, filtered: null },
      guard_output: { safe_output: 'Mail [EMAIL_REDACTED]' },
      intercept_tool: { decision: { action: 'block' }, phase: 'request' },
      reload_policies: { reloaded: true },
      health_check: { status: 'ok', version: '0.1.0' },
      check_budget: { allowed: true, user: 'ann', tenant_id: 'acme', model: 'gpt-4o-mini' },
      list_plugins: { plugins: [] },
    });
    expect(JSON.stringify(answers)).not.toContain(KEY);
    expect(host.wrote()).not.toContain(KEY);
    const { answer: log } = await host.call('query_audit', { last: '1h' });
    expect(log).toMatchObject({ note: expect.stringContaining('safeai serve') });
    await host.leave();
  });

  test('calls every tool of a gateway on this machine, which answers values whole', async () => {
    const { url } = await serve(await folderWith(PEOPLE));
    const host = await connect({ cwd: '/', kind, env: { SAFEAI_URL: url } });
    const answers = await callAll(host, true);
    expect(answers).toMatchObject({
      scan_input: { detections: [{ value: 'sk****EF' }] },
      guard_output: { detections: [{ value: 'al****om' }] },
      explained: {
        record: { event: 'scan.blocked' },
        rule: { name: 'default-secret-detection', action: 'block' },
      },
    });
    expect(host.wrote()).not.toContain(KEY);
  });

  test('reads the policy and the recent decisions', async () => {
    const host = await connect({ cwd: await folderWith(''), kind });
    await host.call('scan_input', { text: `token=${KEY}` });
    expect(await host.resources()).toEqual(['safeai://policy/active', 'safeai://decisions/recent']);
    expect(await host.read('safeai://policy/active')).toMatchObject({
      rules: expect.arrayContaining([expect.objectContaining({ name: 'default-allow' })]),
    });
    const recent = await host.read('safeai://decisions/recent');
    expect(recent).toMatchObject({ records: expect.any(Array) });
    expect(JSON.stringify(recent)).not.toContain(KEY);
    await expect(host.read('safeai://nothing')).rejects.toThrow();
  });
});

test('annotations say what a tool does', async () => {
  const host = await connect({ cwd: await folderWith('') });
  const hints = Object.fromEntries(
    (await host.tools()).map(({ name, annotations = {} }) => [
      name,
      ['readOnlyHint', 'destructiveHint', 'idempotentHint'].filter(
        (hint) => annotations[hint] === true,
      ),
    ]),
  );
  expect(hints).toMatchObject({
    ...{
      health_check: ['readOnlyHint', 'idempotentHint'],
      approve: ['destructiveHint', 'idempotentHint'],
    },
    ...{ deny: ['idempotentHint'], reload_policies: ['idempotentHint'], intercept_tool: [] },
  });
});
