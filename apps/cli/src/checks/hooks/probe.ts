import { spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Profile } from '@safeai/adapters-coding-agents';
import type { RegisteredHook } from './registered-hook.ts';

/** Longest time for an answer, in milliseconds. */
const TIMEOUT = 30_000;

/** Commands of a shell are joined, redirected and substituted by these: a registered `safeai hook` has none. */
const MORE_THAN_A_COMMAND = /[;&|<>`\n\r]|\$\(/;

/** How a hook took one call. */
export type Probed = 'passed' | 'denied' | { readonly failed: string };

/** Sends a hook a call, as the coding agent does. */
export async function probe(
  hook: RegisteredHook,
  command: string,
  where: { readonly cwd: string; readonly env: Readonly<Record<string, string | undefined>> },
): Promise<Probed> {
  const input = JSON.stringify(envelopeOf(hook.profile, command, where.cwd));
  try {
    return hook.kind === 'http'
      ? await overHttp(hook.target, input)
      : await byCommand(hook.target, input, where);
  } catch (error) {
    return { failed: error instanceof Error ? error.message : 'it could not be called' };
  }
}

function envelopeOf(profile: Profile, command: string, cwd: string): object {
  const session = 'safeai-doctor';
  switch (profile) {
    case 'cursor':
      return {
        ...{ conversation_id: session, generation_id: session, workspace_roots: [cwd] },
        ...{ hook_event_name: 'preToolUse', tool_name: 'Shell', tool_input: { command, cwd } },
      };
    case 'copilot':
      return {
        ...{ sessionId: session, timestamp: Date.now(), cwd },
        ...{ toolName: 'bash', toolArgs: JSON.stringify({ command }) },
      };
    case 'generic':
      return {
        ...{ event: 'request', session_id: session },
        ...{ tool_name: 'bash', parameters: { command } },
      };
    case 'claude-code':
    case 'codex':
    case 'vscode':
      return {
        ...{ session_id: session, cwd, hook_event_name: 'PreToolUse' },
        ...{ tool_name: 'Bash', tool_input: { command } },
      };
  }
}

async function byCommand(
  command: string,
  input: string,
  { cwd, env }: Parameters<typeof probe>[2],
): Promise<Probed> {
  if (MORE_THAN_A_COMMAND.test(command)) {
    return { failed: 'it is more than one command, and is not run for a probe' };
  }
  const child = spawn(command, {
    shell: true,
    cwd,
    env: { ...env, CLAUDE_PROJECT_DIR: cwd, CURSOR_PROJECT_DIR: cwd },
    timeout: TIMEOUT,
  });
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  child.stdin.on('error', () => undefined);
  child.stdin.end(input);
  const [code] = (await once(child, 'close')) as [number | null];
  if (code === 2) {
    const isJudged = stderr.includes('SafeAI') && !stderr.includes('could not judge');
    return isJudged ? 'denied' : { failed: firstLine(stderr) };
  }
  if (code === 0) return denies(stdout) ? 'denied' : 'passed';
  const why = code === null ? `it took longer than ${String(TIMEOUT / 1000)} s` : firstLine(stderr);
  return { failed: `${why}${code === null ? '' : ` (exit code ${String(code)})`}` };
}

async function overHttp(url: string, body: string): Promise<Probed> {
  const response = await fetch(url, {
    ...{ method: 'POST', body, redirect: 'error', signal: AbortSignal.timeout(TIMEOUT) },
    headers: { 'content-type': 'application/json' },
  });
  const text = await response.text();
  if (response.status !== 200) return { failed: `it answers ${String(response.status)}` };
  return denies(text) ? 'denied' : 'passed';
}

function denies(answer: string): boolean {
  return /"(?:permissionDecision|permission|behavior)":"deny"|"(?:decision|action)":"block"/.test(
    answer,
  );
}

function firstLine(text: string): string {
  return text.trim().split('\n')[0]?.slice(0, 200) ?? '';
}
