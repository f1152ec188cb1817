import { describe, expect, test } from '@jest/globals';
import type { JsonObject, SafeAIRules } from '@safeai/core';
import {
  anthropicMessages,
  geminiGenerate,
  openAiChat,
  openAiCompletions,
  openAiResponses,
  type Protocol,
} from '@safeai/protocols';
import fc from 'fast-check';

import { bytesOf } from '../../../packages/protocols/test/drive.ts';
import { guarded, openHouse, outputRule, readStream, SECRET } from './support/guarded-streams.ts';

const sse = (...bodies: readonly (JsonObject | string)[]): string =>
  bodies
    .map((body) => {
      if (typeof body === 'string') return `data: ${body}\n\n`;
      const name = typeof body.type === 'string' ? `event: ${body.type}\n` : '';
      return `${name}data: ${JSON.stringify(body)}\n\n`;
    })
    .join('');

type Say = (pieces: readonly string[]) => string;

const chat =
  (said: (piece: string) => JsonObject): Say =>
  (pieces) =>
    sse(
      ...pieces.map((piece) => ({ choices: [{ index: 0, ...said(piece), finish_reason: null }] })),
      { choices: [{ index: 0, delta: {}, finish_reason: 'stop' }] },
      '[DONE]',
    );
const block =
  (start: JsonObject, said: (piece: string) => JsonObject): Say =>
  (pieces) =>
    sse(
      { type: 'message_start', message: { id: 'm', role: 'assistant', content: [] } },
      { type: 'content_block_start', index: 0, content_block: start },
      ...pieces.map((piece) => ({ type: 'content_block_delta', index: 0, delta: said(piece) })),
      { type: 'content_block_stop', index: 0 },
      { type: 'message_delta', delta: { stop_reason: 'end_turn' } },
      { type: 'message_stop' },
    );
const gemini =
  (said: (piece: string) => JsonObject): Say =>
  (pieces) =>
    sse(
      ...pieces.map((piece) => ({ candidates: [{ index: 0, content: { parts: [said(piece)] } }] })),
      { candidates: [{ index: 0, content: { parts: [{ text: '' }] }, finishReason: 'STOP' }] },
    );
/** Everything that a response says of one text, again and again. */
const response =
  (name: string, type: string, field: string): Say =>
  (pieces) => {
    const said = pieces.join('');
    const at = { item_id: 'i', output_index: 0, content_index: 0 };
    const part = { type, [field]: said, ...(type === 'output_text' && { annotations: [] }) };
    const item = { id: 'i', type: 'message', role: 'assistant', content: [part] };
    return sse(
      { type: 'response.created', response: { id: 'r', output: [] } },
      { type: 'response.output_item.added', output_index: 0, item: { ...item, content: [] } },
      { type: 'response.content_part.added', ...at, part: { ...part, [field]: '' } },
      ...pieces.map((delta) => ({ type: `response.${name}.delta`, ...at, delta })),
      { type: `response.${name}.done`, ...at, [field]: said },
      { type: 'response.content_part.done', ...at, part },
      { type: 'response.output_item.done', output_index: 0, item },
      { type: 'response.completed', response: { id: 'r', status: 'completed', output: [item] } },
    );
  };

/** Places of a text, and how a stream says it in pieces. */
const TEXTS: readonly [string, Protocol, Say][] = [
  ['chat content', openAiChat, chat((content) => ({ delta: { content } }))],
  ['chat reasoning', openAiChat, chat((text) => ({ delta: { reasoning_content: text } }))],
  ['chat refusal', openAiChat, chat((refusal) => ({ delta: { refusal } }))],
  [
    'chat tokens',
    openAiChat,
    chat((token) => ({ delta: {}, logprobs: { content: [{ token, logprob: -1, bytes: null }] } })),
  ],
  [
    'chat text with its tokens',
    openAiChat,
    chat((content) => ({
      delta: { content },
      logprobs: { content: [{ token: content, logprob: -1, top_logprobs: [] }], refusal: null },
    })),
  ],
  ['completion text', openAiCompletions, chat((text) => ({ text }))],
  ['response text', openAiResponses, response('output_text', 'output_text', 'text')],
  ['response refusal', openAiResponses, response('refusal', 'refusal', 'refusal')],
  ['response reasoning', openAiResponses, response('reasoning_text', 'reasoning_text', 'text')],
  [
    'message text',
    anthropicMessages,
    block({ type: 'text', text: '' }, (text) => ({ type: 'text_delta', text })),
  ],
  [
    'message thinking',
    anthropicMessages,
    block({ type: 'thinking', thinking: '', signature: '' }, (thinking) => ({
      type: 'thinking_delta',
      thinking,
    })),
  ],
  ['gemini text', geminiGenerate, gemini((text) => ({ text }))],
  ['gemini thought', geminiGenerate, gemini((text) => ({ text, thought: true }))],
];

const call = (name: string, args: readonly string[]): Record<string, [Protocol, string]> => ({
  chat: [
    openAiChat,
    sse(
      {
        choices: [
          {
            index: 0,
            delta: {
              tool_calls: [
                { index: 0, id: 'c', type: 'function', function: { name, arguments: '' } },
              ],
            },
          },
        ],
      },
      ...args.map((piece) => ({
        choices: [
          { index: 0, delta: { tool_calls: [{ index: 0, function: { arguments: piece } }] } },
        ],
      })),
      { choices: [{ index: 0, delta: {}, finish_reason: 'tool_calls' }] },
      '[DONE]',
    ),
  ],
  message: [
    anthropicMessages,
    block({ type: 'tool_use', id: 'c', name, input: {} }, (partial_json) => ({
      type: 'input_json_delta',
      partial_json,
    }))(args),
  ],
  response: [openAiResponses, responseCall(name, args)],
});

function responseCall(name: string, args: readonly string[]): string {
  const at = { item_id: 'i', output_index: 0 };
  const item = { id: 'i', type: 'function_call', call_id: 'c', name, arguments: '' };
  const done = { ...item, arguments: args.join('') };
  return sse(
    { type: 'response.created', response: { id: 'r', output: [] } },
    { type: 'response.output_item.added', output_index: 0, item },
    ...args.map((delta) => ({ type: 'response.function_call_arguments.delta', ...at, delta })),
    { type: 'response.function_call_arguments.done', ...at, arguments: args.join(''), name },
    { type: 'response.output_item.done', output_index: 0, item: done },
    { type: 'response.completed', response: { id: 'r', output: [done] } },
  );
}

const PROTOCOLS = ['chat', 'message', 'response'] as const;
/** Most characters of a secret that may stand before it is known to be one. */
const BEGINNING = 3;

function expectNoSecret(text: string): void {
  const plain = text.replace(/\\u([0-9a-f]{4})/g, (_, hex: string) =>
    String.fromCharCode(Number.parseInt(hex, 16)),
  );
  for (let at = 0; at + BEGINNING < SECRET.length; at++) {
    expect(plain).not.toContain(SECRET.slice(at, at + BEGINNING + 1));
  }
}

const inPieces = (text: string, places: readonly number[]): string[] => {
  const ends = [...new Set(places.map((at) => at % text.length))].sort((a, b) => a - b);
  return [0, ...ends].map((from, index) => text.slice(from, ends[index] ?? text.length));
};
const PLACES = fc.array(fc.nat(), { minLength: 1, maxLength: 8 });
const RULES = {
  redact: { policies: [outputRule('redact')] },
  block: { policies: [outputRule('block')] },
};

describe.each(TEXTS)('a secret in %s', (_, protocol, say) => {
  test.each(['redact', 'block'] as const)('never passes where policy says %s', async (action) => {
    const house = openHouse(RULES[action]);
    await fc.assert(
      fc.asyncProperty(PLACES, async (places) => {
        const said = `The key is ${SECRET}, and no other.`;
        const pieces = inPieces(said, places);
        const answer = await guarded({ protocol, house }, [bytesOf(say(pieces))]);
        expectNoSecret(answer.text);
        if (action === 'block') {
          const refusal = answer.stream.refusal ?? answer.error;
          expect(refusal).toMatchObject({ code: 'safeai_blocked' });
          return;
        }
        expect(answer.error).toBeUndefined();
        const [text] = Object.values(readStream(protocol, answer.text).says);
        if (text !== undefined && text !== '') {
          expect(text).toBe('The key is [SECRET_REDACTED], and no other.');
        }
      }),
      { numRuns: 12 },
    );
  });
});

test('a secret in two choices at once never passes in either', async () => {
  const pieces = inPieces(`a ${SECRET} b`, [5, 9, 14, 20]);
  const both = sse(
    ...pieces.map((content) => ({
      choices: [0, 1].map((index) => ({ index, delta: { content } })),
    })),
    { choices: [0, 1].map((index) => ({ index, delta: {}, finish_reason: 'stop' })) },
    '[DONE]',
  );
  const answer = await guarded({ protocol: openAiChat, rules: RULES.redact }, [bytesOf(both)]);
  expectNoSecret(answer.text);
  const { says } = readStream(openAiChat, answer.text);
  expect(Object.values(says)).toEqual(['a [SECRET_REDACTED] b', 'a [SECRET_REDACTED] b']);
});

test('tokens go where the text that they say is changed, and stay where it is not', async () => {
  const say = (content: string, tokens: readonly string[]): JsonObject => ({
    choices: [
      {
        index: 0,
        delta: { content },
        logprobs: { content: tokens.map((token) => ({ token, logprob: -1, top_logprobs: [] })) },
      },
    ],
  });
  const text = sse(
    say('Hello and ', ['Hello', ' and ']),
    say(SECRET, [SECRET]),
    say(' then more. ', [' then', ' more. ']),
    say('Bye ', ['Bye', ' ', SECRET]),
    { choices: [{ index: 0, delta: {}, finish_reason: 'stop' }] },
    '[DONE]',
  );
  const answer = await guarded({ protocol: openAiChat, rules: RULES.redact }, [bytesOf(text)]);
  const tokens = readStream(openAiChat, answer.text).whole.map(({ text: said }) => said);
  expect(tokens).toEqual(['Hello and ', ' then more. ']);
  expectNoSecret(answer.text);
});

test('alternatives to tokens are looked through', async () => {
  const alternative = { token: SECRET, logprob: -2, bytes: [1] };
  const tokens = [{ token: 'Hello ', logprob: -1, top_logprobs: [alternative] }];
  const text = chat((content) => ({ delta: { content }, logprobs: { content: tokens } }))([
    'Hello ',
  ]);
  const answer = await guarded({ protocol: openAiChat, rules: RULES.redact }, [bytesOf(text)]);
  expectNoSecret(answer.text);
  expect(readStream(openAiChat, answer.text).says).toEqual({ '0/content': 'Hello ' });
});

describe.each(PROTOCOLS)('a tool call in a stream: %s', (name) => {
  const escaped = (text: string): string =>
    text.replace(/./g, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`);

  test.each([
    ['plain', SECRET],
    ['as escapes', escaped(SECRET)],
  ])('with a secret in its arguments, %s, is blocked', async (_how, secret) => {
    const house = openHouse();
    await fc.assert(
      fc.asyncProperty(PLACES, async (places) => {
        const args = inPieces(`{"to":"bob","key":"${secret}"}`, places);
        const [protocol, text] = call('send_mail', args)[name] ?? [];
        if (protocol === undefined || text === undefined) throw new Error(name);
        const answer = await guarded({ protocol, house }, [bytesOf(text)]);
        expectNoSecret(answer.text);
        expect(answer.text).not.toContain('send_mail');
        const refusal = answer.stream.refusal ?? answer.error;
        expect(refusal).toMatchObject({ code: 'safeai_blocked' });
      }),
      { numRuns: 12 },
    );
  });

  test('with a secret in its name is not made with it', async () => {
    const [protocol, text] = call(SECRET, ['{}'])[name] ?? [];
    if (protocol === undefined || text === undefined) throw new Error(name);
    const answer = await guarded({ protocol, rules: RULES.redact }, [bytesOf(text)]);
    expectNoSecret(answer.text);
  });

  test('keeps the e-mail address that its tool needs, byte for byte', async () => {
    const args = ['{"to": "al', 'ice@example', '.com", "n": 1.0}'];
    const [protocol, text] = call('send_mail', args)[name] ?? [];
    if (protocol === undefined || text === undefined) throw new Error(name);
    expect((await guarded({ protocol }, [bytesOf(text)])).text).toBe(text);
  });

  test('has its arguments changed where policy says so, and whole repetitions alike', async () => {
    const args = [
      '{ "n": 1.0, "to" : "b',
      `ob", "key": "${SECRET.slice(0, 9)}`,
      `${SECRET.slice(9)}" }`,
    ];
    const [protocol, text] = call('send_mail', args)[name] ?? [];
    if (protocol === undefined || text === undefined) throw new Error(name);
    const rules: SafeAIRules = {
      policyDefaults: false,
      defaultAction: 'allow',
      policies: [{ name: 'r', boundary: 'action', dataTags: ['secret'], action: 'redact' }],
    };
    const answer = await guarded({ protocol, rules }, [bytesOf(text)]);
    expectNoSecret(answer.text);
    const changed = '{ "n": 1.0, "to" : "bob", "key": "[SECRET_REDACTED]" }';
    const { says, whole } = readStream(protocol, answer.text);
    expect(Object.values(says)).toEqual([changed]);
    for (const part of whole) if (part.kind === 'tool_call') expect(part.text).toBe(changed);
    expect(answer.stream.report.redactions).toBeGreaterThan(0);
  });

  test('that was cut off in its arguments is judged as a text', async () => {
    const rest = (secret: string) => call('send_mail', ['{"to":"bob","key":"', secret])[name];
    const [protocol, fine = ''] = rest('hello') ?? [];
    if (protocol === undefined) throw new Error(name);
    const passed = await guarded({ protocol }, [bytesOf(fine)]);
    expect(passed.text).toBe(fine);
    expect(passed.stream.report.unscanned).toBeGreaterThan(0);
    const [, bad = ''] = rest(SECRET) ?? [];
    expectNoSecret((await guarded({ protocol }, [bytesOf(bad)])).text);
  });
});

test('a call of Gemini’s comes whole, and is judged so', async () => {
  const say = (args: JsonObject): string =>
    sse(
      {
        candidates: [
          {
            index: 0,
            content: { parts: [{ text: 'I call the tool that sends mails.' }] },
          },
        ],
      },
      { candidates: [{ index: 0, content: { parts: [{ text: ' So here it is.' }] } }] },
      {
        candidates: [
          {
            index: 0,
            content: { parts: [{ functionCall: { name: 'send_mail', args } }] },
            finishReason: 'STOP',
          },
        ],
      },
    );
  const protocol = geminiGenerate;
  const fine = say({ to: 'alice@example.com' });
  expect((await guarded({ protocol }, [bytesOf(fine)])).text).toBe(fine);
  const bad = await guarded({ protocol }, [bytesOf(say({ key: SECRET }))]);
  expectNoSecret(bad.text);
  expect(bad.stream.refusal).toMatchObject({ code: 'safeai_blocked' });
  expect(readStream(protocol, bad.text).finishes).toEqual(['SAFETY']);
});

describe('identifiers', () => {
  const said: Readonly<Record<string, readonly [Protocol, (id: string) => string]>> = {
    chat: [
      openAiChat,
      (id) =>
        sse(
          { id: 'c-1', choices: [{ index: 0, delta: { content: 'Hi' } }] },
          { id, choices: [{ index: 0, delta: {}, finish_reason: 'stop' }] },
          '[DONE]',
        ),
    ],
    messages: [
      anthropicMessages,
      (id) =>
        sse(
          { type: 'message_start', message: { id, role: 'assistant', content: [] } },
          { type: 'message_stop' },
        ),
    ],
    responses: [
      openAiResponses,
      (id) =>
        sse({
          type: 'response.created',
          sequence_number: 0,
          response: { id, object: 'response', status: 'in_progress', output: [] },
        }),
    ],
    gemini: [
      geminiGenerate,
      (responseId) =>
        sse({
          responseId,
          candidates: [
            { content: { role: 'model', parts: [{ text: 'Hi' }] }, finishReason: 'STOP' },
          ],
        }),
    ],
  };

  test.each(Object.keys(said))('that hold a secret end a stream of %s', async (name) => {
    const [protocol, say] = said[name] ?? [];
    if (protocol === undefined || say === undefined) throw new Error('There is no such stream.');
    const ask = (id: string) =>
      guarded({ protocol, rules: RULES.redact }, [...sayInPieces(say(id))]);
    const { text, error } = await ask(SECRET);
    expectNoSecret(text);
    expect(`${text}${String((error as { code?: string } | undefined)?.code)}`).toContain(
      'unscanned_content',
    );
    const plain = say('plain-identifier');
    expect((await ask('plain-identifier')).text).toBe(plain);
  });
});

/** Event by event. */
function sayInPieces(text: string): Uint8Array[] {
  return text.split(/(?<=\n\n)/).map((piece) => bytesOf(piece));
}
