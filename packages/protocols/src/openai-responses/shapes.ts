import {
  content,
  either,
  fields,
  list,
  plain,
  plains,
  stored,
  tagged,
  type AsShape,
  type Shape,
} from '../shape/shape.ts';
import { error } from '../openai-chat/answer-shapes.ts';
import { itemOf } from './item-shapes.ts';
import { TOOLS } from './tool-shapes.ts';

const setting = content('setting');
const settingValue = content('setting', 'json-value');
const items = either({ string: content('text'), list: list(itemOf(false)) });
const instructions: AsShape = { is: 'as', role: 'system', shape: items };

/** What a request asks for and an answer repeats; what is named alone is told in the request. */
function asked(named: Shape): Record<string, Shape> {
  return {
    ...plains(
      'model',
      'background',
      'frequency_penalty',
      'max_output_tokens',
      'max_tool_calls',
      'parallel_tool_calls',
      'presence_penalty',
      'prompt_cache_retention',
      'service_tier',
      'store',
      'temperature',
      'top_logprobs',
      'top_p',
      'truncation',
    ),
    instructions,
    conversation: either({ string: named, object: fields({ id: named }) }),
    previous_response_id: named,
    prompt: fields({ ...plains('version'), id: named, variables: content('text', 'json-value') }),
    prompt_cache_key: setting,
    prompt_cache_options: fields(plains('mode', 'ttl')),
    reasoning: fields(plains('effort', 'summary', 'generate_summary', 'context')),
    safety_identifier: setting,
    text: fields({
      ...plains('verbosity'),
      format: tagged({
        text: fields(plains('type')),
        json_object: fields(plains('type')),
        json_schema: fields({
          ...plains('type', 'name', 'strict'),
          description: content('definition'),
          schema: content('definition', 'json-value'),
        }),
      }),
    }),
    tool_choice: either({ string: plain, object: settingValue }),
    tools: TOOLS,
    metadata: settingValue,
    user: setting,
  };
}

export const REQUEST: Shape = fields({
  ...asked(stored),
  ...plains('stream'),
  input: items,
  include: list(plain),
  context_management: list(fields(plains('type', 'compact_threshold'))),
  moderation: settingValue,
  stream_options: fields(plains('include_obfuscation')),
});

/** A response, whole or as an event of a stream repeats it. */
export function responseOf(streamed: boolean): Shape {
  return fields({
    ...asked(plain),
    ...plains('id', 'object', 'created_at', 'completed_at', 'status'),
    error,
    incomplete_details: fields(plains('reason')),
    billing: fields(plains('payer')),
    moderation: settingValue,
    output: list(itemOf(streamed)),
    output_text: content('text'),
    usage: fields({
      ...plains('input_tokens', 'output_tokens', 'total_tokens'),
      input_tokens_details: fields(plains('cached_tokens', 'cache_write_tokens', 'audio_tokens')),
      output_tokens_details: fields(plains('reasoning_tokens', 'audio_tokens')),
    }),
  });
}

export const ANSWER: Shape = responseOf(false);
