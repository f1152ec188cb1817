import type { BodyOf } from '@safeai/client';
import { isOfTool, type Trial } from './trial.ts';

/** A JSON value. */
export type Json = NonNullable<BodyOf<'scan_structured'>['payload']> | null;

/** What is tried, read; or why it cannot be. */
export type Content =
  { readonly text: string } | { readonly json: Json } | { readonly problem: string };

/** A route that decides on record, with what it is asked. */
export interface RecordedRequest {
  readonly route: 'scan_input' | 'scan_structured' | 'guard_output' | 'intercept_tool';
  readonly body: object;
}

/** Reads a text as a trial wants it. The problem says nothing of what is in the text. */
export function contentOf({ format, surface, tool }: Trial, text: string): Content {
  if (isOfTool(surface) && tool.trim() === '') return { problem: 'Name the tool.' };
  if (format === 'text') return { text };
  let json: Json;
  try {
    json = JSON.parse(text) as Json;
  } catch {
    return { problem: 'This is no JSON. Names and strings stand in double quotes.' };
  }
  if (surface === 'tool_request' && !isObject(json))
    return { problem: 'A call has its parameters in an object: { "name": "value" }.' };
  return { json };
}

/** The question what would be decided; a problem where it cannot be asked. */
export function explainBody(
  trial: Trial,
  content: Exclude<Content, { problem: string }>,
): BodyOf<'policies_explain'> | { readonly problem: string } {
  if ('json' in content && !isObject(content.json))
    return { problem: 'Without a record, JSON has to be an object: { "name": "value" }.' };
  const { surface } = trial;
  return {
    ...(surface === 'input' || surface === 'output'
      ? { boundary: surface }
      : {
          boundary: 'action' as const,
          direction: surface === 'tool_request' ? ('request' as const) : ('response' as const),
          tool_name: trial.tool.trim(),
        }),
    ...circumstances(trial),
    ...('text' in content
      ? { text: content.text }
      : { parameters: content.json as NonNullable<BodyOf<'policies_explain'>['parameters']> }),
  };
}

/** The request that an agent would make. */
export function recordedRequest(
  trial: Trial,
  content: Exclude<Content, { problem: string }>,
): RecordedRequest {
  const more = circumstances(trial);
  const tool_name = trial.tool.trim();
  const given = 'text' in content ? content.text : content.json;
  switch (trial.surface) {
    case 'input':
      return 'text' in content
        ? { route: 'scan_input', body: { text: given, ...more } }
        : { route: 'scan_structured', body: { payload: given, ...more } };
    case 'output':
      return { route: 'guard_output', body: { text: given, ...more } };
    case 'tool_request':
      return {
        route: 'intercept_tool',
        body: { phase: 'request', tool_name, parameters: given, ...more },
      };
    case 'tool_response':
      return {
        route: 'intercept_tool',
        body: { phase: 'response', tool_name, response: given, ...more },
      };
  }
}

function circumstances({ agent, tenant }: Trial): { agent_id?: string; tenant_id?: string } {
  return {
    ...(agent.trim() === '' ? {} : { agent_id: agent.trim() }),
    ...(tenant === '' ? {} : { tenant_id: tenant }),
  };
}

function isObject(value: unknown): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
