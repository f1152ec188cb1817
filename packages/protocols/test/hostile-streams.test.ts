import { describe, expect, test } from '@jest/globals';
import { SafeAIError, type JsonObject, type JsonValue } from '@safeai/core';
import fc from 'fast-check';

import {
  anthropicMessages,
  geminiGenerate,
  openAiChat,
  openAiResponses,
  type Protocol,
  type StreamStep,
} from '../src/index.ts';
import { bytesOf, eventsOf, stepsOf, textOf } from './drive.ts';
import { FAILING, STREAMS } from './streams.ts';

function read(
  protocol: Protocol,
  bodies: readonly (JsonObject | string)[],
  channels?: number,
): StreamStep[] {
  const text = bodies
    .map((body) => `data: ${typeof body === 'string' ? body : JSON.stringify(body)}\n\n`)
    .join('');
  return stepsOf(protocol.openStream(channels === undefined ? {} : { channels }), [bytesOf(text)]);
}

const choice = (delta: JsonObject, more: JsonObject = {}) => ({
  choices: [{ index: 0, delta, ...more }],
});
const call = (more: JsonObject) => choice({ tool_calls: [{ index: 0, ...more }] });
const named = (name: string) => call({ function: { name, arguments: '' } });
const start = { type: 'message_start', message: {} };
const block = (index: number) => ({
  type: 'content_block_start',
  index,
  content_block: { type: 'text', text: '' },
});
const piece = (text: string) => ({
  type: 'content_block_delta',
  index: 0,
  delta: { type: 'text_delta', text },
});

/** What comes before a piece of a block. */
const before = (protocol: Protocol) => (protocol === anthropicMessages ? [start, block(0)] : []);
const eventText = (body: JsonObject) => `data: ${JSON.stringify(body)}\n\n`;

describe('a stream that cannot be read for sure is refused', () => {
  test.each<[string, Protocol, (JsonObject | string)[]]>([
    ['an event that is no JSON', openAiChat, ['{"choices":']],
    ['an event that is no JSON', anthropicMessages, ['hello']],
    ['an event that is no object', openAiChat, ['[]']],
    ['a key twice', openAiChat, ['{"choices":[],"choices":[{"index":0,"delta":{"content":"x"}}]}']],
    ['an end with something after it', openAiChat, ['[DONE] and more']],
    [
      'a text after its finish',
      openAiChat,
      [choice({ content: 'a' }, { finish_reason: 'stop' }), choice({ content: 'b' })],
    ],
    ['a tool call of two names', openAiChat, [named('list_files'), named('delete_files')]],
    [
      'an index that is a string',
      openAiChat,
      [{ choices: [{ index: '0', delta: { content: 'a' } }] }],
    ],
    [
      'a call’s index that is a fraction',
      openAiChat,
      [choice({ tool_calls: [{ index: 0.5, function: { arguments: 'x' } }] })],
    ],
    [
      'a piece of a response without an index',
      openAiResponses,
      [{ type: 'response.output_text.delta', delta: 'a' }],
    ],
    [
      'an index of a response that is a string',
      openAiResponses,
      [{ type: 'response.output_text.delta', output_index: '0', delta: 'a' }],
    ],
    [
      'a piece of a response after its end',
      openAiResponses,
      [
        { type: 'response.refusal.done', output_index: 0, content_index: 0, refusal: '' },
        { type: 'response.refusal.delta', output_index: 0, content_index: 0, delta: 'a' },
        { type: 'response.refusal.done', output_index: 0, content_index: 0, refusal: 'a' },
        { type: 'response.refusal.delta', output_index: 0, content_index: 0, delta: 'a' },
      ],
    ],
    ['a message that begins twice', anthropicMessages, [start, start]],
    ['a block that begins twice', anthropicMessages, [start, block(0), block(0)]],
    [
      'a piece without an index',
      anthropicMessages,
      [start, { type: 'content_block_delta', delta: { type: 'text_delta', text: 'a' } }],
    ],
    [
      'a piece after its block',
      anthropicMessages,
      [start, block(0), piece('a'), { type: 'content_block_stop', index: 0 }, piece('b')],
    ],
    [
      'a message that begins with something said',
      anthropicMessages,
      [{ type: 'message_start', message: { content: [{ type: 'text', text: 'a' }] } }],
    ],
    ['a block that begins before the one before it', anthropicMessages, [start, block(1)]],
    ['a piece of a block that has not begun', anthropicMessages, [start, piece('a')]],
    [
      'an end of a block that has not begun',
      anthropicMessages,
      [start, block(0), { type: 'content_block_stop', index: 1 }],
    ],
    [
      'a call that is named after its end',
      openAiChat,
      [
        call({ function: { arguments: '{}' } }),
        choice({}, { finish_reason: 'tool_calls' }),
        named('delete_files'),
      ],
    ],
    [
      'calls with an index and without',
      openAiChat,
      [
        choice({ tool_calls: [{ id: 'x', function: { name: 'f', arguments: '{"a":' } }] }),
        call({ id: 'x', function: { arguments: '1}' } }),
      ],
    ],
    [
      'a piece of a call that does not say of which',
      openAiChat,
      [
        choice({ tool_calls: [{ id: 'x', function: { name: 'f', arguments: '{"a":' } }] }),
        choice({ tool_calls: [{ function: { arguments: '1}' } }] }),
      ],
    ],
  ])('%s', (_what, protocol, bodies) => {
    expect(() => read(protocol, bodies)).toThrow(
      expect.objectContaining({ code: 'malformed_stream' }),
    );
  });

  test.each([
    '\uFEFFdata: {"x":1}',
    ' data: {"x":1}',
    '\u00a0data: {"x":1}',
    'Data: {"x":1}',
    'data : {"x":1}',
    '{"x":1}',
    '\u2028[1]',
    '\tevent: message',
  ])('a line that only some clients take for data: %j', (line) => {
    for (const protocol of [openAiChat, openAiResponses, anthropicMessages, geminiGenerate]) {
      for (const more of ['', 'data: {}\n']) {
        const [event] = eventsOf([bytesOf(`: hi\n\n${line}\n${more}\n`)]).slice(1);
        if (event === undefined) throw new Error('There is no event.');
        expect(() => protocol.openStream().read(event)).toThrow(
          expect.objectContaining({ code: 'malformed_stream' }),
        );
      }
    }
  });

  test('too many texts at once', () => {
    const bodies = [...Array(11).keys()].map((index) => ({
      choices: [{ index, delta: { content: 'x' } }],
    }));
    expect(() => read(openAiChat, bodies, 10)).toThrow(
      expect.objectContaining({ code: 'limit_exceeded' }),
    );
    expect(read(openAiChat, bodies, 11)).toHaveLength(11);
  });

  test.each<[Protocol, (index: number) => JsonObject]>([
    [openAiChat, (index: number) => ({ choices: [{ index, finish_reason: 'stop' }] })],
    [openAiChat, (index: number) => ({ choices: [{ index, delta: { role: 'assistant' } }] })],
    [geminiGenerate, (index: number) => ({ candidates: [{ index }, { index, tokenCount: 1 }] })],
    [
      openAiResponses,
      (index: number) => ({ type: 'response.output_text.delta', output_index: index * 100 }),
    ],
    [
      openAiResponses,
      (index: number) => ({
        ...{ type: 'response.content_part.added', output_index: 0, content_index: index * 100 },
        part: { type: 'output_text', text: '' },
      }),
    ],
  ])('too many answers, or places in one: %#', (protocol, body) => {
    const bodies = [...Array(12).keys()].map(body);
    expect(() => read(protocol, bodies, 10)).toThrow(
      expect.objectContaining({ code: 'limit_exceeded' }),
    );
    expect(read(protocol, bodies.slice(0, 10), 10)).toHaveLength(10);
  });

  test('an item whose parts are none is passed, and closed as it is', () => {
    const added = (content: JsonValue) => ({
      ...{ type: 'response.output_item.added', output_index: 0 },
      item: { type: 'message', id: 'm', role: 'assistant', content },
    });
    const place = { output_index: 0, content_index: 0, item_id: 'm' };
    const more = [
      { type: 'response.content_part.added', ...place, part: { type: 'output_text', text: '' } },
      { type: 'response.output_text.delta', ...place, delta: 'a' },
    ];
    for (const content of ['text', { 0: 'x' }, ['text'], [null], 7] as JsonValue[]) {
      for (const rest of [more, more.slice(1)]) {
        const reader = openAiResponses.openStream();
        const text = [added(content), ...rest].map(eventText).join('');
        const steps = stepsOf(reader, [bytesOf(text)]);
        expect(textOf(steps.map((step) => reader.pass(step)))).toBe(text);
        expect(textOf([reader.endBlocked('Withheld.')])).toContain('response.incomplete');
      }
    }
  });

  test('an event that is nested too deep', () => {
    expect(() => read(openAiChat, [`{"x":${'['.repeat(70)}${']'.repeat(70)}}`])).toThrow(
      expect.objectContaining({ code: 'limit_exceeded' }),
    );
  });
});

describe('what no client is known to read is told', () => {
  test.each<[string, Protocol, JsonObject, JsonObject]>([
    [
      'a whole message in a chunk',
      openAiChat,
      { choices: [{ index: 0, message: { content: 'x' } }] },
      { path: ['choices', 0, 'message'], why: 'unknown_field' },
    ],
    [
      'a field of a delta',
      openAiChat,
      choice({ whisper: 'x' }),
      { path: ['choices', 0, 'delta', 'whisper'], why: 'unknown_field' },
    ],
    [
      'an event',
      anthropicMessages,
      { type: 'message_whisper', text: 'x' },
      { path: [], why: 'unknown_type' },
    ],
    [
      'a delta',
      anthropicMessages,
      { type: 'content_block_delta', index: 0, delta: { type: 'whisper_delta', whisper: 'x' } },
      { path: ['delta'], why: 'unknown_type' },
    ],
    [
      'a field of a ping',
      anthropicMessages,
      { type: 'ping', text: 'x' },
      { path: ['text'], why: 'unknown_field' },
    ],
  ])('%s', (_what, protocol, body, entry) => {
    expect(read(protocol, [...before(protocol), body]).at(-1)?.unscanned).toMatchObject([entry]);
  });

  test('an event whose name is not the type of its data', () => {
    const text = `${[start, block(0)].map(eventText).join('')}event: ping\ndata: ${JSON.stringify(piece('secret'))}\n\n`;
    const [, , step] = stepsOf(anthropicMessages.openStream(), [bytesOf(text)]);
    expect(step?.deltas).toMatchObject([{ text: 'secret' }]);
    expect(step?.unscanned).toMatchObject([{ why: 'unknown_event', path: [] }]);
  });

  test('comments and other lines of an event', () => {
    const text = ': keep alive\n\nid: 5\ndata: [DONE]\n\n';
    const steps = stepsOf(openAiChat.openStream(), [bytesOf(text)]);
    expect(steps.flatMap(({ unscanned }) => unscanned)).toEqual([
      { path: [], why: 'comment', value: ': keep alive' },
      { path: [], why: 'event_line', value: 'id: 5' },
    ]);
  });

  test('names that no client reads: without data, or before another', () => {
    const text = 'event: a\n\nevent: b\nevent: message\ndata: {}\n\n';
    for (const protocol of [openAiChat, openAiResponses, anthropicMessages, geminiGenerate]) {
      const reader = protocol.openStream();
      const [first, second] = eventsOf([bytesOf(text)]).map((event) => reader.read(event));
      expect(first?.unscanned).toEqual([{ path: [], why: 'event_line', value: 'event: a' }]);
      expect(second?.unscanned).toContainEqual({ path: [], why: 'event_line', value: 'event: b' });
    }
  });
});

test('imitations that leave indices and reasons out are still read', () => {
  const steps = read(openAiChat, [
    { choices: [{ delta: { content: 'a' }, finish_reason: '' }] },
    choice({ tool_calls: [{ id: 'x', function: { name: 'f', arguments: '{}' } }] }),
    choice({ tool_calls: [{ id: 'y', function: { name: 'g', arguments: '{}' } }] }),
    choice({ content: '' }, { finish_reason: 'stop' }),
    '[DONE]',
  ]);
  expect(steps.flatMap(({ deltas }) => deltas.map(({ channel }) => channel))).toEqual([
    '0/content',
    '0/tool_calls/id:x/arguments',
    '0/tool_calls/id:y/arguments',
  ]);
  expect(steps.flatMap(({ finish }) => finish)).toEqual([{ choice: 0, reason: 'stop' }]);
});

test('the end mark that some send after an error goes on, and ends nothing twice', () => {
  const steps = read(openAiChat, [{ error: { message: 'Overloaded' } }, '[DONE]']);
  expect(steps.map(({ terminal }) => terminal)).toEqual([true, false]);
  expect(() => read(openAiChat, [{ error: 'x' }, '[DONE]', '[DONE]'])).toThrow('after its end');
});

test.each<[string, Protocol, JsonObject]>([
  ['0/content', openAiChat, choice({ content: 'a' })],
  ['0/content', openAiChat, choice({ content: [{ type: 'text', text: 'a' }] })],
  [
    '0/thinking',
    openAiChat,
    choice({ content: [{ type: 'thinking', thinking: [{ type: 'text', text: 'a' }] }] }),
  ],
  ['0/reasoning', openAiChat, choice({ reasoning: 'a' })],
  [
    '0/reasoning_details/3/text',
    openAiChat,
    choice({ reasoning_details: [{ type: 'reasoning.text', index: 3, text: 'a' }] }),
  ],
  ['0/audio/transcript', openAiChat, choice({ audio: { id: 'x', transcript: 'a' } })],
  ['0/function_call/arguments', openAiChat, choice({ function_call: { arguments: 'a' } })],
  [
    '0/tool_calls/2/arguments',
    openAiChat,
    choice({ tool_calls: [{ index: 2, id: 'x', function: { arguments: 'a' } }] }),
  ],
  [
    '0/tool_calls/id:x/arguments',
    openAiChat,
    choice({ tool_calls: [{ id: 'x', function: { arguments: 'a' } }] }),
  ],
  [
    '0/tool_calls/0/input',
    openAiChat,
    choice({ tool_calls: [{ index: 0, type: 'custom', custom: { input: 'a' } }] }),
  ],
  [
    '0/content/1/text',
    openAiResponses,
    { type: 'response.output_text.delta', output_index: 0, content_index: 1, delta: 'a' },
  ],
  [
    '3/content/0/text',
    openAiResponses,
    { type: 'response.reasoning_text.delta', output_index: 3, content_index: 0, delta: 'a' },
  ],
  [
    '2/arguments',
    openAiResponses,
    { type: 'response.mcp_call_arguments.delta', output_index: 2, delta: 'a' },
  ],
  [
    '2/code',
    openAiResponses,
    { type: 'response.code_interpreter_call_code.delta', output_index: 2, delta: 'a' },
  ],
  ['audio/transcript', openAiResponses, { type: 'response.audio.transcript.delta', delta: 'a' }],
  ['0/text', anthropicMessages, piece('a')],
  [
    '0/content',
    anthropicMessages,
    { type: 'content_block_delta', index: 0, delta: { type: 'compaction_delta', content: 'a' } },
  ],
])('what is held back of %s is a piece of the same channel', (channel, protocol, body) => {
  const reader = protocol.openStream();
  const begun = before(protocol).map(eventText).join('');
  const first = stepsOf(reader, [bytesOf(begun + eventText(body))]).at(-1);
  expect(first?.unscanned).toEqual([]);
  const tail = [bytesOf(begun), reader.tail(channel, 'held "back"')];
  const step = stepsOf(protocol.openStream(), tail).at(-1);
  expect(step?.deltas).toMatchObject([
    { channel, text: 'held "back"', kind: first?.deltas[0]?.kind },
  ]);
  expect(step?.unscanned).toEqual([]);
  expect(step?.whole).toEqual([]);
  expect(reader.tail(channel, '')).toHaveLength(0);
});

test('a stream that is cut off leaves its channels to its end', () => {
  for (const { protocol, text } of [...STREAMS, ...FAILING]) {
    const bytes = bytesOf(text);
    for (let length = 0; length < bytes.length; length += 13) {
      const reader = protocol.openStream();
      const ended: string[] = [];
      let failed = false;
      try {
        for (const event of eventsOf([bytes.subarray(0, length)]))
          ended.push(...reader.read(event).ends);
      } catch (error) {
        // Cut within an event, or within a character.
        failed = true;
        expect(SafeAIError.isInstance(error)).toBe(true);
      }
      const end = reader.end();
      expect([...ended, ...end.ends].sort()).toEqual([...reader.channels.keys()].sort());
      if (failed) expect(end.terminal).toBe(false);
    }
  }
});

test('any events are read or refused by name, and what is read goes on as it came', () => {
  const bodies = [...STREAMS, ...FAILING].flatMap(({ text }) =>
    eventsOf([bytesOf(text)]).map(({ data }) => data ?? ''),
  );
  const data = fc.oneof(
    fc.constantFrom(...bodies),
    fc.json({ maxDepth: 3 }),
    fc.string().map((text) => text.replace(/[\r\n]/g, '')),
  );
  fc.assert(
    fc.property(
      fc.constantFrom(openAiChat, openAiResponses, anthropicMessages, geminiGenerate),
      fc.array(data),
      (protocol, lines) => {
        const text = lines.map((line) => `data: ${line}\n\n`).join('');
        const reader = protocol.openStream();
        const passed: Uint8Array[] = [];
        let expected = '';
        try {
          for (const event of eventsOf([bytesOf(text)])) {
            passed.push(reader.pass(reader.read(event)));
            expected += event.text;
          }
        } catch (error) {
          expect(SafeAIError.isInstance(error)).toBe(true);
        }
        expect(textOf(passed)).toBe(expected);
      },
    ),
  );
});

test('no error quotes what it could not read', () => {
  for (const body of ['{"a":"hunter2"', 'hunter2', '{"hunter2":1,"hunter2":2}']) {
    for (const protocol of [openAiChat, openAiResponses, anthropicMessages, geminiGenerate]) {
      expect(() => read(protocol, [body])).toThrow(
        expect.objectContaining({ message: expect.not.stringContaining('hunter2') }),
      );
    }
  }
});
