import type { JsonObject, JsonValue } from '@safeai/core';
import {
  inFormOf,
  isObject,
  parametersOf,
  said,
  sessionOf,
  SILENT,
  stopped,
  textOf,
} from '../envelope.ts';
import type { Codec, HookAnswer, HookEvent } from '../event.ts';
import { readClaude, told } from './claude-hooks.ts';

/** Events of Copilot CLI that carry nothing to judge, as far as they can be told apart by their fields. */
const NOTICE_FIELDS = ['reason', 'source', 'error', 'stopReason', 'trigger', 'transcriptPath'];

/**
 * Copilot CLI and its cloud agent (`.github/hooks/*.json`, `preToolUse`: camelCase, no name of the event), and VS Code
 * (`PreToolUse`: snake_case with the event's name).
 */
export const COPILOT: Codec = {
  read: (envelope) => (isNamed(envelope) ? readNamed(envelope) : readUnnamed(envelope)),
  answer: (event, verdict, envelope): HookAnswer => {
    if (event.kind === 'notice' || verdict.kind === 'pass') return SILENT;
    const { reason } = verdict;
    if (event.kind === 'prompt') return stopped({ decision: 'block', reason }, reason);
    if (event.kind === 'response') {
      const text = verdict.kind === 'deny' ? reason : textIn(verdict.to);
      if (text === undefined || resultText(envelope) === undefined) return told(event.name, reason);
      return said({
        modifiedResult: { resultType: 'success', textResultForLlm: text },
        additionalContext: reason,
      });
    }
    const hook = { hookEventName: 'PreToolUse' };
    if (verdict.kind === 'deny') {
      const deny = { permissionDecision: 'deny', permissionDecisionReason: reason };
      return stopped({ ...deny, hookSpecificOutput: { ...hook, ...deny } }, reason);
    }
    const updated = inFormOf(envelope.toolArgs ?? envelope.tool_input, verdict.to);
    // `modifiedArgs` is an object in any case.
    const modifiedArgs = isObject(updated) ? updated : verdict.to;
    return said({ modifiedArgs, hookSpecificOutput: { ...hook, updatedInput: updated } });
  },
  refuse: (reason) => {
    const deny = { permissionDecision: 'deny', permissionDecisionReason: reason };
    return stopped({ decision: 'block', reason, ...deny }, reason);
  },
};

function isNamed(envelope: JsonObject): boolean {
  return envelope.hook_event_name !== undefined || envelope.hookEventName !== undefined;
}

/** VS Code sends a `tool_response`, Copilot CLI a `tool_result`. */
function readNamed(envelope: JsonObject): HookEvent | undefined {
  const text = resultText(envelope);
  if (text === undefined) return readClaude(envelope);
  return readClaude({ ...envelope, tool_response: text });
}

function readUnnamed(envelope: JsonObject): HookEvent | undefined {
  const session = sessionOf(envelope, 'sessionId');
  const toolName = textOf(envelope, 'toolName');
  if (toolName !== undefined) {
    if (typeof envelope.error === 'string') return { kind: 'notice', name: 'postToolUseFailure' };
    if (envelope.toolResult !== undefined) {
      const response = resultText(envelope) ?? envelope.toolResult;
      return { kind: 'response', name: 'postToolUse', ...session, toolName, response };
    }
    if (envelope.toolArgs === undefined) return undefined;
    const parameters = parametersOf(envelope.toolArgs);
    return { kind: 'request', name: 'preToolUse', ...session, toolName, parameters };
  }
  const { prompt } = envelope;
  if (typeof prompt === 'string') {
    return { kind: 'prompt', name: 'userPromptSubmitted', ...session, prompt };
  }
  const isNotice = NOTICE_FIELDS.some((field) => envelope[field] !== undefined);
  return isNotice && envelope.timestamp !== undefined
    ? { kind: 'notice', name: 'notice' }
    : undefined;
}

/** What of a result the model reads. */
function resultText(envelope: JsonObject): string | undefined {
  const result = envelope.toolResult ?? envelope.tool_result;
  if (!isObject(result)) return typeof result === 'string' ? result : undefined;
  const text = result.textResultForLlm ?? result.text_result_for_llm;
  return typeof text === 'string' ? text : undefined;
}

function textIn(value: JsonValue): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
