import type { JsonObject, JsonValue } from '@safeai/core';
import { inFormOf, parametersOf, said, sessionOf, SILENT, stopped, textOf } from '../envelope.ts';
import type { Codec, HookAnswer, HookEvent } from '../event.ts';
import { withheld } from '../same-shape.ts';
import { readClaude } from './claude-hooks.ts';

/** For agents without a profile: `{event: "request" | "response" | "prompt", …}`, or an envelope of Claude Code. */
export const GENERIC: Codec = {
  read: (envelope) => (envelope.event === undefined ? readClaude(envelope) : readOwn(envelope)),
  answer: (event, verdict, envelope): HookAnswer => {
    if (event.kind === 'notice' || verdict.kind === 'pass') return SILENT;
    const { reason } = verdict;
    if (event.kind === 'response') {
      const response = verdict.kind === 'deny' ? withheld(event.response, reason) : verdict.to;
      return said({ action: verdict.kind === 'deny' ? 'block' : 'redact', reason, response });
    }
    if (verdict.kind === 'deny') return stopped({ action: 'block', reason }, reason);
    if (event.kind === 'prompt') return said({ action: 'redact', reason, prompt: verdict.to });
    const parameters = inFormOf(sentParameters(envelope), verdict.to);
    return said({ action: 'redact', reason, parameters });
  },
  refuse: (reason) => stopped({ action: 'block', reason }, reason),
};

function readOwn(envelope: JsonObject): HookEvent | undefined {
  const { event, prompt, response } = envelope;
  const session = sessionOf(envelope, 'session_id');
  const toolName = textOf(envelope, 'tool_name');
  if (event === 'prompt' && typeof prompt === 'string') {
    return { kind: 'prompt', name: event, ...session, prompt };
  }
  if (toolName === undefined) return undefined;
  if (event === 'request') {
    const sent = sentParameters(envelope);
    if (sent === undefined) return undefined;
    return { kind: 'request', name: event, ...session, toolName, parameters: parametersOf(sent) };
  }
  if (event !== 'response' || response === undefined) return undefined;
  return { kind: 'response', name: event, ...session, toolName, response };
}

function sentParameters(envelope: JsonObject): JsonValue | undefined {
  return envelope.parameters ?? envelope.tool_input;
}
