import { SafeAIError, type JsonObject } from '@safeai/core';
import type { Speaker } from '../model.ts';
import {
  content,
  either,
  encrypted,
  fields,
  inside,
  list,
  plains,
  stringOf,
  tagged,
  type Enter,
  type Shape,
  type ShapeContext,
} from '../shape/shape.ts';
import { callArguments } from './call-arguments.ts';

const cacheBreakpoint = { prompt_cache_breakpoint: fields(plains('mode')) };

/** What a message can say in pieces. */
function contentParts(flow: (name: string) => string | undefined): Shape {
  const text = fields({
    ...plains('type'),
    text: content('text', 'text', flow('content')),
    ...cacheBreakpoint,
  });
  return list(
    tagged({
      text,
      refusal: fields({ ...plains('type'), refusal: content('refusal', 'text', flow('refusal')) }),
      image_url: fields({
        ...plains('type'),
        image_url: either({
          string: content('image'),
          object: fields({ url: content('image'), ...plains('detail') }),
        }),
        ...cacheBreakpoint,
      }),
      input_audio: fields({
        ...plains('type'),
        input_audio: fields({ data: content('audio', 'binary'), ...plains('format') }),
        ...cacheBreakpoint,
      }),
      file: fields({
        ...plains('type'),
        file: fields({
          file_data: content('file', 'binary'),
          filename: content('file'),
          ...plains('file_id'),
        }),
        ...cacheBreakpoint,
      }),
      // Mistral's reasoning.
      thinking: fields({
        ...plains('type', 'closed'),
        thinking: list(
          tagged({
            text: fields({
              ...plains('type'),
              text: content('reasoning', 'text', flow('thinking')),
            }),
          }),
        ),
      }),
    }),
  );
}

export function contentOf(flow: (name: string) => string | undefined): Shape {
  return either({
    string: content('text', 'text', flow('content')),
    list: contentParts(flow),
  });
}

/** What a model says: a message of an answer, one that a request repeats, or a piece of one. */
export function spoken(streamed: boolean): Record<string, Shape> {
  const flow = (name: string) => (streamed ? name : undefined);
  const args = callArguments(streamed);
  return {
    ...plains('role'),
    content: contentOf(flow),
    refusal: content('refusal', 'text', flow('refusal')),
    // The spellings of DeepSeek and of OpenRouter and vLLM.
    reasoning_content: content('reasoning', 'text', flow('reasoning_content')),
    reasoning: content('reasoning', 'text', flow('reasoning')),
    reasoning_details: list(
      fields(
        {
          ...plains('type', 'id', 'format', 'index'),
          text: content('reasoning', 'text', flow('text')),
          summary: content('reasoning', 'text', flow('summary')),
          data: encrypted,
          signature: encrypted,
        },
        (detail, context, position) => ({
          ...within(context, `reasoning_details/${String(indexOf(detail, position, streamed))}/`),
          signed: typeof detail.signature === 'string',
        }),
      ),
    ),
    annotations: list(
      tagged({
        url_citation: fields({
          ...plains('type'),
          url_citation: fields({
            ...plains('start_index', 'end_index'),
            title: content('citation'),
            url: content('citation'),
            content: content('citation'),
          }),
        }),
      }),
    ),
    audio: fields(
      {
        ...plains('id', 'expires_at'),
        data: content('audio', 'binary'),
        transcript: content('audio', 'text', flow('transcript')),
      },
      (_audio, context) => within(context, 'audio/'),
    ),
    function_call: fields(
      {
        name: content('tool_name', 'text', flow('arguments')),
        arguments: args,
      },
      (call, context) => ({
        ...within(context, 'function_call/'),
        ...named(stringOf(call, 'name')),
      }),
    ),
    tool_calls: list(
      fields(
        {
          ...plains('id', 'type', 'index'),
          function: fields(
            { name: content('tool_name', 'text', flow('arguments')), arguments: args },
            byName,
          ),
          custom: fields(
            {
              name: content('tool_name', 'text', flow('input')),
              input: content('tool_call', 'text', flow('input')),
            },
            byName,
          ),
        },
        (call, context, position) => {
          const id = stringOf(call, 'id');
          return inside(
            within(context, `tool_calls/${toolCallKey(call, position, streamed)}/`),
            id !== undefined && id !== '' && { toolCallId: id },
          );
        },
      ),
    ),
  };
}

/** A call may hold a function and a custom tool: each has its own name. */
const byName: Enter = (tool, context) => inside(context, named(stringOf(tool, 'name')));

function within(context: ShapeContext, name: string): ShapeContext {
  return inside(context, { channel: `${context.channel ?? ''}${name}` });
}

function named(toolName: string | undefined): { toolName?: string } {
  return toolName === undefined || toolName === '' ? {} : { toolName };
}

/** Which call a piece belongs to. Gemini's imitation leaves the index out, and gives each call whole. */
function toolCallKey(call: JsonObject, position: number, streamed: boolean): string {
  const id = stringOf(call, 'id');
  if (!Object.hasOwn(call, 'index') && id !== undefined && id !== '') return `id:${id}`;
  return String(indexOf(call, position, streamed));
}

/**
 * Which of several something is: by its own index or, without one, by its place.
 *
 * @throws SafeAIError `malformed_stream` in a stream when the index is no whole number: a client might take `"0"` for 0
 */
export function indexOf(object: JsonObject, position: number, streamed: boolean): number {
  const index = Object.hasOwn(object, 'index') ? object.index : undefined;
  if (typeof index === 'number' && Number.isSafeInteger(index) && index >= 0) return index;
  if (streamed && index !== undefined && index !== null) {
    throw new SafeAIError('malformed_stream', 'An index in the event stream is no whole number.');
  }
  return position;
}

const ROLES: ReadonlyMap<string, Speaker> = new Map<string, Speaker>([
  ['system', 'system'],
  ['developer', 'system'],
  ['user', 'user'],
  ['assistant', 'assistant'],
  ['tool', 'tool'],
  ['function', 'tool'],
]);

/** Who speaks, and for a tool's message, which call it answers. */
export function speaker(message: JsonObject, context: ShapeContext): ShapeContext {
  const role = ROLES.get(stringOf(message, 'role') ?? '') ?? 'user';
  if (role !== 'tool') return { ...context, role };
  const toolCallId = stringOf(message, 'tool_call_id');
  return {
    ...context,
    role,
    textKind: 'tool_result',
    ...named(stringOf(message, 'name')),
    ...(toolCallId !== undefined && { toolCallId }),
  };
}
