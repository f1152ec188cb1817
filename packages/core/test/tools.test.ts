import { describe, expect, test } from '@jest/globals';

import { house, SECRET } from './house.ts';

function request(parameters: Record<string, unknown>, toolName = 'send_email') {
  return { phase: 'request', toolName, parameters: parameters as never } as const;
}

describe('what nobody declared is found', () => {
  test.each<[string, Record<string, unknown>]>([
    ['in a nested parameter', { a: { b: { c: `key ${SECRET}` } } }],
    ['in an array', { list: [1, [2, { x: SECRET }]] }],
    ['in a key', { headers: { [SECRET]: true } }],
    ['in a top-level key', { [SECRET]: 1 }],
    ['at the start of a line', { content: 'DB_PASSWORD=fakeonlypassphrase' }],
  ])('a secret %s blocks the call', async (_, parameters) => {
    const { safeai } = house();
    const answer = await safeai.interceptTool(request(parameters));
    expect(answer.decision).toMatchObject({
      action: 'block',
      reason: 'Secret detected in tool request',
      policyName: 'default-secret-detection',
    });
    expect(answer.filteredParameters).toBeNull();
  });

  test.each<[string, string, Record<string, unknown>]>([
    ['in a nested command field', 'do_work', { steps: [{ command: 'rm -rf /' }] }],
    ['in a field that ends in command', 'do_work', { shell_command: 'rm -rf /' }],
    ['in a command line', 'do_work', { commandLine: 'rm -rf /' }],
    ['in a list of commands', 'do_work', { commands: ['ls', 'rm -rf /'] }],
    ['in an array of arguments', 'do_work', { args: ['rm', '-rf', '/'] }],
    ['in a shell tool, whatever the field', 'bash', { text: 'cd / && rm -rf /' }],
    ["in another server's shell tool", 'mcp__srv__bash', { x: { y: ['rm -rf /'] } }],
    ['in a key of a shell tool', 'bash', { 'rm -rf /': true }],
  ])('a destructive command %s is stopped', async (_, toolName, parameters) => {
    const { safeai } = house();
    const answer = await safeai.interceptTool(request(parameters, toolName));
    expect(answer.decision.action).toBe('block');
    expect(answer.decision.reason).toBe('Destructive command blocked by policy');
  });
});

describe('a destructive command counts where it would run', () => {
  test('in prose, in a README that a file tool writes, and in an answer it is reported and passes', async () => {
    const { safeai } = house();
    const text = 'Clean up with `rm -rf /` before you build.';
    const input = await safeai.scanInput({ text });
    const file = await safeai.interceptTool(
      request({ path: 'README.md', content: text }, 'write_file'),
    );
    const response = await safeai.interceptTool({
      phase: 'response',
      toolName: 'bash',
      response: text,
    });
    for (const answer of [input, file, response]) {
      expect(answer.decision.action).toBe('allow');
      expect(answer.detections.map((found) => found.tags[0])).toContain('destructive.shell');
      for (const found of answer.detections) expect(found.confidence).toBeLessThanOrEqual(0.2);
    }
  });

  test('without any mark around it too, in whatever field', async () => {
    const { safeai } = house();
    const call = await safeai.interceptTool(request({ a: [{ b: { note: 'rm -rf /' } }] }));
    const scan = await safeai.scanStructured({ payload: { note: 'rm -rf /' } });
    for (const answer of [call, scan]) {
      expect(answer.decision.action).toBe('allow');
      expect(answer.detections).toMatchObject([{ tags: ['destructive.shell'], confidence: 0.2 }]);
    }
  });

  test('in a database tool a shell command is blocked, a statement waits for a human', async () => {
    const { safeai } = house();
    const shell = await safeai.interceptTool(request({ query: 'rm -rf /' }, 'database_query'));
    expect(shell.decision.action).toBe('block');
    const sql = await safeai.interceptTool(
      request({ query: 'DROP TABLE users' }, 'database_query'),
    );
    expect(sql.decision).toMatchObject({
      action: 'pending_approval',
      policyName: 'default-destructive-database',
    });
  });

  test("a write to the guard's own configuration is blocked", async () => {
    const { safeai } = house();
    const byFile = await safeai.interceptTool(
      request({ path: './safeai.yaml', content: 'x' }, 'write_file'),
    );
    const byShell = await safeai.interceptTool(
      request({ command: 'echo x >> safeai.yaml' }, 'bash'),
    );
    for (const answer of [byFile, byShell]) {
      expect(answer.decision).toMatchObject({
        action: 'block',
        reason: "Change to the guard's own configuration",
        policyName: 'default-guard-tampering',
      });
    }
  });
});

describe('responses', () => {
  test('personal data and secrets are replaced, strings, keys and numbers alike', async () => {
    const { safeai } = house();
    const answer = await safeai.interceptTool({
      phase: 'response',
      toolName: 'lookup',
      response: { name: 'Al', email: 'alice@example.com', log: `key ${SECRET}`, [SECRET]: 1 },
    });
    expect(answer.decision.action).toBe('redact');
    const text = JSON.stringify(answer.filteredResponse);
    expect(text).not.toContain(SECRET);
    expect(text).not.toContain('alice@example.com');
    expect(answer.filteredResponse).toMatchObject({ name: 'Al', email: '[EMAIL_REDACTED]' });
  });

  test.each([['text'], [42], [null], [true], [['a']]])('%j is a response', async (response) => {
    const { safeai } = house();
    const answer = await safeai.interceptTool({ phase: 'response', toolName: 'lookup', response });
    expect(answer.decision.action).toBe('allow');
    expect(answer.filteredResponse).toEqual(response);
  });
});

describe('contracts and identities', () => {
  const contract = {
    toolName: 'send_email',
    accepts: { tags: ['personal.pii'], fields: ['to', 'body'] },
    emits: { fields: ['id', 'status'], tags: [] },
    sideEffects: { requiresApproval: false },
  };
  const agent = { agentId: 'writer', tools: ['send_*'], clearanceTags: ['personal.pii'] };

  test('with any contract, a tool without one is blocked; on request it is left to policy', async () => {
    const blocked = await house({ contracts: [contract] }).safeai.interceptTool(
      request({}, 'other'),
    );
    expect(blocked.decision).toMatchObject({ action: 'block', reasonCode: 'undeclared_tool' });
    const allowed = await house({
      contracts: [contract],
      undeclaredTools: 'allow',
    }).safeai.interceptTool(request({}, 'other'));
    expect(allowed.decision.action).toBe('allow');
  });

  test('fields outside the contract are removed', async () => {
    const { safeai } = house({ contracts: [contract] });
    const answer = await safeai.interceptTool(
      request({ to: 'a@example.com', bcc: 'x', body: 'hi' }),
    );
    expect(answer).toMatchObject({
      decision: { action: 'redact', reasonCode: 'fields_stripped' },
      filteredParameters: { to: 'a@example.com', body: 'hi' },
      strippedFields: ['bcc'],
    });
    expect(Object.keys(answer.filteredParameters ?? {})).toEqual(['to', 'body']);
  });

  test('tags that the contract does not accept block', async () => {
    const { safeai } = house({ contracts: [contract] });
    const declared = await safeai.interceptTool({
      ...request({ to: 'x' }),
      dataTags: ['confidential'],
    });
    expect(declared).toMatchObject({
      decision: { action: 'block', policyName: 'tool-contract', reasonCode: 'contract_tags' },
      unauthorizedTags: ['confidential'],
    });
    const found = await safeai.interceptTool(request({ body: 'IBAN DE89370400440532013000' }));
    expect(found.decision.reasonCode).toBe('contract_tags');
  });

  test('a response loses the fields that the tool may not emit', async () => {
    const { safeai } = house({ contracts: [contract] });
    const answer = await safeai.interceptTool({
      phase: 'response',
      toolName: 'send_email',
      response: { id: 'call alice@example.com', status: 'sent', debug: 'x' },
    });
    expect(answer).toMatchObject({
      decision: { action: 'redact' },
      filteredResponse: { status: 'sent' },
      unauthorizedTags: ['personal.pii.email'],
    });
    expect(answer.strippedFields).toEqual(expect.arrayContaining(['debug', 'id']));
    const text = await safeai.interceptTool({
      phase: 'response',
      toolName: 'send_email',
      response: 'text',
    });
    expect(text.decision.action).toBe('block');
    expect(text.filteredResponse).toBeNull();
  });

  test('an unknown agent is blocked on every boundary, an unnamed one may not act', async () => {
    const { safeai } = house({ identities: [agent] });
    const stranger = { agentId: 'stranger' };
    const answers = await Promise.all([
      safeai.scanInput({ text: 'hi', ...stranger }),
      safeai.guardOutput({ text: 'hi', ...stranger }),
      safeai.interceptTool({ ...request({}), ...stranger }),
      safeai.interceptTool(request({})),
      safeai.interceptMessage({
        message: 'hi',
        sourceAgentId: 'writer',
        destinationAgentId: 'stranger',
      }),
      safeai.interceptMessage({
        message: 'hi',
        sourceAgentId: 'stranger',
        destinationAgentId: 'writer',
      }),
    ]);
    for (const answer of answers) {
      expect(answer.decision).toMatchObject({ action: 'block', reasonCode: 'unknown_agent' });
    }
    const known = await safeai.scanInput({ text: 'hi', agentId: 'writer' });
    expect(known.decision.action).toBe('allow');
  });

  test('an agent uses its own tools alone, under their full names', async () => {
    const { safeai } = house({ identities: [agent] });
    const as = (toolName: string) =>
      safeai.interceptTool({ ...request({}, toolName), agentId: 'writer' });
    expect((await as('send_email')).decision.action).toBe('allow');
    expect((await as('read_file')).decision.reasonCode).toBe('tool_not_allowed');
    expect((await as('mcp__other__send_email')).decision.reasonCode).toBe('tool_not_allowed');
  });

  test('clearance covers what goes in and what comes out', async () => {
    const { safeai } = house({ identities: [{ ...agent, tools: ['*'] }] });
    const going = await safeai.interceptTool({
      ...request({ note: 'IBAN DE89370400440532013000' }),
      agentId: 'writer',
    });
    expect(going.decision).toMatchObject({ action: 'block', reasonCode: 'clearance' });
    const coming = await safeai.interceptTool({
      phase: 'response',
      toolName: 'lookup',
      response: { iban: 'DE89370400440532013000', name: 'Al' },
      agentId: 'writer',
    });
    expect(coming).toMatchObject({ filteredResponse: { name: 'Al' }, strippedFields: ['iban'] });
  });

  test('an object with a key named __proto__ is filtered like any other', async () => {
    const { safeai } = house({ contracts: [{ ...contract, accepts: { fields: ['to'] } }] });
    const parameters = JSON.parse('{"__proto__": {"x": 1}, "to": "me"}') as Record<string, unknown>;
    const answer = await safeai.interceptTool(request(parameters));
    expect(answer.strippedFields).toEqual(['__proto__']);
    expect(JSON.stringify(answer.filteredParameters)).toBe('{"to":"me"}');
  });
});

test('SQL in a database tool is not read as a command of the same name', async () => {
  const { safeai } = house();
  const answer = await safeai.interceptTool(request({ query: 'truncate users' }, 'database_query'));
  expect(answer.decision.action).not.toBe('block');
});

test('a declared tag that would be redacted, with nothing to replace, blocks', async () => {
  const { safeai } = house({
    policies: [
      { name: 'redact-personal', boundary: 'output', dataTags: ['personal'], action: 'redact' },
      {
        name: 'emails-may-pass',
        boundary: 'output',
        dataTags: ['personal.pii.email'],
        action: 'allow',
        priority: 1,
      },
    ],
  });
  const answer = await safeai.guardOutput({ text: 'alice@example.com', dataTags: ['personal'] });
  expect(answer.decision).toMatchObject({ action: 'block', reasonCode: 'nothing_to_redact' });
  expect(answer.safeOutput).toBe('');
});

test('a rule that wants approval where none can be used blocks, and lint says so', async () => {
  const { safeai } = house({
    policies: [
      {
        name: 'ask',
        boundary: ['input', 'output'],
        dataTags: ['personal'],
        action: 'require_approval',
      },
    ],
  });
  const answers = [
    await safeai.scanInput({ text: 'alice@example.com' }),
    await safeai.guardOutput({ text: 'alice@example.com' }),
    await safeai.explain({ boundary: 'input', text: 'alice@example.com' }),
  ];
  for (const { decision } of answers) {
    expect(decision).toMatchObject({ action: 'block', policyName: 'ask' });
    expect(decision.reason).toContain('only tool requests and messages can be approved');
  }
  expect(safeai.policy.lint().map((finding) => finding.code)).toContain('approval_not_possible');
});

test('a fallback text takes the place of a blocked or redacted answer, and of no other', async () => {
  const { safeai } = house({
    policies: [
      {
        name: 'kind',
        boundary: 'output',
        dataTags: ['personal'],
        action: 'block',
        fallbackTemplate: 'Withheld: {reason} ({tags})',
      },
    ],
  });
  const blocked = await safeai.guardOutput({ text: 'alice@example.com {tags}' });
  expect(blocked).toMatchObject({ fallbackUsed: true });
  expect(blocked.safeOutput).toBe('Withheld: Blocked by policy kind (personal.pii.email)');
  const allowed = await safeai.guardOutput({ text: 'nothing' });
  expect(allowed).toMatchObject({ fallbackUsed: false, safeOutput: 'nothing' });
});
