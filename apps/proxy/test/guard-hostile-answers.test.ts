import { describe, expect, test } from '@jest/globals';
import type { JsonObject } from '@safeai/core';
import {
  anthropicMessages,
  geminiGenerate,
  openAiChat,
  openAiResponses,
  readJson,
  type Protocol,
} from '@safeai/protocols';
import { guardAnswer } from '../src/gateway/guard/answer-guard.ts';
import { guarded, guardedCall, SECRET, type GuardedCase } from './support/guarded-streams.ts';

const sse = (...bodies: readonly (JsonObject | string)[]): string =>
  bodies
    .map((body) => `data: ${typeof body === 'string' ? body : JSON.stringify(body)}\n\n`)
    .join('');

const chunk = (delta: JsonObject, finish: string | null = null): JsonObject => ({
  ...{ id: 'c', object: 'chat.completion.chunk', created: 1, model: 'm' },
  choices: [{ index: 0, delta, finish_reason: finish }],
});
const chatEnd = [chunk({}, 'stop'), '[DONE]'];

/** A stream through the guard, and the calls that were judged for it. */
async function through(options: GuardedCase, text: string) {
  const result = await guarded(options, [Buffer.from(text)]);
  return { ...result, judged: judgedIn(result.records) };
}

function judgedIn(records: readonly { boundary: string; toolName?: string | null }[]) {
  return records.filter(({ boundary }) => boundary === 'action').map(({ toolName }) => toolName);
}

/** A whole answer through the guard: what goes on, or the code of what it is refused with. */
async function answered(protocol: Protocol, body: JsonObject) {
  const { call, records } = guardedCall({ protocol });
  const text = await guardAnswer(call, readJson(JSON.stringify(body))).then(
    (answer) => answer.text,
    (error: unknown) => (error as { code: string }).code,
  );
  return { text, judged: judgedIn(records) };
}

const RM = 'rm -rf / --no-preserve-root';

describe('what some clients read, and others do not', () => {
  test.each(['\uFEFFdata: ', '\u00a0data: ', ''])(
    'a call in a line that begins with %j',
    async (head) => {
      const made = { index: 0, id: 'x', type: 'function' };
      const call = { ...made, function: { name: 'shell', arguments: `{"command":"${RM}"}` } };
      const line = `${head}${JSON.stringify(chunk({ tool_calls: [call] }))}\n\n`;
      const text = sse(chunk({ content: 'Hi.' })) + line + sse(...chatEnd);
      const { text: out, stream, error } = await through({ protocol: openAiChat }, text);
      expect(out).not.toContain(RM);
      expect(error ?? stream.failure).toMatchObject({ code: 'malformed_stream' });
    },
  );

  test('a secret in the name of an event that has no data, or another name', async () => {
    for (const lines of [
      `event: ${SECRET}\n\n`,
      `event: ${SECRET}\nevent: message\ndata: {}\n\n`,
    ]) {
      const text = sse(chunk({ content: 'Hi.' })) + lines + sse(...chatEnd);
      const { text: out, stream, error } = await through({ protocol: openAiChat }, text);
      expect(out).not.toContain(SECRET);
      expect(error ?? stream.failure).toMatchObject({ code: 'unscanned_content' });
    }
  });
});

describe('a call is judged as what a client makes of it', () => {
  test('under its own name, beside another', async () => {
    const made = {
      ...{ id: 'x', type: 'custom', function: { name: 'harmless', arguments: '{}' } },
      custom: { name: 'shell', input: 'ls' },
    };
    const finished = [chunk({}, 'tool_calls'), '[DONE]'];
    const text = sse(chunk({ tool_calls: [{ index: 0, ...made }] }), ...finished);
    const { judged } = await through({ protocol: openAiChat }, text);
    expect(judged).toEqual(['harmless', 'shell']);
    const whole = await answered(openAiChat, {
      choices: [{ index: 0, finish_reason: 'tool_calls', message: { tool_calls: [made] } }],
    });
    expect(whole.judged).toEqual(['harmless', 'shell']);
  });

  test('with arguments that are JSON and no string', async () => {
    const call = { name: 'shell', arguments: { command: RM } };
    const says = (message: JsonObject) => ({ choices: [{ index: 0, message }] });
    for (const message of [
      { tool_calls: [{ id: 'x', type: 'function', function: call }] },
      { function_call: call },
    ]) {
      expect(await answered(openAiChat, says(message))).toMatchObject({ text: 'safeai_blocked' });
    }
    const output = [{ type: 'function_call', call_id: 'x', ...call }];
    expect(await answered(openAiResponses, { output })).toMatchObject({ text: 'safeai_blocked' });
  });

  test('once for each time that it is made', async () => {
    const call = { functionCall: { id: 'x', name: 'send', args: { to: 'bob' } } };
    const says = (parts: JsonObject[], more: JsonObject = {}) => ({
      candidates: [{ index: 0, content: { role: 'model', parts }, ...more }],
    });
    const text = sse(says([call]), says([call]), says([{ text: '.' }], { finishReason: 'STOP' }));
    const { judged } = await through({ protocol: geminiGenerate }, text);
    expect(judged).toEqual(['send', 'send']);
  });

  test('that a response says at its end alone, without arguments, in the place of another', async () => {
    const item = { type: 'function_call', id: 'f', call_id: 'c' };
    const response = { id: 'r', object: 'response', created_at: 1, model: 'm', output: [] };
    const last = { ...item, name: 'delete_all' };
    const text = sse(
      { type: 'response.created', response },
      {
        ...{ type: 'response.output_item.added', output_index: 0 },
        item: { ...item, name: 'list', arguments: '' },
      },
      {
        ...{ type: 'response.function_call_arguments.done', output_index: 0, item_id: 'f' },
        arguments: '{}',
      },
      {
        ...{ type: 'response.output_item.done', output_index: 0 },
        item: { ...item, name: 'list', arguments: '{}' },
      },
      {
        type: 'response.completed',
        response: { ...response, status: 'completed', output: [last] },
      },
    );
    const { judged } = await through({ protocol: openAiResponses }, text);
    expect(judged).toEqual(['list', 'delete_all']);
  });

  test('with the name of the block that it continues', async () => {
    const message = { id: 'm', type: 'message', role: 'assistant', model: 'c', content: [] };
    const start = { type: 'message_start', message };
    const tool = { type: 'tool_use', id: 't', name: 'shell', input: {} };
    const piece = {
      ...{ type: 'content_block_delta', index: 0 },
      delta: { type: 'input_json_delta', partial_json: '{"command":"ls"}' },
    };
    for (const events of [
      [{ type: 'message_start', message: { ...message, content: [tool] } }, piece],
      [start, { type: 'content_block_start', index: 5, content_block: tool }, piece],
    ]) {
      const { text, stream, error } = await through(
        { protocol: anthropicMessages },
        sse(...(events as JsonObject[])),
      );
      expect(text).not.toContain('partial_json');
      expect(error ?? stream.failure).toMatchObject({ code: 'malformed_stream' });
    }
  });
});

test.each(['\n', ':\n\n'])('a held call with very many %j behind it is let go', async (event) => {
  const made = { index: 0, id: 'x', type: 'function', function: { name: 'f', arguments: '' } };
  const text = sse(chunk({ content: 'Hi. ' }), chunk({ tool_calls: [made] }));
  const pieces = [text, ...Array.from({ length: 9 }, () => event.repeat(16_384))];
  const { stream, error } = await guarded(
    { protocol: openAiChat },
    pieces.map((piece) => Buffer.from(piece)),
  );
  expect(error ?? stream.failure).toMatchObject({ code: 'limit_exceeded' });
});

describe('log probabilities', () => {
  const bytes = [...Buffer.from(SECRET)];
  const half = bytes.length >> 1;
  const say = (tokens: readonly JsonObject[]): JsonObject => ({
    index: 0,
    logprobs: { content: tokens.map((token) => ({ logprob: -0.1, top_logprobs: [], ...token })) },
  });

  test.each<[string, readonly JsonObject[]]>([
    ['a token', [{ token: 'hi', bytes }]],
    [
      'two tokens',
      [bytes.slice(0, half), bytes.slice(half)].map((of) => ({ token: 'h', bytes: of })),
    ],
    ['a token without a word', [{ token: '', bytes }]],
    ['a look-alike', [{ token: String.fromCharCode(...bytes.map((byte) => 0x300 + byte)), bytes }]],
    ['bytes that are a text', [{ token: 'hi', bytes: SECRET }]],
    ['an alternative', [{ token: 'hi', bytes: [104, 105], top_logprobs: [{ token: 'x', bytes }] }]],
  ])('say nothing in the bytes of %s that the rules take out', async (_, tokens) => {
    const message = { role: 'assistant', content: 'hi' };
    const whole = await answered(openAiChat, { choices: [{ ...say(tokens), message }] });
    const streams = [[tokens]];
    const outs = await Promise.all(
      streams.map((events) => {
        const choices = events.map((each) => ({ ...say(each), delta: { content: 'h' } }));
        const text = sse(...choices.map((choice) => ({ choices: [choice] })), ...chatEnd);
        return through({ protocol: openAiChat }, text);
      }),
    );
    for (const { text } of [whole, ...outs]) {
      expect(text).toContain('"content":"h');
      expect(text).not.toContain(String(bytes.slice(0, half)));
      expect(text).not.toContain(SECRET);
    }
  });

  test('whose bytes are those of their tokens stay, characters in pieces too', async () => {
    const euro = [...Buffer.from('€')];
    const tokens = [
      { token: 'hi', bytes: [104, 105] },
      { token: '\\xe2\\x82', bytes: euro.slice(0, 2) },
      { token: '\\xac', bytes: euro.slice(2) },
      { token: '<|end|>', bytes: null },
    ];
    const body = { choices: [{ ...say(tokens), message: { role: 'assistant', content: 'hi€' } }] };
    expect((await answered(openAiChat, body)).text).toBe(JSON.stringify(body));
    const text = sse({ choices: [{ ...say(tokens), delta: { content: 'hi€' } }] }, ...chatEnd);
    expect((await through({ protocol: openAiChat }, text)).text).toBe(text);
  });
});
