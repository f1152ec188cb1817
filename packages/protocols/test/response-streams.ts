/** Streams of OpenAI's responses, in their exact wire form. */
import type { JsonObject } from '@safeai/core';
import { openAiResponses } from '../src/index.ts';
import type { RecordedStream } from './streams.ts';

/** Events of a response, numbered. */
export function events(...bodies: readonly JsonObject[]): string {
  return bodies
    .map((body, sequence_number) => {
      const data = JSON.stringify({ ...body, sequence_number });
      return `event: ${body.type as string}\ndata: ${data}\n\n`;
    })
    .join('');
}

/** A response that has only begun. */
export const response: JsonObject = {
  id: 'resp_67c9fdcecf488190bdd9a0409de3a1ec07b8b0ad4e5eb654',
  object: 'response',
  created_at: 1741290958,
  status: 'in_progress',
  error: null,
  incomplete_details: null,
  instructions: 'You are a helpful assistant.',
  max_output_tokens: null,
  model: 'gpt-4.1-2025-04-14',
  output: [],
  parallel_tool_calls: true,
  previous_response_id: null,
  reasoning: { effort: null, summary: null },
  store: true,
  temperature: 1,
  text: { format: { type: 'text' } },
  tool_choice: 'auto',
  tools: [],
  top_p: 1,
  truncation: 'disabled',
  usage: null,
  user: null,
  metadata: {},
};
const usage = {
  input_tokens: 37,
  input_tokens_details: { cached_tokens: 5 },
  output_tokens: 11,
  output_tokens_details: { reasoning_tokens: 3 },
  total_tokens: 48,
};
/** The first events of a response. */
export const begun = [
  { type: 'response.created', response },
  { type: 'response.in_progress', response },
];
/** The last event of a response. */
export const ended = (output: readonly JsonObject[]): JsonObject => ({
  type: 'response.completed',
  response: { ...response, status: 'completed', output, usage },
});

const text = 'Grüße 🙂 an alice@example.com, "quoted" \\ und\n';
const message = (status: string, content: readonly JsonObject[]): JsonObject => ({
  id: 'msg_1',
  type: 'message',
  status,
  content,
  role: 'assistant',
});
const said = { type: 'output_text', annotations: [], logprobs: [], text };
const at = { item_id: 'msg_1', output_index: 0, content_index: 0 };
const piece = (delta: string): JsonObject => ({
  type: 'response.output_text.delta',
  ...at,
  delta,
  logprobs: [{ token: delta, logprob: -0.1, top_logprobs: [] }],
  obfuscation: 'aX1',
});
const citation = {
  type: 'url_citation',
  start_index: 0,
  end_index: 5,
  title: 'A page',
  url: 'https://example.com/',
};

const responseText = events(
  ...begun,
  { type: 'response.output_item.added', output_index: 0, item: message('in_progress', []) },
  { type: 'response.content_part.added', ...at, part: { ...said, text: '' } },
  piece('Grüße 🙂 an '),
  piece('alice@exam'),
  piece('ple.com, "quoted" \\ und\n'),
  {
    type: 'response.output_text.annotation.added',
    ...at,
    annotation_index: 0,
    annotation: citation,
  },
  { type: 'response.output_text.done', ...at, text, logprobs: [] },
  { type: 'response.content_part.done', ...at, part: { ...said, annotations: [citation] } },
  {
    type: 'response.output_item.done',
    output_index: 0,
    item: message('completed', [{ ...said, annotations: [citation] }]),
  },
  ended([message('completed', [{ ...said, annotations: [citation] }])]),
);

const thought = { type: 'summary_text', text: 'I should look it up.' };
const reasoning = (summary: readonly JsonObject[]): JsonObject => ({
  id: 'rs_1',
  type: 'reasoning',
  summary,
  encrypted_content: 'gAAAAABoIS',
});
const call = (status: string, args: string): JsonObject => ({
  id: 'fc_1',
  type: 'function_call',
  status,
  arguments: args,
  call_id: 'call_1',
  name: 'send_mail',
});
const run = (status: string, input: string): JsonObject => ({
  id: 'ctc_1',
  type: 'custom_tool_call',
  status,
  input,
  call_id: 'call_2',
  name: 'run_code',
});
const inThought = { item_id: 'rs_1', output_index: 0, summary_index: 0 };
const inCall = { item_id: 'fc_1', output_index: 1 };
const inRun = { item_id: 'ctc_1', output_index: 2 };
const args = '{"to":"alice@example.com","n":1}';

const responseTools = events(
  ...begun,
  { type: 'response.output_item.added', output_index: 0, item: reasoning([]) },
  { type: 'response.reasoning_summary_part.added', ...inThought, part: { ...thought, text: '' } },
  { type: 'response.reasoning_summary_text.delta', ...inThought, delta: 'I should look ' },
  { type: 'response.reasoning_summary_text.delta', ...inThought, delta: 'it up.' },
  { type: 'response.reasoning_summary_text.done', ...inThought, text: thought.text },
  { type: 'response.reasoning_summary_part.done', ...inThought, part: thought },
  { type: 'response.output_item.done', output_index: 0, item: reasoning([thought]) },
  { type: 'response.output_item.added', output_index: 1, item: call('in_progress', '') },
  { type: 'response.function_call_arguments.delta', ...inCall, delta: '{"to":"al' },
  { type: 'response.function_call_arguments.delta', ...inCall, delta: 'ice@example.com","n":1}' },
  { type: 'response.function_call_arguments.done', ...inCall, arguments: args, name: 'send_mail' },
  { type: 'response.output_item.done', output_index: 1, item: call('completed', args) },
  { type: 'response.output_item.added', output_index: 2, item: run('in_progress', '') },
  { type: 'response.custom_tool_call_input.delta', ...inRun, delta: 'print(' },
  { type: 'response.custom_tool_call_input.delta', ...inRun, delta: '1)' },
  { type: 'response.custom_tool_call_input.done', ...inRun, input: 'print(1)' },
  { type: 'response.output_item.done', output_index: 2, item: run('completed', 'print(1)') },
  ended([reasoning([thought]), call('completed', args), run('completed', 'print(1)')]),
);

const refused = { type: 'refusal', refusal: 'I cannot help with that.' };
const searched = (status: string): JsonObject => ({
  id: 'ws_1',
  type: 'web_search_call',
  status,
  action: { type: 'search', query: 'weather' },
});
const inRefusal = { item_id: 'msg_1', output_index: 1, content_index: 0 };
const inSearch = { item_id: 'ws_1', output_index: 0 };

const responseRefusal = events(
  ...begun,
  { type: 'response.output_item.added', output_index: 0, item: searched('in_progress') },
  { type: 'response.web_search_call.in_progress', ...inSearch },
  { type: 'response.web_search_call.searching', ...inSearch },
  { type: 'response.web_search_call.completed', ...inSearch },
  { type: 'response.output_item.done', output_index: 0, item: searched('completed') },
  { type: 'response.output_item.added', output_index: 1, item: message('in_progress', []) },
  { type: 'response.content_part.added', ...inRefusal, part: { ...refused, refusal: '' } },
  { type: 'response.refusal.delta', ...inRefusal, delta: 'I cannot ' },
  { type: 'response.refusal.delta', ...inRefusal, delta: 'help with that.' },
  { type: 'response.refusal.done', ...inRefusal, refusal: refused.refusal },
  { type: 'response.content_part.done', ...inRefusal, part: refused },
  { type: 'response.output_item.done', output_index: 1, item: message('completed', [refused]) },
  ended([searched('completed'), message('completed', [refused])]),
);

const protocol = openAiResponses;

/** Streams that end well. */
export const RESPONSE_STREAMS: readonly RecordedStream[] = [
  {
    name: 'response text',
    protocol,
    text: responseText,
    says: { '0/content/0/text': text },
  },
  {
    name: 'response tools',
    protocol,
    text: responseTools,
    says: { '0/summary/0/text': thought.text, '1/arguments': args, '2/input': 'print(1)' },
  },
  {
    name: 'response refusal',
    protocol,
    text: responseRefusal,
    says: { '1/content/0/refusal': refused.refusal },
  },
];

/** A stream that the provider ends with an error. */
export const FAILING_RESPONSE: RecordedStream = {
  name: 'response error',
  protocol,
  text: events(
    ...begun,
    { type: 'response.output_item.added', output_index: 0, item: message('in_progress', []) },
    { type: 'response.content_part.added', ...at, part: { ...said, text: '' } },
    { ...piece('Half'), logprobs: [] },
    {
      type: 'error',
      error: {
        type: 'server_error',
        code: 'server_error',
        message: 'The server had an error.',
        param: null,
      },
    },
  ),
  says: { '0/content/0/text': 'Half' },
};
