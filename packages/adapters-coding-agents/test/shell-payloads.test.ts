import { expect, test } from '@jest/globals';
import { SafeAI } from '@safeai/core';
import { answerHook, type Profile } from '../src/index.ts';
import { DENY, PASS } from './payloads.ts';

/** How hosts send a command that their shell tool is to run. */
const ENVELOPES: readonly [Profile, (command: string) => Record<string, unknown>][] = [
  [
    'claude-code',
    (command) => ({
      session_id: '6f3c1d0e-9f2b-4c7a-8c55-1d2f3a4b5c6d',
      transcript_path: '/home/ada/.claude/projects/-home-ada-app/6f3c1d0e.jsonl',
      cwd: '/home/ada/app',
      permission_mode: 'default',
      hook_event_name: 'PreToolUse',
      tool_name: 'Bash',
      tool_input: { command, description: 'Run a command', timeout: 120000 },
      tool_use_id: 'toolu_01ABCdefGHIjklMNOpqrSTUv',
    }),
  ],
  [
    'cursor',
    (command) => ({
      conversation_id: '5b0d6c1e-8a4f-4f1e-9d8e-2b7f1c3a9e10',
      generation_id: 'f2a9c0d4-1b7e-4c55-a0e2-6d3b8e71c4aa',
      hook_event_name: 'beforeShellExecution',
      cursor_version: '2.0.77',
      workspace_roots: ['/home/ada/app'],
      command,
      cwd: '/home/ada/app',
    }),
  ],
  [
    'copilot',
    (command) => ({
      sessionId: 'b1d9f3d6',
      timestamp: 1704614600000,
      cwd: '/home/ada/app',
      toolName: 'bash',
      toolArgs: JSON.stringify({ command, description: 'Run a command' }),
    }),
  ],
  [
    'codex',
    (command) => ({
      session_id: '019a0b1c-2d3e-7f40-8a51-62738495a6b7',
      turn_id: '3',
      cwd: '/home/ada/app',
      hook_event_name: 'PreToolUse',
      model: 'gpt-5-codex',
      tool_name: 'Bash',
      tool_input: { command },
    }),
  ],
];

async function exitCodes(command: string): Promise<Record<string, number>> {
  const codes: Record<string, number> = {};
  for (const [profile, envelope] of ENVELOPES) {
    const asking = { guard: new SafeAI(), agentId: profile };
    const answer = await answerHook(profile, envelope(command) as never, asking);
    codes[profile] = answer.exitCode;
    if (answer.exitCode === 0) expect(answer.output).toEqual(profile === 'cursor' ? {} : null);
  }
  return codes;
}

const EVERYWHERE = (code: number) => ({
  ...{ 'claude-code': code, cursor: code, copilot: code, codex: code },
});

test.each(PASS)('goes on: %s', async (command) => {
  expect(await exitCodes(command)).toEqual(EVERYWHERE(0));
});

test.each(DENY)('is stopped: %s', async (command) => {
  expect(await exitCodes(command)).toEqual(EVERYWHERE(2));
});
