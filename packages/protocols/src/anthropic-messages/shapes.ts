import type { Speaker } from '../model.ts';
import {
  content,
  either,
  encrypted,
  fields,
  inside,
  list,
  plain,
  plains,
  stringOf,
  tagged,
  type Enter,
  type Shape,
} from '../shape/shape.ts';
import { blocks, cacheControl, CITATION, CONTENT_BLOCKS } from './block-shapes.ts';
import { blockIndex } from './block-index.ts';

const setting = content('setting');
const settingValue = content('setting', 'json-value');
const schema = content('definition', 'json-value');
const message: Shape = either({ string: content('text'), list: CONTENT_BLOCKS });

const SPEAKERS: ReadonlyMap<string, Speaker> = new Map([
  ['user', 'user'],
  ['assistant', 'assistant'],
  ['system', 'system'],
]);

const speaker: Enter = (object, context) => ({
  ...context,
  role: SPEAKERS.get(stringOf(object, 'role') ?? '') ?? 'user',
});

/** One shape for all tools, the caller's and the provider's. */
const tool = fields({
  ...plains(
    'name',
    'type',
    'strict',
    'defer_loading',
    'eager_input_streaming',
    'max_uses',
    'max_tokens',
    'max_characters',
    'max_content_tokens',
    'use_cache',
    'response_inclusion',
    'display_width_px',
    'display_height_px',
    'display_number',
    'mcp_server_name',
    'model',
  ),
  ...cacheControl,
  caching: fields(plains('type', 'ttl')),
  description: content('definition'),
  input_schema: schema,
  input_examples: schema,
  tools: list(
    fields({ ...plains('name'), description: content('definition'), input_schema: schema }),
  ),
  configs: settingValue,
  default_config: fields(plains('enabled', 'defer_loading')),
  allowed_callers: list(plain),
  allowed_domains: list(setting),
  blocked_domains: list(setting),
  user_location: settingValue,
  url_sources: settingValue,
  citations: fields(plains('enabled')),
});

const skills = list(fields(plains('skill_id', 'type', 'version')));
const answerForm = fields({ ...plains('type', 'name'), schema });

export const REQUEST: Shape = fields({
  ...plains(
    'model',
    'max_tokens',
    'stream',
    'temperature',
    'top_k',
    'top_p',
    'service_tier',
    'inference_geo',
    'speed',
  ),
  ...cacheControl,
  messages: list(fields({ ...plains('role'), content: message }, speaker)),
  system: withRole('system', message),
  tools: list(tool),
  tool_choice: fields(plains('type', 'name', 'disable_parallel_tool_use')),
  thinking: fields(plains('type', 'budget_tokens', 'display')),
  stop_sequences: list(setting),
  metadata: fields({ user_id: setting }),
  user_profile_id: setting,
  workspace_id: plain,
  container: either({ string: plain, object: fields({ ...plains('id'), skills }) }),
  output_config: fields({ ...plains('effort'), format: answerForm }),
  output_format: answerForm,
  context_management: settingValue,
  diagnostics: fields(plains('previous_message_id')),
  betas: list(plain),
  mcp_servers: list(
    fields({
      ...plains('name', 'type'),
      url: setting,
      authorization_token: setting,
      tool_configuration: fields({ ...plains('enabled'), allowed_tools: list(plain) }),
    }),
  ),
});

/** A shape whose texts are another's words. */
function withRole(role: Speaker, shape: Shape): Shape {
  return { is: 'as', role, shape };
}

const tokens = plains(
  'type',
  'model',
  'input_tokens',
  'output_tokens',
  'cache_creation_input_tokens',
  'cache_read_input_tokens',
  'service_tier',
  'inference_geo',
  'speed',
);
const cacheCreation = fields(plains('ephemeral_5m_input_tokens', 'ephemeral_1h_input_tokens'));
const usage = fields({
  ...tokens,
  cache_creation: cacheCreation,
  output_tokens_details: fields(plains('thinking_tokens')),
  server_tool_use: fields(plains('web_search_requests', 'web_fetch_requests')),
  iterations: list(fields({ ...tokens, cache_creation: cacheCreation })),
});

/** How a message ended: in an answer at its top, in a stream in an event of its own. */
const ending: Record<string, Shape> = {
  ...plains('stop_reason'),
  stop_sequence: content('text'),
  stop_details: fields({ ...plains('type', 'category'), explanation: content('refusal') }),
  container: fields({ ...plains('id', 'expires_at'), skills }),
};

const contextManagement = fields({
  applied_edits: list(
    fields(plains('type', 'cleared_tool_uses', 'cleared_thinking_turns', 'cleared_input_tokens')),
  ),
});

const error = fields({
  ...plains('type'),
  message: content('error'),
  details: content('error', 'json-value'),
});

export const ANSWER: Shape = fields({
  ...plains('id', 'type', 'role', 'model', 'request_id'),
  ...ending,
  content: CONTENT_BLOCKS,
  usage,
  context_management: contextManagement,
  diagnostics: fields({
    cache_miss_reason: fields(plains('type', 'cache_missed_input_tokens')),
  }),
  error,
});

export const COUNT: Shape = fields({
  ...plains('type', 'input_tokens', 'request_id'),
  context_management: fields(plains('original_input_tokens')),
  error,
});

const atBlock: Enter = (event, context) =>
  inside(context, { channel: `${String(blockIndex(event))}/` });

export const EVENT: Shape = tagged({
  message_start: fields({ ...plains('type'), message: ANSWER }),
  content_block_start: fields({ ...plains('type', 'index'), content_block: blocks(true) }, atBlock),
  content_block_delta: fields(
    {
      ...plains('type', 'index'),
      delta: tagged({
        text_delta: fields({ ...plains('type'), text: content('text', 'text', 'text') }),
        thinking_delta: fields({
          ...plains('type', 'estimated_tokens'),
          thinking: content('reasoning', 'text', 'thinking'),
        }),
        input_json_delta: fields({
          ...plains('type'),
          partial_json: content('tool_call', 'json-text', 'input'),
        }),
        signature_delta: fields({ ...plains('type'), signature: encrypted }),
        citations_delta: fields({ ...plains('type'), citation: CITATION }),
        compaction_delta: fields({
          ...plains('type'),
          content: content('text', 'text', 'content'),
          encrypted_content: encrypted,
        }),
      }),
    },
    atBlock,
  ),
  content_block_stop: fields(plains('type', 'index'), atBlock),
  message_delta: fields({
    ...plains('type'),
    delta: fields(ending),
    usage,
    context_management: contextManagement,
  }),
  message_stop: fields(plains('type')),
  ping: fields(plains('type')),
  error: fields({ ...plains('type', 'request_id'), error }),
});
