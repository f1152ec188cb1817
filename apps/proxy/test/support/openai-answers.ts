/** What OpenAI answers, in its exact wire form: whole bodies, and streams beside those that its format's tests have. */
import type { JsonObject } from '@safeai/core';
import {
  events as responseEvents,
  begun,
  ended,
  response,
} from '../../../../packages/protocols/test/response-streams.ts';
import { chunk, delta, DONE } from '../../../../packages/protocols/test/streams.ts';

const usage: JsonObject = {
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
};

/** A choice of a whole chat. */
export function choice(said: JsonObject, finish = 'stop', more: JsonObject = {}): JsonObject {
  const message = { role: 'assistant', content: null, refusal: null, annotations: [], ...said };
  return { index: 0, message, logprobs: null, finish_reason: finish, ...more };
}

/** A whole chat. */
export function chat(choices: readonly JsonObject[], more: JsonObject = { usage }): JsonObject {
  return {
    id: 'chatcmpl-B9MBs8CjcvOU2jLn4n570S5qMJKcT',
    object: 'chat.completion',
    created: 1741569952,
    model: 'gpt-4o-mini-2024-07-18',
    choices,
    service_tier: 'default',
    system_fingerprint: 'fp_06737a9306',
    ...more,
  };
}

/** A tool call of a whole chat. */
export function toolCall(id: string, name: string, args: string): JsonObject {
  return { id, type: 'function', function: { name, arguments: args } };
}

/** A streamed chat that says a text in these pieces. */
export function chatStream(pieces: readonly string[], withUsage = true): string {
  const said = pieces.map((content) => chunk([delta(0, { content })]));
  return [
    chunk([delta(0, { role: 'assistant', content: '', refusal: null })]),
    ...said,
    chunk([delta(0, {}, { finish_reason: 'stop' })]),
    ...(withUsage ? [chunk([], { usage })] : []),
    DONE,
  ].join('');
}

/** A streamed chat that calls tools, their arguments in these pieces. */
export function chatToolStream(
  calls: readonly { readonly name: string; readonly pieces: readonly string[] }[],
): string {
  const added = (index: number, rest: JsonObject) =>
    chunk([delta(0, { tool_calls: [{ index, ...rest }] })]);
  return [
    chunk([delta(0, { role: 'assistant', content: null })]),
    ...calls.flatMap(({ name, pieces }, index) => [
      added(index, {
        id: `call_${String(index)}`,
        type: 'function',
        function: { name, arguments: '' },
      }),
      ...pieces.map((piece) => added(index, { function: { arguments: piece } })),
    ]),
    chunk([delta(0, {}, { finish_reason: 'tool_calls' })]),
    chunk([], { usage }),
    DONE,
  ].join('');
}

const token = (text: string): JsonObject => ({
  token: text,
  logprob: -0.31725305,
  bytes: [...Buffer.from(text)],
  top_logprobs: [],
});

const completion: JsonObject = {
  id: 'cmpl-uqkvlQyYK7bGYrRHQ0eXlWi7',
  object: 'text_completion',
  created: 1589478378,
  model: 'gpt-3.5-turbo-instruct',
  choices: [
    {
      text: '\n\nThis is indeed a test',
      index: 0,
      logprobs: {
        tokens: ['This', ' is'],
        token_logprobs: [-0.1, -0.2],
        top_logprobs: [{ This: -0.1 }, { ' is': -0.2 }],
        text_offset: [0, 4],
      },
      finish_reason: 'length',
    },
  ],
  usage: { prompt_tokens: 5, completion_tokens: 7, total_tokens: 12 },
};

const message = (content: readonly JsonObject[]): JsonObject => ({
  id: 'msg_67ccd2bf17f0819081ff3bb2cf6508e6',
  type: 'message',
  status: 'completed',
  role: 'assistant',
  content,
});
const outputText = (text: string): JsonObject => ({
  type: 'output_text',
  text,
  annotations: [],
  logprobs: [],
});
/** A tool call of a whole response. */
export const functionCall = (id: number, name: string, args: string): JsonObject => ({
  id: `fc_${String(id)}`,
  type: 'function_call',
  status: 'completed',
  call_id: `call_${String(id)}`,
  name,
  arguments: args,
});
const responseUsage: JsonObject = {
  input_tokens: 36,
  input_tokens_details: { cached_tokens: 0 },
  output_tokens: 87,
  output_tokens_details: { reasoning_tokens: 12 },
  total_tokens: 123,
};

/** A message of a whole response. */
export const outputMessage = (text: string): JsonObject => message([outputText(text)]);

/** A whole response. */
export function wholeResponse(output: readonly JsonObject[]): JsonObject {
  return { ...response, status: 'completed', output, usage: responseUsage };
}

/** A streamed response that says a text in these pieces. */
export function responseStream(pieces: readonly string[]): string {
  const at = { item_id: 'msg_1', output_index: 0, content_index: 0 };
  const item = (status: string, content: readonly JsonObject[]): JsonObject => ({
    id: 'msg_1',
    type: 'message',
    status,
    content,
    role: 'assistant',
  });
  const text = pieces.join('');
  const part = outputText(text);
  return responseEvents(
    ...begun,
    { type: 'response.output_item.added', output_index: 0, item: item('in_progress', []) },
    { type: 'response.content_part.added', ...at, part: outputText('') },
    ...pieces.map((delta) => ({ type: 'response.output_text.delta', ...at, delta, logprobs: [] })),
    { type: 'response.output_text.done', ...at, text, logprobs: [] },
    { type: 'response.content_part.done', ...at, part },
    { type: 'response.output_item.done', output_index: 0, item: item('completed', [part]) },
    ended([item('completed', [part])]),
  );
}

/** A streamed response that calls a tool, its arguments in these pieces. */
export function responseToolStream(name: string, pieces: readonly string[]): string {
  const at = { item_id: 'fc_1', output_index: 0 };
  const call = functionCall(1, name, pieces.join(''));
  const args = call.arguments ?? null;
  const begunCall = { ...call, status: 'in_progress', arguments: '' };
  return responseEvents(
    ...begun,
    { type: 'response.output_item.added', output_index: 0, item: begunCall },
    ...pieces.map((delta) => ({ type: 'response.function_call_arguments.delta', ...at, delta })),
    { type: 'response.function_call_arguments.done', ...at, name, arguments: args },
    { type: 'response.output_item.done', output_index: 0, item: call },
    ended([call]),
  );
}

const model = (id: string): JsonObject => ({
  id,
  object: 'model',
  created: 1686935002,
  owned_by: 'openai',
});

/** Whole answers, by name. */
export const OPENAI_ANSWERS = {
  chatText: chat([choice({ content: 'Hello! How can I assist you today? Grüße 🙂' })]),
  chatLogprobs: chat([
    choice({ content: 'Hello!' }, 'stop', {
      logprobs: { content: [token('Hello'), token('!')], refusal: null },
    }),
  ]),
  chatReasoning: chat([choice({ content: 'Done.', reasoning_content: 'Let me think.' })]),
  chatTools: chat([
    choice(
      {
        tool_calls: [
          toolCall('call_1', 'get_weather', '{"city":"Paris", "unit":"c"}'),
          toolCall('call_2', 'get_weather', '{"city":"Rome"}'),
          toolCall('call_3', 'list_cities', '{}'),
        ],
      },
      'tool_calls',
    ),
  ]),
  chatJson: chat([choice({ content: '{"city":"Paris","degrees":21.50}' })]),
  chatRefusal: chat([choice({ refusal: 'I cannot help with that.' })]),
  chatNoUsage: chat([choice({ content: 'Hello!' })], {}),
  chatChoices: chat([
    choice({ content: 'a' }),
    { ...choice({ content: 'b' }, 'length'), index: 1 },
  ]),
  completion,
  responseText: wholeResponse([message([outputText('In a grove bright with moonlight.')])]),
  responseReasoning: wholeResponse([
    {
      id: 'rs_1',
      type: 'reasoning',
      summary: [{ type: 'summary_text', text: 'I should look it up.' }],
    },
    message([outputText('Done.')]),
  ]),
  responseTools: wholeResponse([
    functionCall(1, 'get_weather', '{"city":"Paris"}'),
    functionCall(2, 'list_cities', '{}'),
  ]),
  responseJson: wholeResponse([message([outputText('{"city":"Paris","degrees":21.5}')])]),
  responseRefusal: wholeResponse([
    message([{ type: 'refusal', refusal: 'I cannot help with that.' }]),
  ]),
  embeddings: {
    object: 'list',
    data: [{ object: 'embedding', index: 0, embedding: [0.0023064255, -0.009327292, 1.5e-7] }],
    model: 'text-embedding-3-small',
    usage: { prompt_tokens: 8, total_tokens: 8 },
  },
  packedEmbeddings: {
    object: 'list',
    data: [
      {
        object: 'embedding',
        index: 0,
        embedding: Buffer.from(new Float32Array([0.25, -1.5, 3]).buffer).toString('base64'),
      },
    ],
    model: 'text-embedding-3-small',
    usage: { prompt_tokens: 8, total_tokens: 8 },
  },
  models: { object: 'list', data: [model('gpt-4o-mini'), model('gpt-4.1')] },
  model: model('gpt-4o-mini'),
} satisfies Record<string, JsonObject>;
