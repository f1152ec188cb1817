/** Streams of Gemini's, in their exact wire form. */
import type { JsonObject } from '@safeai/core';
import { geminiGenerate } from '../src/index.ts';
import type { RecordedStream } from './streams.ts';

const head = { modelVersion: 'gemini-2.5-flash', responseId: 'T5uMaK-2Jd' };
const usage = (output: number): JsonObject => ({
  promptTokenCount: 10,
  candidatesTokenCount: output,
  totalTokenCount: 10 + output + 5,
  cachedContentTokenCount: 4,
  promptTokensDetails: [
    { modality: 'TEXT', tokenCount: 7 },
    { modality: 'AUDIO', tokenCount: 3 },
  ],
  cacheTokensDetails: [{ modality: 'AUDIO', tokenCount: 1 }],
  thoughtsTokenCount: 5,
});
/** What a candidate says. */
export const says = (
  index: number,
  parts: readonly JsonObject[],
  more: JsonObject = {},
): JsonObject => ({
  content: { parts, role: 'model' },
  index,
  ...more,
});
/** A chunk, which is what a whole answer is too. */
export const chunk = (candidates: readonly JsonObject[], output: number): JsonObject => ({
  candidates,
  usageMetadata: usage(output),
  ...head,
});
/** Chunks as events. */
export const sse = (...chunks: readonly JsonObject[]): string =>
  chunks.map((body) => `data: ${JSON.stringify(body)}\r\n\r\n`).join('');
const stop = { finishReason: 'STOP' };

export const textChunks: readonly JsonObject[] = [
  chunk([says(0, [{ text: 'I should ', thought: true }])], 0),
  chunk([says(0, [{ text: 'greet.', thought: true }])], 0),
  chunk([says(0, [{ text: 'Grüße 🙂 an ' }, { text: 'alice@exam' }])], 4),
  chunk([says(0, [{ text: 'ple.com, "quoted" \\ und\n', thoughtSignature: 'CtsBAb4' }])], 8),
  chunk([says(0, [{ text: '' }], stop)], 9),
];

const call = { functionCall: { name: 'send_mail', args: { to: 'alice@example.com', n: 1 } } };

const protocol = geminiGenerate;

/** Streams that end well. */
export const GEMINI_STREAMS: readonly RecordedStream[] = [
  {
    name: 'gemini text',
    protocol,
    text: sse(...textChunks),
    says: {
      '0/thought/text': 'I should greet.',
      '0/text': 'Grüße 🙂 an alice@example.com, "quoted" \\ und\n',
    },
  },
  {
    name: 'gemini tools',
    protocol,
    text: sse(
      chunk([says(0, [{ text: 'Let me see.' }, call])], 4),
      chunk([says(0, [{ executableCode: { language: 'PYTHON', code: 'print(1)' } }])], 6),
      chunk([says(0, [{ codeExecutionResult: { outcome: 'OUTCOME_OK', output: '1\n' } }])], 6),
      chunk(
        [
          says(0, [{ functionCall: { name: 'list_files', args: {} } }], {
            ...stop,
            groundingMetadata: { webSearchQueries: ['weather'], groundingChunks: [] },
          }),
        ],
        9,
      ),
    ),
    says: { '0/text': 'Let me see.' },
  },
  {
    name: 'gemini candidates',
    protocol,
    text: sse(
      chunk([says(0, [{ text: 'a' }]), says(1, [{ text: 'x' }])], 1),
      chunk([says(1, [{ text: 'y' }], { finishReason: 'MAX_TOKENS' })], 2),
      chunk([says(0, [{ text: 'b' }], stop)], 3),
    ),
    says: { '0/text': 'ab', '1/text': 'xy' },
  },
];

/** A stream that the provider ends with an error. */
export const FAILING_GEMINI: RecordedStream = {
  name: 'gemini error',
  protocol,
  text: sse(chunk([says(0, [{ text: 'Half' }])], 1), {
    error: { code: 503, message: 'The model is overloaded.', status: 'UNAVAILABLE' },
  }),
  says: { '0/text': 'Half' },
};
