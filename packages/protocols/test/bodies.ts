/**
 * Bodies with every field that holds content. A string there says what it has to be found as: `<<kind|role>>`, or
 * `<<unscanned|why>>`; a string without such a mark is no content.
 */
import type { JsonObject } from '@safeai/core';
import {
  anthropicCountTokens,
  anthropicMessages,
  openAiChat,
  type Protocol,
} from '../src/index.ts';
import { GEMINI_BODIES } from './gemini-bodies.ts';
import { found, not } from './mark.ts';
import { OPENAI_BODIES } from './openai-bodies.ts';
import { RESPONSE_BODIES } from './response-bodies.ts';

export interface MarkedBody {
  readonly name: string;
  readonly protocol: Protocol;
  readonly direction: 'request' | 'answer';
  readonly body: JsonObject;
}

const cache = { cache_control: { type: 'ephemeral', ttl: '1h' } };

const chatRequest: JsonObject = {
  model: 'gpt-4o-mini',
  messages: [
    { role: 'system', content: found('text', 'system'), name: found('setting', 'system') },
    { role: 'developer', content: [{ type: 'text', text: found('text', 'system') }] },
    {
      role: 'user',
      name: found('setting', 'user'),
      content: [
        {
          type: 'text',
          text: found('text', 'user'),
          prompt_cache_breakpoint: { mode: 'explicit' },
        },
        {
          type: 'image_url',
          image_url: { url: `https://x/${found('image', 'user')}`, detail: 'low' },
        },
        { type: 'image_url', image_url: { url: `data:image/png;base64,${not('binary')}` } },
        { type: 'input_audio', input_audio: { data: not('binary'), format: 'wav' } },
        { type: 'file', file: { file_data: not('binary'), filename: found('file', 'user') } },
        { type: 'file', file: { file_id: 'file-1' } },
        { type: 'hologram', beam: not('unknown_type') },
      ],
    },
    {
      role: 'assistant',
      content: [
        { type: 'text', text: found('text', 'assistant') },
        { type: 'refusal', refusal: found('refusal', 'assistant') },
      ],
      refusal: found('refusal', 'assistant'),
      reasoning_content: found('reasoning', 'assistant'),
      reasoning: found('reasoning', 'assistant'),
      audio: { id: 'audio_1' },
      tool_calls: [
        {
          id: 'call_1',
          type: 'function',
          function: {
            name: found('tool_name', 'assistant'),
            arguments: found('tool_call', 'assistant'),
          },
        },
        {
          id: 'call_2',
          type: 'custom',
          custom: { name: found('tool_name', 'assistant'), input: found('tool_call', 'assistant') },
        },
      ],
      function_call: {
        name: found('tool_name', 'assistant'),
        arguments: found('tool_call', 'assistant'),
      },
    },
    { role: 'tool', tool_call_id: 'call_1', content: found('tool_result', 'tool') },
    {
      role: 'tool',
      tool_call_id: 'call_2',
      content: [{ type: 'text', text: found('tool_result', 'tool') }],
    },
    { role: 'function', name: found('setting', 'tool'), content: found('tool_result', 'tool') },
  ],
  prediction: { type: 'content', content: [{ type: 'text', text: found('text', 'user') }] },
  response_format: {
    type: 'json_schema',
    json_schema: {
      name: 'answer',
      strict: true,
      description: found('definition', 'user'),
      schema: { type: 'object', description: found('definition', 'user') },
    },
  },
  tools: [
    {
      type: 'function',
      function: {
        name: 'send_mail',
        description: found('definition', 'user'),
        parameters: { properties: { to: { description: found('definition', 'user') } } },
      },
    },
    {
      type: 'custom',
      custom: { name: 'run', description: found('definition', 'user'), format: { type: 'text' } },
    },
    { type: 'teleport', to: not('unknown_type') },
  ],
  functions: [{ name: 'f', description: found('definition', 'user'), parameters: {} }],
  tool_choice: { type: 'function', function: { name: found('setting', 'user') } },
  stop: [found('setting', 'user')],
  user: found('setting', 'user'),
  safety_identifier: found('setting', 'user'),
  prompt_cache_key: found('setting', 'user'),
  metadata: { purpose: found('setting', 'user') },
  web_search_options: {
    search_context_size: 'low',
    user_location: { type: 'approximate', approximate: { city: found('setting', 'user') } },
  },
  logit_bias: { '50256': -100 },
  modalities: ['text', 'audio'],
  audio: { format: 'wav', voice: { id: 'voice_1' } },
  stream: true,
  stream_options: { include_usage: true },
  n: 2,
  max_completion_tokens: 100,
  temperature: 0.5,
  mystery: not('unknown_field'),
};

const tokens = [
  { token: found('logprob', 'assistant'), logprob: -0.1, bytes: null, top_logprobs: [] },
];

const chatAnswer: JsonObject = {
  id: 'chatcmpl-1',
  object: 'chat.completion',
  created: 1,
  model: 'gpt-4o-mini-2024-07-18',
  choices: [
    {
      index: 0,
      finish_reason: 'stop',
      logprobs: { content: tokens, refusal: tokens },
      message: {
        role: 'assistant',
        content: found('text', 'assistant'),
        refusal: found('refusal', 'assistant'),
        reasoning_content: found('reasoning', 'assistant'),
        reasoning_details: [
          {
            type: 'reasoning.text',
            text: found('reasoning', 'assistant'),
            signature: not('encrypted'),
            index: 0,
          },
          { type: 'reasoning.summary', summary: found('reasoning', 'assistant'), index: 1 },
          { type: 'reasoning.encrypted', data: not('encrypted'), index: 2 },
        ],
        annotations: [
          {
            type: 'url_citation',
            url_citation: {
              start_index: 0,
              end_index: 4,
              title: found('citation', 'assistant'),
              url: found('citation', 'assistant'),
            },
          },
        ],
        audio: {
          id: 'audio_1',
          data: not('binary'),
          expires_at: 1,
          transcript: found('audio', 'assistant'),
        },
        tool_calls: [
          {
            id: 'call_1',
            type: 'function',
            function: {
              name: found('tool_name', 'assistant'),
              arguments: found('tool_call', 'assistant'),
            },
          },
        ],
        surprise: [not('unknown_field')],
      },
      content_filter_results: { hate: { filtered: false, severity: 'safe' } },
    },
    {
      index: 1,
      finish_reason: 'length',
      logprobs: null,
      message: { role: 'assistant', content: [{ type: 'text', text: found('text', 'assistant') }] },
    },
  ],
  citations: [found('citation', 'assistant')],
  usage: { prompt_tokens: 3, completion_tokens: 4, total_tokens: 7, oddity: not('unknown_field') },
  service_tier: 'default',
  system_fingerprint: 'fp_1',
};

const source = (data: string) => ({ type: 'text', media_type: 'text/plain', data });

const messagesRequest: JsonObject = {
  model: 'claude-sonnet-4-5',
  max_tokens: 1024,
  system: [{ type: 'text', text: found('text', 'system'), ...cache }],
  messages: [
    { role: 'user', content: found('text', 'user') },
    { role: 'system', content: found('text', 'system') },
    {
      role: 'user',
      content: [
        { type: 'text', text: found('text', 'user'), ...cache },
        { type: 'image', source: { type: 'base64', media_type: 'image/png', data: not('binary') } },
        { type: 'image', source: { type: 'url', url: found('image', 'user') } },
        {
          type: 'document',
          source: source(found('file', 'user')),
          title: found('file', 'user'),
          context: found('file', 'user'),
          citations: { enabled: true },
          ...cache,
        },
        {
          type: 'document',
          source: { type: 'base64', media_type: 'application/pdf', data: not('binary') },
        },
        {
          type: 'document',
          source: { type: 'content', content: [{ type: 'text', text: found('text', 'user') }] },
        },
        {
          type: 'search_result',
          source: found('text', 'user'),
          title: found('text', 'user'),
          content: [{ type: 'text', text: found('text', 'user') }],
        },
        { type: 'hologram', beam: not('unknown_type') },
      ],
    },
    {
      role: 'assistant',
      content: [
        {
          type: 'thinking',
          thinking: found('reasoning', 'assistant'),
          signature: not('encrypted'),
        },
        { type: 'redacted_thinking', data: not('encrypted') },
        {
          type: 'text',
          text: found('text', 'assistant'),
          citations: [
            {
              type: 'char_location',
              cited_text: found('citation', 'assistant'),
              document_index: 0,
              document_title: found('citation', 'assistant'),
              start_char_index: 0,
              end_char_index: 5,
            },
          ],
        },
        {
          type: 'tool_use',
          id: 'toolu_1',
          name: found('tool_name', 'assistant'),
          input: { to: [found('tool_call', 'assistant')] },
        },
        {
          type: 'mcp_tool_use',
          id: 'mcptoolu_1',
          name: found('tool_name', 'assistant'),
          server_name: 'files',
          input: { path: found('tool_call', 'assistant') },
        },
        {
          type: 'mcp_tool_result',
          tool_use_id: 'mcptoolu_1',
          is_error: false,
          content: found('tool_result', 'tool'),
        },
      ],
    },
    {
      role: 'user',
      content: [
        {
          type: 'tool_result',
          tool_use_id: 'toolu_1',
          is_error: true,
          content: [
            { type: 'text', text: found('tool_result', 'tool') },
            {
              type: 'image',
              source: { type: 'base64', media_type: 'image/png', data: not('binary') },
            },
            { type: 'document', source: source(found('file', 'tool')) },
            { type: 'hologram', beam: not('unknown_type') },
          ],
        },
        { type: 'tool_result', tool_use_id: 'toolu_9', content: found('tool_result', 'tool') },
      ],
    },
  ],
  tools: [
    {
      name: 'get_weather',
      description: found('definition', 'user'),
      input_schema: {
        type: 'object',
        properties: { at: { description: found('definition', 'user') } },
      },
      input_examples: [{ at: found('definition', 'user') }],
    },
    {
      type: 'web_search_20250305',
      name: 'web_search',
      max_uses: 3,
      allowed_domains: [found('setting', 'user')],
    },
  ],
  tool_choice: { type: 'auto', disable_parallel_tool_use: true },
  stop_sequences: [found('setting', 'user')],
  metadata: { user_id: found('setting', 'user') },
  mcp_servers: [
    {
      type: 'url',
      name: 'files',
      url: found('setting', 'user'),
      authorization_token: found('setting', 'user'),
    },
  ],
  container: {
    id: 'container_1',
    skills: [{ type: 'anthropic', skill_id: 'xlsx', version: 'latest' }],
  },
  output_config: {
    effort: 'low',
    format: { type: 'json_schema', schema: { description: found('definition', 'user') } },
  },
  thinking: { type: 'enabled', budget_tokens: 1024 },
  stream: false,
  mystery: { deep: [not('unknown_field')] },
};

const messagesAnswer: JsonObject = {
  id: 'msg_1',
  type: 'message',
  role: 'assistant',
  model: 'claude-sonnet-4-5-20250929',
  content: [
    { type: 'thinking', thinking: found('reasoning', 'assistant'), signature: not('encrypted') },
    { type: 'text', text: found('text', 'assistant'), citations: null },
    {
      type: 'tool_use',
      id: 'toolu_1',
      name: found('tool_name', 'assistant'),
      input: { a: found('tool_call', 'assistant') },
      caller: { type: 'direct' },
    },
    { type: 'server_tool_use', id: 'srvtoolu_1', name: found('tool_name', 'assistant'), input: {} },
    {
      type: 'web_search_tool_result',
      tool_use_id: 'srvtoolu_1',
      content: [
        {
          type: 'web_search_result',
          title: found('tool_result', 'tool'),
          url: found('tool_result', 'tool'),
          encrypted_content: not('encrypted'),
          page_age: null,
        },
      ],
    },
    {
      type: 'web_fetch_tool_result',
      tool_use_id: 'srvtoolu_1',
      content: {
        type: 'web_fetch_result',
        url: found('tool_result', 'tool'),
        retrieved_at: '2026-01-01',
        content: {
          type: 'document',
          source: source(found('file', 'tool')),
          title: found('file', 'tool'),
        },
      },
    },
    {
      type: 'bash_code_execution_tool_result',
      tool_use_id: 'srvtoolu_1',
      content: {
        type: 'bash_code_execution_result',
        stdout: found('tool_result', 'tool'),
        stderr: found('tool_result', 'tool'),
        return_code: 0,
        content: [{ type: 'bash_code_execution_output', file_id: 'file_1' }],
      },
    },
    {
      type: 'text_editor_code_execution_tool_result',
      tool_use_id: 'srvtoolu_1',
      content: {
        type: 'text_editor_code_execution_str_replace_result',
        lines: [found('tool_result', 'tool')],
        old_start: 1,
      },
    },
    { type: 'hologram', beam: not('unknown_type') },
  ],
  stop_reason: 'refusal',
  stop_sequence: found('text', 'assistant'),
  stop_details: { type: 'refusal', category: null, explanation: found('refusal', 'assistant') },
  usage: {
    input_tokens: 3,
    output_tokens: 4,
    cache_read_input_tokens: 0,
    surprise: not('unknown_field'),
  },
};

const chatError: JsonObject = {
  error: { message: found('error', 'assistant'), type: 'server_error', param: null, code: 'x' },
};

const messagesError: JsonObject = {
  type: 'error',
  error: { type: 'overloaded_error', message: found('error', 'assistant') },
  request_id: 'req_1',
};

const { tools, tool_choice, system, messages } = messagesRequest;

export const BODIES: readonly MarkedBody[] = [
  { name: 'chat request', protocol: openAiChat, direction: 'request', body: chatRequest },
  { name: 'chat answer', protocol: openAiChat, direction: 'answer', body: chatAnswer },
  { name: 'chat error', protocol: openAiChat, direction: 'answer', body: chatError },
  {
    name: 'messages request',
    protocol: anthropicMessages,
    direction: 'request',
    body: messagesRequest,
  },
  {
    name: 'messages answer',
    protocol: anthropicMessages,
    direction: 'answer',
    body: messagesAnswer,
  },
  { name: 'messages error', protocol: anthropicMessages, direction: 'answer', body: messagesError },
  {
    name: 'count request',
    protocol: anthropicCountTokens,
    direction: 'request',
    body: { model: 'claude-sonnet-4-5', tools, tool_choice, system, messages } as JsonObject,
  },
  ...OPENAI_BODIES,
  ...RESPONSE_BODIES,
  ...GEMINI_BODIES,
];
