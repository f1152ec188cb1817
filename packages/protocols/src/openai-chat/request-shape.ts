import {
  content,
  either,
  fields,
  list,
  plain,
  plains,
  tagged,
  type Shape,
} from '../shape/shape.ts';
import { contentOf, speaker, spoken } from './message-shapes.ts';

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
