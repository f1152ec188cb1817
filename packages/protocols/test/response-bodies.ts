/** Bodies of OpenAI's responses, marked as those of `bodies.ts`. */
import type { JsonObject } from '@safeai/core';
import { openAiResponses } from '../src/index.ts';
import type { MarkedBody } from './bodies.ts';
import { found, not } from './mark.ts';

const called = {
  name: found('tool_name', 'assistant'),
  arguments: found('tool_call', 'assistant'),
};
const result = found('tool_result', 'tool');
const value = found('tool_call', 'assistant');

const tools = [
  {
    type: 'function',
    name: 'send_mail',
    strict: true,
    description: found('definition', 'user'),
    parameters: { properties: { to: { description: found('definition', 'user') } } },
  },
  {
    type: 'mcp',
    server_label: 'files',
    server_url: found('setting', 'user'),
    server_description: found('definition', 'user'),
    headers: { Authorization: found('setting', 'user') },
    require_approval: 'never',
  },
  { type: 'custom', name: 'run', description: found('definition', 'user') },
  { type: 'file_search', vector_store_ids: ['vs_1'], filters: { value: found('setting', 'user') } },
  { type: 'web_search', user_location: { city: found('setting', 'user') } },
  { type: 'code_interpreter', container: { type: 'auto', file_ids: ['file-1'] } },
  { type: 'image_generation', input_image_mask: { image_url: found('image', 'user') } },
  {
    type: 'namespace',
    name: 'crm',
    description: found('definition', 'user'),
    tools: [{ type: 'function', name: 'f', description: found('definition', 'user') }],
  },
  { type: 'teleport', to: not('unknown_type') },
];

/** Items that are both asked with and answered with. */
const items: readonly JsonObject[] = [
  {
    type: 'message',
    id: 'msg_1',
    role: 'assistant',
    status: 'completed',
    content: [
      {
        type: 'output_text',
        text: found('text', 'assistant'),
        annotations: [
          {
            type: 'url_citation',
            start_index: 0,
            end_index: 3,
            title: found('citation', 'assistant'),
            url: found('citation', 'assistant'),
          },
          {
            type: 'file_citation',
            index: 0,
            file_id: 'file-1',
            filename: found('citation', 'assistant'),
          },
        ],
        logprobs: [
          { token: found('logprob', 'assistant'), logprob: 0, bytes: [], top_logprobs: [] },
        ],
      },
      { type: 'refusal', refusal: found('refusal', 'assistant') },
      { type: 'hologram', beam: not('unknown_type') },
    ],
  },
  {
    type: 'reasoning',
    id: 'rs_1',
    summary: [{ type: 'summary_text', text: found('reasoning', 'assistant') }],
    content: [{ type: 'reasoning_text', text: found('reasoning', 'assistant') }],
    encrypted_content: not('encrypted'),
  },
  { type: 'function_call', id: 'fc_1', call_id: 'call_1', ...called },
  { type: 'function_call_output', call_id: 'call_1', output: result },
  {
    type: 'function_call_output',
    call_id: 'call_1',
    output: [
      { type: 'input_text', text: result },
      { type: 'input_image', image_url: found('image', 'tool') },
    ],
  },
  {
    type: 'custom_tool_call',
    call_id: 'call_2',
    name: found('tool_name', 'assistant'),
    input: found('tool_call', 'assistant'),
  },
  { type: 'custom_tool_call_output', call_id: 'call_2', output: result },
  { type: 'mcp_call', id: 'mcp_1', server_label: 'files', ...called, output: result, error: null },
  { type: 'mcp_approval_request', id: 'mcpr_1', server_label: 'files', ...called },
  {
    type: 'mcp_approval_response',
    approval_request_id: 'mcpr_1',
    approve: true,
    reason: found('text', 'user'),
  },
  {
    type: 'mcp_list_tools',
    id: 'mcpl_1',
    server_label: 'files',
    tools: [{ name: 'read', description: found('definition', 'tool'), input_schema: {} }],
  },
  {
    type: 'file_search_call',
    id: 'fs_1',
    status: 'completed',
    queries: [value],
    results: [{ file_id: 'file-1', filename: result, text: result, attributes: { a: result } }],
  },
  {
    type: 'web_search_call',
    id: 'ws_1',
    status: 'completed',
    action: { type: 'search', query: value, sources: [{ type: 'url', url: value }] },
  },
  {
    type: 'computer_call',
    id: 'cu_1',
    call_id: 'call_3',
    action: { type: 'type', text: value },
    pending_safety_checks: [{ id: 'sc_1', code: 'x', message: found('text', 'assistant') }],
  },
  {
    type: 'computer_call_output',
    call_id: 'call_3',
    output: { type: 'computer_screenshot', image_url: `data:image/png;base64,${not('binary')}` },
  },
  { type: 'image_generation_call', id: 'ig_1', status: 'completed', result: not('binary') },
  {
    type: 'code_interpreter_call',
    id: 'ci_1',
    container_id: 'cntr_1',
    status: 'completed',
    code: value,
    outputs: [
      { type: 'logs', logs: result },
      { type: 'image', url: found('image', 'tool') },
    ],
  },
  {
    type: 'local_shell_call',
    id: 'ls_1',
    call_id: 'c',
    action: { type: 'exec', command: [value] },
  },
  { type: 'local_shell_call_output', id: 'ls_1', output: result },
  { type: 'shell_call', call_id: 'c', action: { commands: [value] } },
  {
    type: 'shell_call_output',
    call_id: 'c',
    output: [{ stdout: result, stderr: result, outcome: { type: 'exit', exit_code: 0 } }],
  },
  { type: 'apply_patch_call', call_id: 'c', operation: { type: 'update_file', diff: value } },
  { type: 'apply_patch_call_output', call_id: 'c', status: 'completed', output: result },
  { type: 'tool_search_call', arguments: { query: value } },
  { type: 'compaction', id: 'cmp_1', encrypted_content: not('encrypted') },
  { type: 'hologram', beam: not('unknown_type') },
];

const request: JsonObject = {
  model: 'gpt-4.1',
  instructions: found('text', 'system'),
  previous_response_id: not('stored'),
  conversation: { id: not('stored') },
  prompt: { id: not('stored'), version: '2', variables: { name: found('text', 'user') } },
  input: [
    { role: 'user', content: found('text', 'user') },
    { role: 'developer', content: [{ type: 'input_text', text: found('text', 'system') }] },
    {
      type: 'message',
      role: 'user',
      content: [
        { type: 'input_text', text: found('text', 'user') },
        { type: 'input_image', detail: 'low', image_url: found('image', 'user') },
        { type: 'input_image', image_url: `data:image/png;base64,${not('binary')}` },
        { type: 'input_file', filename: found('file', 'user'), file_data: not('binary') },
        { type: 'input_audio', input_audio: { data: not('binary'), format: 'wav' } },
      ],
    },
    ...items,
    { type: 'item_reference', id: not('stored') },
    { id: not('stored') },
  ],
  text: {
    verbosity: 'low',
    format: {
      type: 'json_schema',
      name: 'answer',
      description: found('definition', 'user'),
      schema: { description: found('definition', 'user') },
    },
  },
  tools,
  tool_choice: { type: 'function', name: found('setting', 'user') },
  include: ['reasoning.encrypted_content'],
  reasoning: { effort: 'low', summary: 'auto' },
  metadata: { purpose: found('setting', 'user') },
  prompt_cache_key: found('setting', 'user'),
  safety_identifier: found('setting', 'user'),
  user: found('setting', 'user'),
  max_output_tokens: 100,
  store: true,
  stream: true,
  stream_options: { include_obfuscation: false },
  mystery: not('unknown_field'),
};

const answer: JsonObject = {
  id: 'resp_1',
  object: 'response',
  created_at: 1,
  status: 'failed',
  error: { code: 'server_error', message: found('error', 'assistant') },
  incomplete_details: { reason: 'content_filter' },
  instructions: found('text', 'system'),
  model: 'gpt-4.1-2025-04-14',
  // What a user's own words are in a request is nobody's in an answer.
  output: items.filter(({ type }) => type !== 'mcp_approval_response'),
  previous_response_id: 'resp_0',
  tools: [{ type: 'custom', name: 'run', description: found('definition', 'assistant') }],
  metadata: { purpose: found('setting', 'assistant') },
  usage: { input_tokens: 1, output_tokens: 2, total_tokens: 3, odd: not('unknown_field') },
  surprise: [not('unknown_field')],
};

export const RESPONSE_BODIES: readonly MarkedBody[] = [
  { name: 'responses request', protocol: openAiResponses, direction: 'request', body: request },
  { name: 'responses answer', protocol: openAiResponses, direction: 'answer', body: answer },
];
