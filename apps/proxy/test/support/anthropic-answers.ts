/** What Anthropic answers, in its exact wire form: whole bodies, and streams beside those that its format's tests have. */
import type { JsonObject } from '@safeai/core';
import { begin, finish, piece, start, stop } from '../../../../packages/protocols/test/streams.ts';

/** A whole message. */
export function message(content: readonly JsonObject[], reason = 'end_turn'): JsonObject {
  return {
    id: 'msg_013Zva2CMHLNnXjNJJKqJ2EF',
    type: 'message',
    role: 'assistant',
    model: 'claude-sonnet-4-5-20250929',
    content,
    stop_reason: reason,
    stop_sequence: null,
    usage: {
      input_tokens: 2095,
      cache_creation_input_tokens: 0,
      cache_read_input_tokens: 5,
      cache_creation: { ephemeral_5m_input_tokens: 0, ephemeral_1h_input_tokens: 0 },
      output_tokens: 503,
      service_tier: 'standard',
    },
  };
}

/** A streamed message that says a text in these pieces. */
export function messageStream(pieces: readonly string[]): string {
  return (
    start +
    begin(0, { type: 'text', text: '' }) +
    pieces.map((text) => piece(0, { type: 'text_delta', text })).join('') +
    stop(0) +
    finish('end_turn')
  );
}

/** A streamed message that calls tools, their input in these pieces. */
export function messageToolStream(
  calls: readonly { readonly name: string; readonly pieces: readonly string[] }[],
): string {
  return (
    start +
    calls
      .map(
        ({ name, pieces }, index) =>
          begin(index, { type: 'tool_use', id: `toolu_${String(index)}`, name, input: {} }) +
          pieces
            .map((partial_json) => piece(index, { type: 'input_json_delta', partial_json }))
            .join('') +
          stop(index),
      )
      .join('') +
    finish('tool_use')
  );
}

const toolUse = (id: number, name: string, input: JsonObject): JsonObject => ({
  type: 'tool_use',
  id: `toolu_01D7FLrfh4GYq7yT1ULFeyM${String(id)}`,
  name,
  input,
});

/** Whole answers, by name. */
export const ANTHROPIC_ANSWERS = {
  text: message([{ type: 'text', text: 'Hi! My name is Claude. Grüße 🙂' }]),
  thinking: message([
    {
      type: 'thinking',
      thinking: 'The user greets me.',
      signature: 'EqQBCgIYAhIM1gbcDa9GJwZA2b3hGgxBdjrkzLoky3dl1pk=',
    },
    { type: 'text', text: 'Hi!' },
  ]),
  tools: message(
    [
      { type: 'text', text: 'I will look it up.' },
      toolUse(1, 'get_weather', { city: 'Paris', unit: 'c' }),
      toolUse(2, 'get_weather', { city: 'Rome' }),
      toolUse(3, 'list_cities', {}),
    ],
    'tool_use',
  ),
  json: message([{ type: 'text', text: '{"city":"Paris","degrees":21.50}' }]),
  refusal: message([{ type: 'text', text: 'I cannot help with that.' }], 'refusal'),
  countTokens: { input_tokens: 2095 },
} satisfies Record<string, JsonObject>;
