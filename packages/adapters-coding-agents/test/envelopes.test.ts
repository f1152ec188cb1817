import { describe, expect, test } from '@jest/globals';
import { type JsonObject, type JsonValue, SafeAI } from '@safeai/core';
import { answerHook, denyHook, PROFILES, type Profile, withholdUnread } from '../src/index.ts';

const KEY = ['AKIA', 'Q3EGRBSGV6OAYLKB'].join('');
const MAIL = 'ada.lovelace@acme.io';

async function answered(profile: Profile, envelope: JsonValue | undefined, guard = new SafeAI()) {
  return answerHook(profile, envelope, { guard, agentId: profile });
}

const CLAUDE = {
  session_id: '6f3c1d0e',
  transcript_path: '/home/ada/.claude/projects/app/6f3c1d0e.jsonl',
  cwd: '/home/ada/app',
  permission_mode: 'default',
};
const PRE = { ...CLAUDE, hook_event_name: 'PreToolUse', tool_use_id: 'toolu_01' };
const POST = { ...PRE, hook_event_name: 'PostToolUse', duration_ms: 12 };
const CURSOR = {
  conversation_id: '5b0d6c1e',
  generation_id: 'f2a9c0d4',
  cursor_version: '2.0.77',
  workspace_roots: ['/home/ada/app'],
};
const COPILOT = { sessionId: 'b1d9', timestamp: 1704614600000, cwd: '/home/ada/app' };

describe('Claude Code', () => {
  test('a call that is stopped: exit code 2, the reason for the model twice', async () => {
    const envelope = { ...PRE, tool_name: 'Bash', tool_input: { command: 'rm -rf /' } };
    const { exitCode, output, message } = await answered('claude-code', envelope);
    expect(exitCode).toBe(2);
    expect(message).toMatch(/^SafeAI blocked this call: Destructive command blocked by policy/);
    expect(output).toEqual({
      hookSpecificOutput: {
        hookEventName: 'PreToolUse',
        permissionDecision: 'deny',
        permissionDecisionReason: message,
      },
    });
  });

  test('an MCP tool goes by its own name', async () => {
    const envelope = {
      ...PRE,
      tool_name: 'mcp__shop__bash',
      tool_input: { text: 'hello' },
    };
    const names: string[] = [];
    const guard = new SafeAI();
    const watched = {
      scanInput: guard.scanInput.bind(guard),
      approvalStanding: guard.approvalStanding.bind(guard),
      interceptTool: ((request: never) => {
        names.push((request as { toolName: string }).toolName);
        return guard.interceptTool(request);
      }) as SafeAI['interceptTool'],
    };
    await answerHook('claude-code', envelope, { guard: watched, agentId: 'a' });
    expect(names).toEqual(['mcp__shop__bash']);
  });

  test('a result is redacted in its own shape, and what was spilled is not shown', async () => {
    const response = {
      stdout: `mail ${MAIL}, key ${KEY}`,
      stderr: '',
      interrupted: false,
      isImage: false,
      persistedOutputPath: '/home/ada/.claude/spill.txt',
    };
    const { exitCode, output } = await answered('claude-code', {
      ...POST,
      tool_name: 'Bash',
      tool_input: { command: 'cat .env' },
      tool_response: response,
    });
    expect(exitCode).toBe(0);
    expect(output).toMatchObject({
      hookSpecificOutput: {
        hookEventName: 'PostToolUse',
        updatedToolOutput: {
          stdout: 'mail [EMAIL_REDACTED], key [SECRET_REDACTED]',
          stderr: '',
          interrupted: false,
          isImage: false,
        },
      },
    });
    expect(JSON.stringify(output)).not.toContain('spill');
  });

  test.each<[string, JsonValue]>([
    ['Bash', { stdout: KEY, stderr: KEY, interrupted: false, code: 12 }],
    ['Read', { type: 'text', file: { filePath: '/x', content: KEY, numLines: 3, [KEY]: 1 } }],
    ['mcp__a__b', [{ type: 'text', text: KEY }]],
    ['Task', KEY],
  ])('a result of %s is withheld where the guard fails', (tool, response) => {
    const envelope = { ...POST, tool_name: tool, tool_input: {}, tool_response: response };
    const { exitCode, output } = denyHook('claude-code', envelope, 'the guard failed.');
    expect(exitCode).toBe(0);
    const { hookSpecificOutput } = output as { hookSpecificOutput: JsonObject };
    const shown = hookSpecificOutput.updatedToolOutput;
    expect(typeof shown).toBe(typeof response);
    expect(Array.isArray(shown)).toBe(Array.isArray(response));
    expect(JSON.stringify(output)).not.toContain(KEY);
    expect(JSON.stringify(shown)).toContain('the guard failed.');
  });

  test('a prompt with a secret is not sent', async () => {
    const envelope = { ...CLAUDE, hook_event_name: 'UserPromptSubmit', prompt: `use ${KEY}` };
    const { exitCode, output, message } = await answered('claude-code', envelope);
    expect(exitCode).toBe(2);
    expect(output).toMatchObject({ decision: 'block', suppressOriginalPrompt: true });
    expect(message).not.toContain(KEY);
  });

  test.each(['SessionStart', 'Stop', 'SubagentStop', 'PreCompact', 'Notification'])(
    '%s goes on: there is nothing to judge',
    async (name) => {
      const answer = await answered('claude-code', { ...CLAUDE, hook_event_name: name });
      expect(answer).toEqual({ exitCode: 0, output: null, message: null });
    },
  );
});

test('arguments are redacted where policy says so', async () => {
  const guard = new SafeAI({
    policies: [
      {
        name: 'no-mail-out',
        boundary: 'action',
        dataTags: ['personal.pii'],
        action: 'redact',
        reason: 'No addresses',
      },
    ],
  } as never);
  const parameters = { url: 'https://example.com', prompt: `write to ${MAIL}` };
  const clean = { url: 'https://example.com', prompt: 'write to [EMAIL_REDACTED]' };
  const claude = { ...PRE, tool_name: 'WebFetch', tool_input: parameters };
  expect((await answered('claude-code', claude, guard)).output).toEqual({
    hookSpecificOutput: { hookEventName: 'PreToolUse', updatedInput: clean },
  });
  // Codex takes other arguments only with a permission.
  expect((await answered('codex', claude, guard)).output).toMatchObject({
    hookSpecificOutput: { permissionDecision: 'allow', updatedInput: clean },
  });
  const cursor = { ...CURSOR, hook_event_name: 'preToolUse', tool_name: 'WebFetch' };
  expect((await answered('cursor', { ...cursor, tool_input: parameters }, guard)).output).toEqual({
    updated_input: clean,
  });
  const text = JSON.stringify(parameters);
  expect((await answered('cursor', { ...cursor, tool_input: text }, guard)).output).toEqual({
    updated_input: JSON.stringify(clean),
  });
  const copilot = { ...COPILOT, toolName: 'web_fetch', toolArgs: text };
  expect((await answered('copilot', copilot, guard)).output).toMatchObject({ modifiedArgs: clean });
  const own = { event: 'request', tool_name: 'WebFetch', parameters };
  expect((await answered('generic', own, guard)).output).toMatchObject({ parameters: clean });
});

describe('Cursor', () => {
  test('a file that cannot be shown redacted is not shown', async () => {
    const envelope = { ...CURSOR, hook_event_name: 'beforeReadFile', file_path: '/x/.env' };
    const answer = await answered('cursor', { ...envelope, content: `AWS_KEY=${KEY}` });
    expect(answer).toMatchObject({ exitCode: 2, output: { permission: 'deny' } });
    expect(await answered('cursor', { ...envelope, content: 'PORT=80' })).toEqual({
      exitCode: 0,
      output: {},
      message: null,
    });
  });

  test('arguments of MCP tools may be JSON in a string', async () => {
    const envelope = { ...CURSOR, hook_event_name: 'beforeMCPExecution', tool_name: 'run_query' };
    const sql = JSON.stringify({ query: 'DROP TABLE users' });
    expect(await answered('cursor', { ...envelope, tool_input: sql })).toMatchObject({
      exitCode: 2,
    });
  });

  test('results of MCP tools are replaced; of others the model is told', async () => {
    const envelope = { ...CURSOR, hook_event_name: 'postToolUse', tool_input: {} };
    const result = JSON.stringify({ content: [{ type: 'text', text: KEY }] });
    const mcp = { ...envelope, tool_name: 'MCP:query', tool_output: result };
    expect((await answered('cursor', mcp)).output).toMatchObject({
      updated_mcp_tool_output: { content: [{ type: 'text', text: '[SECRET_REDACTED]' }] },
    });
    const output = JSON.stringify({ output: KEY, exitCode: 0 });
    const shell = { ...envelope, tool_name: 'Shell', tool_output: output };
    expect(Object.keys((await answered('cursor', shell)).output ?? {})).toEqual([
      'additional_context',
    ]);
  });

  test('a prompt is refused by continue', async () => {
    const envelope = { ...CURSOR, hook_event_name: 'beforeSubmitPrompt', attachments: [] };
    const answer = await answered('cursor', { ...envelope, prompt: KEY });
    expect(answer).toMatchObject({ exitCode: 2, output: { continue: false } });
  });

  test.each(['2.0.77', '2026.09.18-9a7762b', undefined])(
    'to some builds no answer is a failure, so all get an empty one: %s',
    async (version) => {
      const { cursor_version: _, ...rest } = CURSOR;
      const shell = {
        ...{ ...rest, hook_event_name: 'beforeShellExecution', command: 'ls' },
        ...(version === undefined ? {} : { cursor_version: version }),
      };
      expect(await answered('cursor', shell)).toEqual({ exitCode: 0, output: {}, message: null });
    },
  );
});

describe('Copilot', () => {
  test.each([
    ['preToolUse', { ...COPILOT, toolName: 'bash', toolArgs: '{"command":"rm -rf /"}' }],
    ['arguments as an object', { ...COPILOT, toolName: 'bash', toolArgs: { command: 'rm -rf /' } }],
    [
      'VS Code',
      {
        timestamp: '2026-02-09T10:30:00.000Z',
        cwd: '/x',
        sessionId: 's',
        hookEventName: 'PreToolUse',
        transcript_path: '/x/t.json',
        tool_name: 'run_in_terminal',
        tool_input: { command: 'rm -rf /' },
        tool_use_id: 'tool-1',
      },
    ],
  ])('%s: denied for both of its readers', async (_, envelope) => {
    const { exitCode, output } = await answered('copilot', envelope);
    expect(exitCode).toBe(2);
    expect(output).toMatchObject({
      permissionDecision: 'deny',
      hookSpecificOutput: { permissionDecision: 'deny' },
    });
  });

  test('a result is replaced where it can be', async () => {
    const result = { resultType: 'success', textResultForLlm: `key ${KEY}` };
    const envelope = { ...COPILOT, toolName: 'bash', toolArgs: '{}', toolResult: result };
    expect((await answered('copilot', envelope)).output).toMatchObject({
      modifiedResult: { resultType: 'success', textResultForLlm: 'key [SECRET_REDACTED]' },
    });
  });

  test.each([
    { ...COPILOT, source: 'new', initialPrompt: 'x' },
    { ...COPILOT, reason: 'complete' },
    { ...COPILOT, error: { message: 'm' }, errorContext: 'system' },
  ])('goes on where there is nothing to judge: %j', async (envelope) => {
    expect((await answered('copilot', envelope)).exitCode).toBe(0);
  });
});

describe.each(PROFILES)('%s', (profile) => {
  test.each<[string, JsonValue | undefined]>([
    ['nothing', undefined],
    ['null', null],
    ['a text', 'x'],
    ['a list', []],
    ['an empty object', {}],
    ['an unknown event', { hook_event_name: 'PreToolUsing', tool_name: 'Bash', tool_input: {} }],
    ['a call without a tool', { hook_event_name: 'PreToolUse', tool_input: { command: 'ls' } }],
    ['a call without arguments', { hook_event_name: 'PreToolUse', tool_name: 'Bash' }],
    ['a prompt that is no text', { hook_event_name: 'UserPromptSubmit', prompt: 7 }],
    ['a name that is none', { hook_event_name: 7, tool_name: 'Bash', tool_input: {} }],
  ])('%s is denied', async (_, envelope) => {
    const { exitCode, output, message } = await answered(profile, envelope);
    expect(exitCode).toBe(2);
    expect(output).not.toBeNull();
    expect(message).toMatch(/^SafeAI could not judge this, so it is blocked: /);
  });
});

const ls = { ...PRE, tool_name: 'Bash', tool_input: { command: 'ls' } };

test.each<[string, () => Promise<never>]>([
  ['throws', () => Promise.reject(new Error(`secret ${KEY}`))],
  ['never answers', () => new Promise(() => undefined)],
])('a guard that %s lets nothing through, and says nothing of what it saw', async (_, fails) => {
  const guard = { scanInput: fails, interceptTool: fails, approvalStanding: fails } as never;
  const answer = await answerHook('claude-code', ls, { guard, agentId: 'a', timeoutMs: 20 });
  expect(answer.exitCode).toBe(2);
  expect(JSON.stringify(answer)).not.toContain(KEY);
});

test('a pending call is denied with its id, and goes on once when it is made again after the approval', async () => {
  const guard = new SafeAI();
  const envelope = {
    ...PRE,
    tool_name: 'Bash',
    tool_input: { command: 'git push --force origin main' },
  };
  const first = await answered('claude-code', envelope, guard);
  const [id] = /ar-[0-9a-f]{24}/.exec(first.message ?? '') ?? [];
  expect(first).toMatchObject({
    exitCode: 2,
    output: { hookSpecificOutput: { permissionDecision: 'deny' } },
  });
  expect(first.message).toContain(`safeai approvals approve ${String(id)}`);
  // Nobody has decided: still denied, with the same id.
  expect((await answered('claude-code', envelope, guard)).message).toContain(String(id));

  const ada = { tenant: 'default', tenants: ['*'], user: 'ada', roles: ['approver'] } as const;
  await guard.approvals.approve({ ...ada, source: 'header' }, ['default'], String(id));
  // Another call is not what was approved.
  const other = { ...envelope, tool_input: { command: 'git push --force origin dev' } };
  expect((await answered('claude-code', other, guard)).exitCode).toBe(2);
  expect(await answered('claude-code', envelope, guard)).toEqual({
    exitCode: 0,
    output: null,
    message: null,
  });
  expect((await answered('claude-code', envelope, guard)).exitCode).toBe(2);
});

describe('a result that was too large to be read', () => {
  const after = { ...CLAUDE, hook_event_name: 'PostToolUse', tool_name: 'Read' };
  const result: JsonObject = { ...after, tool_response: { content: KEY } };
  const unread = (profile: Profile) => answered(profile, undefined);

  test('is withheld: to refuse it is to show it', async () => {
    const answer = withholdUnread('claude-code', result, await unread('claude-code'));
    expect(answer).toMatchObject({
      exitCode: 0,
      output: { hookSpecificOutput: { updatedToolOutput: { content: expect.any(String) } } },
    });
    expect(JSON.stringify(answer)).not.toContain(KEY);
  });

  test('calls, prompts and what is no envelope stay refused', async () => {
    const refused = await unread('claude-code');
    const before = { ...PRE, tool_input: { command: 'ls' } };
    for (const envelope of [before, { ...CLAUDE, hook_event_name: 'Stop' }, undefined, []]) {
      expect(withholdUnread('claude-code', envelope, refused)).toEqual(refused);
    }
  });

  test('what was judged stays as it is', async () => {
    const read = { ...CURSOR, hook_event_name: 'beforeReadFile', content: `AWS_KEY=${KEY}` };
    const denied = await answered('cursor', read);
    expect(withholdUnread('cursor', read, denied)).toEqual(denied);
  });
});
