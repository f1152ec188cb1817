import type { JsonObject, JsonValue } from '@safeai/core';
import { inFormOf, parametersOf, said, sessionOf, SILENT, stopped, textOf } from '../envelope.ts';
import type { Codec, HookAnswer, HookEvent, Verdict } from '../event.ts';
import { inShapeOf, withheld } from '../same-shape.ts';

/** Events that carry nothing to judge. Stopping one would keep an agent from ending. */
const NOTICES: ReadonlySet<string> = new Set([
  ...[
    'SessionStart',
    'SessionEnd',
    'Setup',
    'Stop',
    'StopFailure',
    'SubagentStart',
    'SubagentStop',
  ],
  ...['PreCompact', 'PostCompact', 'Notification', 'PermissionRequest', 'PermissionDenied'],
  ...['PostToolUseFailure', 'PostToolBatch', 'TaskCreated', 'TaskCompleted', 'TeammateIdle'],
  ...['InstructionsLoaded', 'ConfigChange', 'CwdChanged', 'FileChanged', 'WorktreeCreate'],
  ...['WorktreeRemove', 'Elicitation', 'ElicitationResult'],
]);

/** How hosts with Claude Code's hooks differ. */
export interface ClaudeHooks {
  /** Whether changed parameters count only together with `permissionDecision: "allow"`. */
  readonly changeNeedsAllow: boolean;
  /** Whether another result may take the place of a tool's own. */
  readonly replacesResults: boolean;
}

/** The hooks of Claude Code, and of hosts that took them over: JSON on standard input, snake_case. */
export function claudeHooks({ changeNeedsAllow, replacesResults }: ClaudeHooks): Codec {
  return {
    read: readClaude,
    answer: (event, verdict, envelope): HookAnswer => {
      if (event.kind === 'notice' || verdict.kind === 'pass') return SILENT;
      if (event.kind === 'prompt') return stoppedPrompt(verdict.reason);
      if (event.kind === 'request') {
        if (verdict.kind === 'deny') return stopped(denial(verdict.reason), verdict.reason);
        const updatedInput = inFormOf(envelope.tool_input, verdict.to);
        return said({
          hookSpecificOutput: {
            hookEventName: event.name,
            ...(changeNeedsAllow ? { permissionDecision: 'allow' } : {}),
            updatedInput,
          },
        });
      }
      return replacesResults
        ? replaced(event.name, event.response, verdict)
        : told(event.name, verdict.reason);
    },
    refuse: (reason) => stopped({ decision: 'block', reason }, reason),
  };
}

/** What an envelope of Claude Code tells. */
export function readClaude(envelope: JsonObject): HookEvent | undefined {
  const name = textOf(envelope, 'hook_event_name', 'hookEventName');
  const session = sessionOf(envelope, 'session_id', 'sessionId');
  if (name === undefined) return undefined;
  if (NOTICES.has(name)) return { kind: 'notice', name };
  if (name === 'UserPromptSubmit') {
    const { prompt } = envelope;
    return typeof prompt === 'string' ? { kind: 'prompt', name, ...session, prompt } : undefined;
  }
  const toolName = textOf(envelope, 'tool_name');
  if (toolName === undefined) return undefined;
  if (name === 'PreToolUse') {
    if (envelope.tool_input === undefined) return undefined;
    const parameters = parametersOf(envelope.tool_input);
    return { kind: 'request', name, ...session, toolName, parameters };
  }
  if (name !== 'PostToolUse') return undefined;
  const response = envelope.tool_response;
  return response === undefined
    ? undefined
    : { kind: 'response', name, ...session, toolName, response };
}

function denial(reason: string): JsonObject {
  return {
    hookSpecificOutput: {
      hookEventName: 'PreToolUse',
      permissionDecision: 'deny',
      permissionDecisionReason: reason,
    },
  };
}

function stoppedPrompt(reason: string): HookAnswer {
  return stopped({ decision: 'block', reason, suppressOriginalPrompt: true }, reason);
}

/** The tool ran: exit code 2 would show its result all the same, so another result takes its place. */
function replaced(
  name: string,
  response: JsonValue,
  verdict: Exclude<Verdict, { kind: 'pass' }>,
): HookAnswer {
  const isDenied = verdict.kind === 'deny';
  const shown = isDenied ? withheld(response, verdict.reason) : inShapeOf(response, verdict.to);
  return said({
    ...(isDenied ? { decision: 'block', reason: verdict.reason } : {}),
    hookSpecificOutput: {
      hookEventName: name,
      additionalContext: verdict.reason,
      updatedToolOutput: withoutSpill(shown),
    },
  });
}

/** Where Claude Code keeps a long output in a file, it shows that file, in which nothing was changed. */
function withoutSpill(shown: JsonValue): JsonValue {
  if (typeof shown !== 'object' || shown === null || Array.isArray(shown)) return shown;
  return Object.fromEntries(
    Object.entries(shown).filter(([name]) => !name.startsWith('persistedOutput')),
  );
}

/** The result stands: the model is told how to take it. */
export function told(name: string, reason: string): HookAnswer {
  return said({
    decision: 'block',
    reason,
    hookSpecificOutput: { hookEventName: name, additionalContext: reason },
  });
}
