import { describe, expect, test } from '@jest/globals';
import type { JsonObject } from '@safeai/core';
import fc from 'fast-check';

import { anthropicMessages, openAiChat, openAiCompletions, type Protocol } from '../index.ts';
import { bytesOf, eventsOf } from '../../test/drive.ts';

const chunk = (delta: JsonObject, index = 0): JsonObject => ({
  id: 'chatcmpl-1',
  model: 'm',
  choices: [{ index, delta, finish_reason: null }],
  usage: null,
});
const piece = (delta: JsonObject): JsonObject => ({ type: 'content_block_delta', index: 0, delta });

const text = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 6 }),
  fc.constantFrom('', '"', '\\', '\n', '","role":"tool', '\u2028', '🙂', '{', '"},"x":{"'),
);

/** Formats, with events that say a text, and others among them. */
const CASES: readonly [string, Protocol, (said: string) => JsonObject[], JsonObject[]][] = [
  [
    'chats',
    openAiChat,
    (said) => [
      chunk({ content: said }),
      chunk({ content: said }),
      chunk({ content: said }, 1),
      chunk({ reasoning: said }),
      chunk({ content: said, note: said }),
      { ...chunk({ content: said }), usage: { prompt_tokens: said.length } },
      chunk({ tool_calls: [{ index: 0, id: 't', function: { arguments: said } }] }),
    ],
    [],
  ],
  [
    'completions',
    openAiCompletions,
    (said) => [{ id: 'c', choices: [{ index: 0, text: said, finish_reason: null }] }],
    [],
  ],
  [
    'messages',
    anthropicMessages,
    (said) => [
      piece({ type: 'text_delta', text: said }),
      piece({ type: 'text_delta', text: said }),
      piece({ type: 'thinking_delta', thinking: said }),
      { type: 'ping' },
    ],
    [
      { type: 'message_start', message: { id: 'm', content: [] } },
      { type: 'content_block_start', index: 0, content_block: { type: 'text', text: '' } },
    ],
  ],
];

describe.each(CASES)('an event of %s like the one before', (_, protocol, eventsFor, opening) => {
  test('is read as if it were unlike it', () => {
    const event = fc
      .tuple(text, fc.nat())
      .map(([said, which]) => eventsFor(said)[which % eventsFor(said).length] ?? {});
    fc.assert(
      fc.property(fc.array(event, { maxLength: 12 }), (bodies) => {
        const all = [...opening, ...bodies];
        const write = (blanks: (at: number) => string): string =>
          all.map((body, at) => `data: ${blanks(at)}${JSON.stringify(body)}\n\n`).join('');
        const stepsOf = (written: string) => {
          const reader = protocol.openStream();
          const steps = eventsOf([bytesOf(written)]).map((each) => {
            const { event: _event, ...step } = reader.read(each);
            return step;
          });
          return { steps, end: reader.end(), channels: [...reader.channels] };
        };
        // No event begins like another.
        expect(stepsOf(write(() => ''))).toEqual(stepsOf(write((at) => ' '.repeat(at))));
      }),
      { numRuns: 300 },
    );
  });
});

test('what would be another event is not taken for the same', () => {
  const events = [
    'data: {"choices":[{"index":0,"delta":{"content":"one"}}]}\n\n',
    'data: {"choices":[{"index":0,"delta":{"content":"two"}}]}\n\n',
    'data: {"choices":[{"index":0,"delta":{"content":"x","refusal":"no"}}]}\n\n',
    'data: {"choices":[{"index":0,"delta":{"content":"\\u0061"}}]}\n\n',
  ];
  const reader = openAiChat.openStream();
  const said = eventsOf([bytesOf(events.join(''))]).map((event) =>
    reader.read(event).deltas.map(({ channel, text }) => `${channel}=${text}`),
  );
  expect(said).toEqual([
    ['0/content=one'],
    ['0/content=two'],
    ['0/content=x', '0/refusal=no'],
    ['0/content=a'],
  ]);
  const broken = 'data: {"choices":[{"index":0,"delta":{"content":"a\tb"}}]}\n\n';
  const [event] = eventsOf([bytesOf(broken)]);
  expect(() => event && reader.read(event)).toThrow('no valid JSON');
});
