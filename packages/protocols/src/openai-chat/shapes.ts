import type { JsonObject } from '@safeai/core';
import { SafeAIError } from '@safeai/core';
import type { Speaker } from '../model.ts';
import {
  content,
  either,
  encrypted,
  fields,
  list,
  plain,
  plains,
  stringOf,
  tagged,
  type Shape,
  type ShapeContext,
} from '../shape/shape.ts';
import { objectOf } from '../usage.ts';

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

function contentOf(flow: (name: string) => string | undefined): Shape {
  return either({
    string: content('text', 'text', flow('content')),
    list: contentParts(flow),
  });
}

/** What a model says: a message of an answer, one that a request repeats, or a piece of one. */
function spoken(streamed: boolean): Record<string, Shape> {
  const flow = (name: string) => (streamed ? name : undefined);
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
        arguments: content('tool_call', 'json-text', flow('arguments')),
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
          function: fields({
            name: content('tool_name', 'text', flow('arguments')),
            arguments: content('tool_call', 'json-text', flow('arguments')),
          }),
          custom: fields({
            name: content('tool_name', 'text', flow('input')),
            input: content('tool_call', 'text', flow('input')),
          }),
        },
        (call, context, position) => {
          const id = stringOf(call, 'id');
          const tool = objectOf(call, 'function') ?? objectOf(call, 'custom');
          return {
            ...within(context, `tool_calls/${toolCallKey(call, position, streamed)}/`),
            ...named(tool === undefined ? undefined : stringOf(tool, 'name')),
            ...(id !== undefined && id !== '' && { toolCallId: id }),
          };
        },
      ),
    ),
  };
}

function within(context: ShapeContext, name: string): ShapeContext {
  return { ...context, channel: `${context.channel ?? ''}${name}` };
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
function speaker(message: JsonObject, context: ShapeContext): ShapeContext {
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

const schema = content('definition', 'json-value');
const functionDefinition = fields({
  ...plains('name', 'strict'),
  description: content('definition'),
  parameters: schema,
});
const setting = content('setting');
const settingValue = content('setting', 'json-value');
const still = () => undefined;

export const REQUEST: Shape = fields({
  ...plains(
    'model',
    'frequency_penalty',
    'presence_penalty',
    'logprobs',
    'top_logprobs',
    'max_tokens',
    'max_completion_tokens',
    'n',
    'parallel_tool_calls',
    'prompt_cache_retention',
    'reasoning_effort',
    'seed',
    'service_tier',
    'store',
    'stream',
    'temperature',
    'top_p',
    'top_k',
    'min_p',
    'repetition_penalty',
    'verbosity',
  ),
  messages: list(
    fields(
      {
        ...spoken(false),
        ...plains('tool_call_id', 'prefix'),
        name: setting,
      },
      speaker,
    ),
  ),
  audio: fields({
    ...plains('format'),
    voice: either({ string: plain, object: fields(plains('id')) }),
  }),
  modalities: list(plain),
  prediction: fields({ ...plains('type'), content: contentOf(still) }),
  response_format: tagged({
    text: fields(plains('type')),
    json_object: fields(plains('type')),
    json_schema: fields({
      ...plains('type'),
      json_schema: fields({
        ...plains('name', 'strict'),
        description: content('definition'),
        schema,
      }),
    }),
  }),
  tools: list(
    tagged({
      function: fields({ ...plains('type'), function: functionDefinition }),
      custom: fields({
        ...plains('type'),
        custom: fields({
          ...plains('name'),
          description: content('definition'),
          format: schema,
        }),
      }),
    }),
  ),
  functions: list(functionDefinition),
  tool_choice: either({ string: plain, object: settingValue }),
  function_call: either({ string: plain, object: fields(plains('name')) }),
  stop: either({ string: setting, list: list(setting) }),
  stream_options: fields(plains('include_usage', 'include_obfuscation')),
  prompt_cache_options: fields(plains('mode', 'ttl')),
  moderation: settingValue,
  web_search_options: fields({
    ...plains('search_context_size'),
    user_location: settingValue,
  }),
  logit_bias: settingValue,
  metadata: settingValue,
  prompt_cache_key: setting,
  safety_identifier: setting,
  user: setting,
});

const usage = fields({
  ...plains(
    'prompt_tokens',
    'completion_tokens',
    'total_tokens',
    'prompt_cache_hit_tokens',
    'prompt_cache_miss_tokens',
    'cost',
    'is_byok',
    'queue_time',
    'prompt_time',
    'completion_time',
    'total_time',
  ),
  prompt_tokens_details: fields(
    plains('cached_tokens', 'audio_tokens', 'text_tokens', 'image_tokens', 'cache_write_tokens'),
  ),
  completion_tokens_details: fields(
    plains(
      'reasoning_tokens',
      'audio_tokens',
      'text_tokens',
      'image_tokens',
      'accepted_prediction_tokens',
      'rejected_prediction_tokens',
    ),
  ),
  cost_details: fields(
    plains(
      'upstream_inference_cost',
      'upstream_inference_prompt_cost',
      'upstream_inference_completions_cost',
    ),
  ),
});

const filtered = fields(plains('filtered', 'detected', 'severity'));
const filterResults = fields({
  hate: filtered,
  self_harm: filtered,
  sexual: filtered,
  violence: filtered,
  jailbreak: filtered,
  indirect_attack: filtered,
  profanity: filtered,
  protected_material_text: filtered,
  protected_material_code: fields({
    ...plains('filtered', 'detected'),
    citation: fields({ URL: content('citation'), ...plains('license') }),
  }),
  error: fields({ ...plains('code'), message: content('error') }),
});

/** A provider's error, in a body of its own or within an answer. */
const error = either({
  string: content('error'),
  object: fields({
    ...plains('type', 'code', 'param', 'status'),
    message: content('error'),
    metadata: content('error', 'json-value'),
    innererror: content('error', 'json-value'),
  }),
});

function answer(streamed: boolean): Shape {
  const choice = fields(
    {
      ...plains('index', 'finish_reason', 'native_finish_reason', 'stop_reason', 'matched_stop'),
      ...{ [streamed ? 'delta' : 'message']: fields(spoken(streamed)) },
      logprobs: fields({
        content: { is: 'logprob', repeats: 'content' },
        refusal: { is: 'logprob', repeats: 'refusal' },
      }),
      content_filter_results: filterResults,
      content_filter_result: filterResults,
      content_filter_offsets: fields(plains('check_offset', 'start_offset', 'end_offset')),
      error,
    },
    (object, context, position) => {
      const index = indexOf(object, position, streamed);
      return { ...context, choice: index, ...(streamed && { channel: `${String(index)}/` }) };
    },
  );
  return fields({
    ...plains(
      'id',
      'object',
      'created',
      'model',
      'service_tier',
      'system_fingerprint',
      'obfuscation',
    ),
    provider: content('citation'),
    choices: list(choice),
    usage,
    moderation: content('citation', 'json-value'),
    prompt_filter_results: list(
      fields({ ...plains('prompt_index'), content_filter_results: filterResults }),
    ),
    citations: list(content('citation')),
    search_results: content('citation', 'json-value'),
    x_groq: fields({ ...plains('id', 'seed'), usage, error }),
    error,
  });
}

export const ANSWER: Shape = answer(false);
export const CHUNK: Shape = answer(true);
