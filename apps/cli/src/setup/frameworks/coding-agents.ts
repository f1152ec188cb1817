import type { FrameworkSetup, JsonEdit, JsonValue } from '@safeai/core';

/** Seconds that a coding agent waits for its hook. The hook itself gives up before, and denies. */
const TIMEOUT = 30;

const FEEL_IT = 'Ask the agent to run `rm -rf /`: it is told that the policy blocks it.';

/** Claude Code: hooks in the project's settings. */
export const CLAUDE_CODE: FrameworkSetup = {
  id: 'claude-code',
  title: 'Claude Code',
  description: 'Hooks in .claude/settings.json: tool calls, their results, prompts.',
  languages: [],
  detect: { paths: ['.claude', 'CLAUDE.md', '.mcp.json'] },
  plan: [
    {
      step: 'json',
      path: '.claude/settings.json',
      edits: [
        claudeHook('PreToolUse', true),
        claudeHook('PostToolUse', true),
        claudeHook('UserPromptSubmit', false),
      ],
    },
  ],
  nextSteps: [
    'Let `safeai` be on the PATH: npm install --global @safeai/cli',
    'Start Claude Code anew, and look at /hooks.',
    FEEL_IT,
  ],
  verify: 'safeai doctor --hooks',
};

function claudeHook(event: string, hasMatcher: boolean): JsonEdit {
  const command = 'safeai hook --profile claude-code';
  // Without `block`, a hook that cannot be started lets the call go on.
  const hook = { type: 'command', command, timeout: TIMEOUT, onFailure: 'block' };
  const item = hasMatcher ? { matcher: '*', hooks: [hook] } : { hooks: [hook] };
  return hookEdit(event, item, 'command', 'hook --profile claude-code');
}

/** Cursor: hooks in the project. */
export const CURSOR: FrameworkSetup = {
  id: 'cursor',
  title: 'Cursor',
  description:
    'Hooks in .cursor/hooks.json: tool calls, their results, files that are read, prompts.',
  languages: [],
  detect: { paths: ['.cursor', '.cursorrules'] },
  plan: [
    {
      step: 'json',
      path: '.cursor/hooks.json',
      edits: [
        { at: ['version'], value: 1, keep: true },
        // `preToolUse` comes before every tool: a shell hook beside it would judge each command twice.
        ...['preToolUse', 'postToolUse', 'beforeReadFile', 'beforeSubmitPrompt'].map(cursorHook),
      ],
    },
  ],
  nextSteps: [
    'Let `safeai` be on the PATH: npm install --global @safeai/cli',
    'Start Cursor anew, and look at Settings, Hooks.',
    FEEL_IT,
  ],
  verify: 'safeai doctor --hooks',
};

function cursorHook(event: string): JsonEdit {
  const command = 'safeai hook --profile cursor';
  const item = { command, timeout: TIMEOUT, failClosed: true };
  return hookEdit(event, item, 'command', 'hook --profile cursor');
}

/** Copilot: its command line, its cloud agent, and VS Code, which reads the same file. */
export const COPILOT: FrameworkSetup = {
  id: 'copilot',
  title: 'GitHub Copilot (command line, cloud agent, VS Code)',
  description: 'Hooks in .github/hooks/safeai.json: tool calls, their results, prompts.',
  languages: [],
  detect: { paths: ['.github/hooks', '.github/copilot-instructions.md'] },
  plan: [
    {
      step: 'json',
      path: '.github/hooks/safeai.json',
      edits: [
        { at: ['version'], value: 1, keep: true },
        ...['preToolUse', 'postToolUse', 'userPromptSubmitted'].map(copilotHook),
      ],
    },
  ],
  nextSteps: [
    'Let `safeai` be on the PATH: npm install --global @safeai/cli',
    'Commit the file: the cloud agent reads it from the default branch.',
    FEEL_IT,
  ],
  verify: 'safeai doctor --hooks',
};

function copilotHook(event: string): JsonEdit {
  const command = 'safeai hook --profile copilot';
  const item = { type: 'command', bash: command, powershell: command, timeoutSec: TIMEOUT };
  return hookEdit(event, item, 'bash', 'hook --profile copilot');
}

function hookEdit(event: string, item: JsonValue, by: string, has: string): JsonEdit {
  return { at: ['hooks', event], item, known: { by, has } };
}
