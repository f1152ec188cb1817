import type { JsonObject, JsonValue } from '@safeai/core';

/** A tool call in a transcript. */
export interface TranscriptCall {
  readonly toolName: string;
  readonly parameters: JsonObject;
  /** The same wherever a transcript tells of this call; absent where it has none. */
  readonly id?: string;
}

/** What one line of a transcript holds. */
export interface TranscriptLine {
  /** As the agent names it; absent where the line does not say. */
  readonly sessionId?: string;
  /** Milliseconds since the epoch; absent where the line does not say. */
  readonly at?: number;
  readonly calls: readonly TranscriptCall[];
  /** Prompts, answers and results of tools. */
  readonly texts: readonly string[];
}

/** Deepest nesting that is looked into. */
const MAX_DEPTH = 24;

/** Names of values that are keys, signatures and encoded pictures of the agent's own, or said again elsewhere. */
const PASSED_OVER =
  /^(?:signature|encrypted_content|image_url|blob|uuid|parentUuid|id|\w+_id|\w+Id|toolUseResult|usage|model|version|type|role|timestamp|base_instructions)$/;

/**
 * What a line of a coding agent's transcript holds. Claude Code, Codex, Cursor and Copilot each nest their messages
 * otherwise; what a call is can be told by its fields wherever it stands.
 */
export function readTranscriptLine(line: JsonValue): TranscriptLine {
  const calls: TranscriptCall[] = [];
  const texts: string[] = [];
  collect(line, 0, calls, texts);
  const top = isObject(line) ? line : {};
  const payload = isObject(top.payload) ? top.payload : {};
  const isMeta = top.type === 'session_meta' || top.type === 'session.start';
  const session = top.sessionId ?? (isMeta ? (payload.id ?? null) : null);
  const at = typeof top.timestamp === 'string' ? Date.parse(top.timestamp) : Number.NaN;
  return {
    calls,
    texts,
    ...(typeof session === 'string' ? { sessionId: session } : {}),
    ...(Number.isNaN(at) ? {} : { at }),
  };
}

function collect(value: JsonValue, depth: number, calls: TranscriptCall[], texts: string[]): void {
  if (typeof value === 'string') {
    if (value.length >= SHORTEST) texts.push(value);
    return;
  }
  if (typeof value !== 'object' || value === null || depth > MAX_DEPTH) return;
  if (Array.isArray(value)) {
    for (const item of value as readonly JsonValue[]) collect(item, depth + 1, calls, texts);
    return;
  }
  const object = value as JsonObject;
  const call = callIn(object);
  if (call !== undefined) {
    calls.push(call);
    return;
  }
  for (const [name, item] of Object.entries(object)) {
    if (!PASSED_OVER.test(name)) collect(item, depth + 1, calls, texts);
  }
}

/** Shorter texts hold no secret. */
const SHORTEST = 8;

/** `tool_use` of Claude and Cursor, `function_call` and its likes of Codex, `toolRequests` of Copilot. */
function callIn(object: JsonObject): TranscriptCall | undefined {
  const { type, name, toolName } = object;
  if (type === 'local_shell_call' && isObject(object.action)) {
    const { command } = object.action;
    if (Array.isArray(command)) return callOf('shell', { command }, object);
  }
  if (type === 'custom_tool_call' && typeof name === 'string') {
    return callOf(name, parametersIn(object.input), object);
  }
  if (type === 'function_call' && typeof name === 'string') {
    return callOf(name, parametersIn(object.arguments), object);
  }
  if (type === 'tool_use' && typeof name === 'string') {
    return callOf(name, parametersIn(object.input), object);
  }
  if (typeof object.toolCallId === 'string' && object.arguments !== undefined) {
    const called = typeof toolName === 'string' ? toolName : name;
    if (typeof called === 'string') {
      return callOf(called, parametersIn(object.arguments), object);
    }
  }
  return undefined;
}

function callOf(toolName: string, parameters: JsonObject, object: JsonObject): TranscriptCall {
  const id = object.toolCallId ?? object.call_id ?? object.id;
  return { toolName, parameters, ...(typeof id === 'string' ? { id } : {}) };
}

function parametersIn(value: JsonValue | undefined): JsonObject {
  if (isObject(value)) return value;
  if (typeof value !== 'string') return value === undefined ? {} : { input: value };
  try {
    const parsed = JSON.parse(value) as JsonValue;
    if (isObject(parsed)) return parsed;
  } catch {
    // A patch, for one, is a text.
  }
  return { input: value };
}

function isObject(value: JsonValue | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
