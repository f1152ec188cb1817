/**
 * Streams in the providers' exact wire forms: their fields, their order, their line ends.
 */
import type { JsonObject } from '@safeai/core';
import { anthropicMessages, openAiChat, type Protocol } from '../src/index.ts';
import { COMPLETION_STREAMS } from './completion-streams.ts';
import { FAILING_GEMINI, GEMINI_STREAMS } from './gemini-streams.ts';
import { FAILING_RESPONSE, RESPONSE_STREAMS } from './response-streams.ts';

export interface RecordedStream {
  readonly name: string;
  readonly protocol: Protocol;
  readonly text: string;
  /** What each channel says in the end. */
  readonly says: Readonly<Record<string, string>>;
}

type Json = JsonObject;

const head = {
  id: 'chatcmpl-B9MBs8CjcvOU2jLn4n570S5qMJKcT',
  object: 'chat.completion.chunk',
  created: 1741569952,
  model: 'gpt-4o-mini-2024-07-18',
  service_tier: 'default',
  system_fingerprint: 'fp_06737a9306',
};

/** An event of a chat. */
export function chunk(choices: readonly Json[], more: Json = {}): string {
  return `data: ${JSON.stringify({ ...head, choices, ...more })}\n\n`;
}

/** What a choice of a chat's event adds. */
export function delta(index: number, said: Json, more: Json = {}): Json {
  return { index, delta: said, logprobs: null, finish_reason: null, ...more };
}

function token(text: string): Json {
  return {
    token: text,
    logprob: -0.31725305,
    bytes: [...Buffer.from(text)],
    top_logprobs: [{ token: text, logprob: -0.31725305, bytes: [...Buffer.from(text)] }],
  };
}

/** The end of OpenAI's streams. */
export const DONE = 'data: [DONE]\n\n';

const chatText =
  chunk([delta(0, { role: 'assistant', content: '', refusal: null })], {
    usage: null,
    obfuscation: 'q8',
  }) +
  chunk(
    [
      delta(
        0,
        { content: 'Grüße 🙂 an ' },
        { logprobs: { content: [token('Grüße 🙂 an ')], refusal: null } },
      ),
    ],
    {
      usage: null,
      obfuscation: 'Yz1',
    },
  ) +
  chunk([delta(0, { content: 'alice@exam' })], { usage: null, obfuscation: '' }) +
  chunk([delta(0, { content: 'ple.com, "quoted" \\ und\n' })], { usage: null }) +
  chunk([delta(0, {}, { finish_reason: 'stop' })], { usage: null }) +
  chunk([], {
    usage: {
      prompt_tokens: 19,
      completion_tokens: 10,
      total_tokens: 29,
      prompt_tokens_details: { cached_tokens: 8, audio_tokens: 0 },
      completion_tokens_details: {
        reasoning_tokens: 4,
        audio_tokens: 0,
        accepted_prediction_tokens: 0,
        rejected_prediction_tokens: 0,
      },
    },
  }) +
  DONE;

const call = (index: number, rest: Json): Json => ({ index, ...rest });
const chatTools =
  chunk([delta(0, { role: 'assistant', content: null })]) +
  chunk([
    delta(0, {
      tool_calls: [
        call(0, { id: 'call_1', type: 'function', function: { name: 'send_mail', arguments: '' } }),
      ],
    }),
  ]) +
  chunk([delta(0, { tool_calls: [call(0, { function: { arguments: '{"to":"al' } })] })]) +
  chunk([delta(0, { tool_calls: [call(0, { function: { arguments: 'ice@example.com"' } })] })]) +
  chunk([
    delta(0, {
      tool_calls: [
        call(1, {
          id: 'call_2',
          type: 'function',
          function: { name: 'list_files', arguments: '' },
        }),
      ],
    }),
  ]) +
  chunk([
    delta(0, {
      tool_calls: [
        call(0, { function: { arguments: ',"n":1}' } }),
        call(1, { function: { arguments: '{}' } }),
      ],
    }),
  ]) +
  chunk([delta(0, {}, { finish_reason: 'tool_calls' })]) +
  DONE;

const chatChoices =
  chunk([
    delta(0, { role: 'assistant', content: 'a' }),
    delta(1, { role: 'assistant', content: 'x' }),
  ]) +
  chunk([delta(1, { content: 'y' })]) +
  chunk([delta(0, { content: 'b' })]) +
  chunk([delta(1, { refusal: 'I cannot' })]) +
  chunk([delta(1, {}, { finish_reason: 'stop' })]) +
  chunk([delta(0, { content: 'c' })]) +
  chunk([delta(0, {}, { finish_reason: 'length' })]) +
  DONE;

/** An imitation: comments, reasoning, filters, other line ends, an object over two lines. */
const chatReasoning = (
  ': OPENROUTER PROCESSING\n\n' +
  chunk([], {
    prompt_filter_results: [
      { prompt_index: 0, content_filter_results: { hate: { filtered: false, severity: 'safe' } } },
    ],
  }) +
  chunk([delta(0, { role: 'assistant', content: null, reasoning_content: 'Let me ' })]) +
  chunk([delta(0, { content: null, reasoning_content: 'think.' })]) +
  'data: {"id":"chatcmpl-2","object":"chat.completion.chunk","created":1,"model":"m",\ndata: "choices":[{"index":0,\ndata:  "delta":{"content":"Done"},"finish_reason":null}]}\n\n' +
  chunk([
    delta(
      0,
      { content: '' },
      {
        finish_reason: 'stop',
        content_filter_results: { violence: { filtered: false, severity: 'safe' } },
      },
    ),
  ]) +
  DONE
).replaceAll('\n', '\r\n');

const chatError =
  chunk([delta(0, { role: 'assistant', content: 'Half' })]) +
  'data: {"error":{"message":"The server had an error while processing your request.","type":"server_error","param":null,"code":null}}\n\n';

/** An event of a message. */
export function event(body: Json): string {
  return `event: ${body.type as string}\ndata: ${JSON.stringify(body)}\n\n`;
}

/** The first event of a message. */
export const start = event({
  type: 'message_start',
  message: {
    id: 'msg_014p7gG3wDgGV9EUtLvnow3U',
    type: 'message',
    role: 'assistant',
    model: 'claude-sonnet-4-5-20250929',
    content: [],
    stop_reason: null,
    stop_sequence: null,
    usage: {
      input_tokens: 472,
      cache_creation_input_tokens: 10,
      cache_read_input_tokens: 5,
      cache_creation: { ephemeral_5m_input_tokens: 7, ephemeral_1h_input_tokens: 3 },
      output_tokens: 2,
      service_tier: 'standard',
    },
  },
});
/** The first event of a block of a message. */
export const begin = (index: number, block: Json) =>
  event({ type: 'content_block_start', index, content_block: block });
/** An event that adds to a block. */
export const piece = (index: number, said: Json) =>
  event({ type: 'content_block_delta', index, delta: said });
/** The last event of a block. */
export const stop = (index: number) => event({ type: 'content_block_stop', index });
/** The last events of a message. */
export const finish = (reason: string, usage: Json = { output_tokens: 89 }) =>
  event({ type: 'message_delta', delta: { stop_reason: reason, stop_sequence: null }, usage }) +
  event({ type: 'message_stop' });
const ping = 'event: ping\ndata: {"type": "ping"}\n\n';

const messageText =
  start +
  begin(0, { type: 'text', text: '' }) +
  ping +
  piece(0, { type: 'text_delta', text: 'Grüße 🙂 an alice@exam' }) +
  piece(0, { type: 'text_delta', text: 'ple.com, "quoted" \\\n' }) +
  stop(0) +
  finish('end_turn');

const messageTools =
  start +
  begin(0, { type: 'thinking', thinking: '', signature: '' }) +
  piece(0, { type: 'thinking_delta', thinking: 'I should look ' }) +
  piece(0, { type: 'thinking_delta', thinking: 'it up.' }) +
  piece(0, {
    type: 'signature_delta',
    signature: 'EqQBCgIYAhIM1gbcDa9GJwZA2b3hGgxBdjrkzLoky3dl1pk=',
  }) +
  stop(0) +
  begin(1, {
    type: 'tool_use',
    id: 'toolu_01T1x1fJ34qAmk2tNTrN7Up6',
    name: 'get_weather',
    input: {},
  }) +
  piece(1, { type: 'input_json_delta', partial_json: '' }) +
  piece(1, { type: 'input_json_delta', partial_json: '{"location":' }) +
  piece(1, { type: 'input_json_delta', partial_json: ' "San Francisco"}' }) +
  stop(1) +
  begin(2, { type: 'tool_use', id: 'toolu_02', name: 'list_files', input: {} }) +
  stop(2) +
  finish('tool_use', {
    input_tokens: 480,
    cache_read_input_tokens: 6,
    output_tokens: 89,
    output_tokens_details: { thinking_tokens: 11 },
  });

const messageSearch =
  start +
  begin(0, { type: 'server_tool_use', id: 'srvtoolu_01', name: 'web_search', input: {} }) +
  piece(0, { type: 'input_json_delta', partial_json: '{"query":"weather"}' }) +
  stop(0) +
  begin(1, {
    type: 'web_search_tool_result',
    tool_use_id: 'srvtoolu_01',
    content: [
      {
        type: 'web_search_result',
        title: 'Weather in NYC',
        url: 'https://example.com/weather',
        encrypted_content: 'Ev0DCioIAxgCIiQ3NmU4',
        page_age: null,
      },
    ],
  }) +
  stop(1) +
  begin(2, { type: 'text', text: '', citations: [] }) +
  piece(2, { type: 'text_delta', text: 'It is sunny.' }) +
  piece(2, {
    type: 'citations_delta',
    citation: {
      type: 'web_search_result_location',
      cited_text: 'Sunny all day',
      url: 'https://example.com/weather',
      title: 'Weather in NYC',
      encrypted_index: 'Eo8BCioIAhgBIiQyYjQ0',
    },
  }) +
  stop(2) +
  finish('end_turn', { output_tokens: 20, server_tool_use: { web_search_requests: 1 } });

const messageError =
  start +
  begin(0, { type: 'text', text: '' }) +
  piece(0, { type: 'text_delta', text: 'Half' }) +
  'event: error\ndata: {"type": "error", "error": {"type": "overloaded_error", "message": "Overloaded"}}\n\n';

const chat = openAiChat;
const messages = anthropicMessages;

/** Streams that end well. */
export const STREAMS: readonly RecordedStream[] = [
  {
    name: 'chat text',
    protocol: chat,
    text: chatText,
    says: { '0/content': 'Grüße 🙂 an alice@example.com, "quoted" \\ und\n' },
  },
  {
    name: 'chat tools',
    protocol: chat,
    text: chatTools,
    says: {
      '0/tool_calls/0/arguments': '{"to":"alice@example.com","n":1}',
      '0/tool_calls/1/arguments': '{}',
    },
  },
  {
    name: 'chat choices',
    protocol: chat,
    text: chatChoices,
    says: { '0/content': 'abc', '1/content': 'xy', '1/refusal': 'I cannot' },
  },
  {
    name: 'chat reasoning',
    protocol: chat,
    text: chatReasoning,
    says: { '0/reasoning_content': 'Let me think.', '0/content': 'Done' },
  },
  ...COMPLETION_STREAMS,
  ...RESPONSE_STREAMS,
  ...GEMINI_STREAMS,
  {
    name: 'message text',
    protocol: messages,
    text: messageText,
    says: { '0/text': 'Grüße 🙂 an alice@example.com, "quoted" \\\n' },
  },
  {
    name: 'message tools',
    protocol: messages,
    text: messageTools,
    says: {
      '0/thinking': 'I should look it up.',
      '1/input': '{"location": "San Francisco"}',
      '2/input': '',
    },
  },
  {
    name: 'message search',
    protocol: messages,
    text: messageSearch,
    says: { '0/input': '{"query":"weather"}', '2/text': 'It is sunny.' },
  },
];

/** Streams that the provider ends with an error. */
export const FAILING: readonly RecordedStream[] = [
  { name: 'chat error', protocol: chat, text: chatError, says: { '0/content': 'Half' } },
  { name: 'message error', protocol: messages, text: messageError, says: { '0/text': 'Half' } },
  FAILING_RESPONSE,
  FAILING_GEMINI,
];
