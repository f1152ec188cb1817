/** Bodies of OpenAI's smaller formats, marked as those of `bodies.ts`. */
import { openAiCompletions, openAiEmbeddings, openAiModels } from '../src/index.ts';
import type { MarkedBody } from './bodies.ts';
import { found, not } from './mark.ts';

export const OPENAI_BODIES: readonly MarkedBody[] = [
  {
    name: 'completions request',
    protocol: openAiCompletions,
    direction: 'request',
    body: {
      model: 'gpt-3.5-turbo-instruct',
      prompt: [found('text', 'user'), found('text', 'user')],
      suffix: found('text', 'user'),
      stop: [found('setting', 'user')],
      user: found('setting', 'user'),
      logit_bias: { '50256': -100 },
      logprobs: 2,
      n: 2,
      stream: true,
      stream_options: { include_usage: true },
      mystery: not('unknown_field'),
    },
  },
  {
    name: 'completions answer',
    protocol: openAiCompletions,
    direction: 'answer',
    body: {
      id: 'cmpl-1',
      object: 'text_completion',
      created: 1,
      model: 'gpt-3.5-turbo-instruct',
      choices: [
        {
          index: 0,
          text: found('text', 'assistant'),
          finish_reason: 'stop',
          logprobs: {
            tokens: [found('logprob', 'assistant')],
            token_logprobs: [-0.1],
            top_logprobs: [{ word: -0.1 }],
            text_offset: [0],
          },
        },
        { index: 1, text: found('text', 'assistant'), finish_reason: 'length', logprobs: null },
      ],
      usage: { prompt_tokens: 1, completion_tokens: 2, total_tokens: 3, odd: not('unknown_field') },
    },
  },
  {
    name: 'embeddings request',
    protocol: openAiEmbeddings,
    direction: 'request',
    body: {
      model: 'text-embedding-3-small',
      input: [found('text', 'user'), found('text', 'user')],
      encoding_format: 'float',
      user: found('setting', 'user'),
      mystery: not('unknown_field'),
    },
  },
  {
    name: 'embeddings answer',
    protocol: openAiEmbeddings,
    direction: 'answer',
    body: {
      object: 'list',
      model: 'text-embedding-3-small',
      data: [
        { object: 'embedding', index: 0, embedding: [0.1, -0.2] },
        { object: 'embedding', index: 1, embedding: 'AACAPwAAAEA=' },
        { object: 'embedding', index: 2, embedding: not('unknown_type') },
      ],
      usage: { prompt_tokens: 4, total_tokens: 4 },
    },
  },
  {
    name: 'models answer',
    protocol: openAiModels,
    direction: 'answer',
    body: {
      object: 'list',
      data: [
        {
          id: 'gpt-4o-mini',
          object: 'model',
          created: 1,
          owned_by: 'system',
          description: found('definition', 'assistant'),
          surprise: not('unknown_field'),
        },
      ],
    },
  },
];
