/** What Gemini answers, in its exact wire form: whole bodies, and streams beside those that its format's tests have. */
import type { JsonObject } from '@safeai/core';
import { chunk, says, sse } from '../../../../packages/protocols/test/gemini-streams.ts';

const finished = { finishReason: 'STOP' };
const whole = (parts: readonly JsonObject[], more: JsonObject = {}): JsonObject =>
  chunk([says(0, parts, { ...finished, ...more })], 9);

/** The chunks of a streamed answer that says a text in these pieces. */
export function geminiChunks(pieces: readonly string[]): JsonObject[] {
  return [
    ...pieces.map((text, index) => chunk([says(0, [{ text }])], index + 1)),
    chunk([says(0, [{ text: '' }], finished)], pieces.length),
  ];
}

/** A streamed answer that says a text in these pieces, as server-sent events. */
export function geminiStream(pieces: readonly string[]): string {
  return sse(...geminiChunks(pieces));
}

/** The same, as one JSON array. */
export function geminiArray(chunks: readonly JsonObject[]): string {
  return `[${chunks.map((body) => JSON.stringify(body, null, 2)).join('\n,\r\n')}\n]\n`;
}

const call = (name: string, args: JsonObject): JsonObject => ({ functionCall: { name, args } });

/** Whole answers, by name. */
export const GEMINI_ANSWERS = {
  text: whole([{ text: 'Hello! How can I help? Grüße 🙂' }], {
    safetyRatings: [{ category: 'HARM_CATEGORY_HARASSMENT', probability: 'NEGLIGIBLE' }],
    avgLogprobs: -0.125,
  }),
  thinking: whole([
    { text: 'The user greets me.', thought: true },
    { text: 'Hi!', thoughtSignature: 'CtsBAb4' },
  ]),
  tools: whole([
    call('get_weather', { city: 'Paris', unit: 'c' }),
    call('get_weather', { city: 'Rome' }),
    call('list_cities', {}),
  ]),
  json: whole([{ text: '{"city":"Paris","degrees":21.50}' }]),
  refusal: {
    promptFeedback: { blockReason: 'PROHIBITED_CONTENT', safetyRatings: [] },
    usageMetadata: { promptTokenCount: 5, totalTokenCount: 5 },
    modelVersion: 'gemini-2.5-flash',
  },
  countTokens: {
    totalTokens: 31,
    promptTokensDetails: [{ modality: 'TEXT', tokenCount: 31 }],
  },
  embedding: { embedding: { values: [0.013168523, -0.00871, 1.5e-7] } },
  embeddings: { embeddings: [{ values: [0.5, 1] }, { values: [0.25, -1] }] },
} satisfies Record<string, JsonObject>;
