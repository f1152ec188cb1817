/** Streams of OpenAI's older completions, in their exact wire form. */
import type { JsonObject } from '@safeai/core';
import { openAiCompletions } from '../src/index.ts';
import type { RecordedStream } from './streams.ts';

const head = {
  id: 'cmpl-C7x',
  object: 'text_completion',
  created: 1741569952,
  model: 'gpt-3.5-turbo-instruct',
};

const chunk = (choices: readonly JsonObject[], more: JsonObject = {}): string =>
  `data: ${JSON.stringify({ ...head, choices, ...more })}\n\n`;

const piece = (index: number, text: string, finish: string | null = null): JsonObject => ({
  text,
  index,
  logprobs: null,
  finish_reason: finish,
});

const tokens = (text: string): JsonObject => ({
  tokens: [text],
  token_logprobs: [-0.3],
  top_logprobs: [{ [text]: -0.3 }],
  text_offset: [0],
});

export const COMPLETION_STREAMS: readonly RecordedStream[] = [
  {
    name: 'completion choices',
    protocol: openAiCompletions,
    text:
      chunk([{ ...piece(0, 'Grüße 🙂 an '), logprobs: tokens('Grüße 🙂 an ') }]) +
      chunk([piece(1, 'alice@exam'), piece(0, '"quoted" \\ und\n')]) +
      chunk([piece(1, 'ple.com')]) +
      chunk([piece(0, '', 'stop')]) +
      chunk([piece(1, '!', 'length')]) +
      chunk([], { usage: { prompt_tokens: 5, completion_tokens: 7, total_tokens: 12 } }) +
      'data: [DONE]\n\n',
    says: { '0/text': 'Grüße 🙂 an "quoted" \\ und\n', '1/text': 'alice@example.com!' },
  },
];
