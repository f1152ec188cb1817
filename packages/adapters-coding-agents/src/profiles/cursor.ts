import type { JsonObject, JsonValue } from '@safeai/core';
import {
  inFormOf,
  parametersOf,
  parsedJson,
  said,
  sessionOf,
  stopped,
  textOf,
} from '../envelope.ts';
import type { Codec, HookAnswer, HookEvent, HookResponse, Verdict } from '../event.ts';
import { inShapeOf, withheld } from '../same-shape.ts';

/** Events that carry nothing to judge. */
const NOTICES: ReadonlySet<string> = new Set([
  ...['sessionStart', 'sessionEnd', 'stop', 'preCompact', 'subagentStart', 'subagentStop'],
  ...['afterFileEdit', 'afterTabFileEdit', 'afterAgentResponse', 'afterAgentThought'],
  ...['postToolUseFailure', 'workspaceOpen'],
]);

/** Events that Cursor asks before it shows a file to the model: nothing can be changed, only refused. */
const READS: ReadonlySet<string> = new Set(['beforeReadFile', 'beforeTabFileRead']);

/**
 * Builds of Cursor's command line take no answer for a failure, and with `failClosed` a failure stops the call. An empty
 * object says as little to all of them, and never consents.
 */
const PASSED: HookAnswer = said({});

/** Cursor's own hooks (`.cursor/hooks.json`). */
export const CURSOR: Codec = {
  read: (envelope) => {
    const name = textOf(envelope, 'hook_event_name');
    if (name === undefined) return undefined;
    if (NOTICES.has(name)) return { kind: 'notice', name };
    const session = sessionOf(envelope, 'conversation_id', 'session_id');
    return readEvent(name, session, envelope);
  },
  answer: (event, verdict, envelope): HookAnswer => {
    if (event.kind === 'notice' || verdict.kind === 'pass') return PASSED;
    const { reason } = verdict;
    if (event.kind === 'prompt') {
      return stopped({ continue: false, user_message: reason }, reason);
    }
    if (event.kind === 'request') {
      if (verdict.kind === 'deny' || event.name !== 'preToolUse') return denied(reason);
      return said({ updated_input: inFormOf(envelope.tool_input, verdict.to) });
    }
    return READS.has(event.name) ? denied(reason) : afterwards(event, verdict, envelope);
  },
  refuse: (reason) =>
    stopped(
      { permission: 'deny', continue: false, user_message: reason, agent_message: reason },
      reason,
    ),
};

function readEvent(
  name: string,
  session: { readonly sessionId?: string },
  envelope: JsonObject,
): HookEvent | undefined {
  const toolName = textOf(envelope, 'tool_name');
  const request = (tool: string, parameters: JsonObject): HookEvent => {
    return { kind: 'request', name, ...session, toolName: tool, parameters };
  };
  const response = (tool: string, value: JsonValue | undefined): HookEvent | undefined => {
    if (value === undefined) return undefined;
    return { kind: 'response', name, ...session, toolName: tool, response: value };
  };
  switch (name) {
    case 'preToolUse':
    case 'beforeMCPExecution':
      if (toolName === undefined || envelope.tool_input === undefined) return undefined;
      return request(toolName, parametersOf(envelope.tool_input));
    case 'beforeShellExecution': {
      const { command, cwd } = envelope;
      if (typeof command !== 'string') return undefined;
      return request('Shell', { command, ...(typeof cwd === 'string' ? { cwd } : {}) });
    }
    case 'beforeReadFile':
    case 'beforeTabFileRead':
      return response('Read', envelope.content);
    case 'beforeSubmitPrompt': {
      const { prompt } = envelope;
      return typeof prompt === 'string' ? { kind: 'prompt', name, ...session, prompt } : undefined;
    }
    case 'postToolUse':
      return toolName === undefined ? undefined : response(toolName, opened(envelope.tool_output));
    case 'afterMCPExecution':
      return toolName === undefined ? undefined : response(toolName, opened(envelope.result_json));
    case 'afterShellExecution':
      return response('Shell', envelope.output);
    default:
      return undefined;
  }
}

/** A result that is JSON in a string, opened: keys and values are judged each by itself. */
function opened(value: JsonValue | undefined): JsonValue | undefined {
  return typeof value === 'string' ? (parsedJson(value) ?? value) : value;
}

function denied(reason: string): HookAnswer {
  return stopped({ permission: 'deny', user_message: reason, agent_message: reason }, reason);
}

/** The tool ran. Cursor takes another result from tools of MCP; of the rest the model is told. */
function afterwards(
  event: HookResponse,
  verdict: Exclude<Verdict, { kind: 'pass' }>,
  { tool_output: sent }: JsonObject,
): HookAnswer {
  const shown =
    verdict.kind === 'deny'
      ? withheld(event.response, verdict.reason)
      : inShapeOf(event.response, verdict.to);
  return said({
    additional_context: verdict.reason,
    ...(/^MCP:|^mcp__/.test(event.toolName) || event.name === 'afterMCPExecution'
      ? {
          updated_mcp_tool_output:
            typeof shown === 'string' || typeof sent !== 'string' ? shown : asContent(shown),
        }
      : {}),
  });
}

/** Cursor takes a text, or `{content: [{type: "text", text}]}`. */
function asContent(shown: JsonValue): JsonValue {
  const isResult =
    typeof shown === 'object' && shown !== null && !Array.isArray(shown) && 'content' in shown;
  return isResult ? shown : { content: [{ type: 'text', text: JSON.stringify(shown) }] };
}
