import { InvalidRequestError } from '@safeai/core';
import { writeJson } from '../json/apply-edits.ts';
import type { Protocol } from '../model.ts';
import { error, usage } from '../openai-chat/answer-shapes.ts';
import { errorBody } from '../openai-chat/error.ts';
import { usageOf } from '../openai-chat/usage.ts';
import { bodyObject } from '../reading.ts';
import { locate } from '../shape/locate.ts';
import {
  content,
  either,
  fields,
  list,
  plains,
  stringOf,
  tokens,
  vector,
  type Shape,
} from '../shape/shape.ts';

const text = content('text');

const REQUEST: Shape = fields({
  ...plains('model', 'dimensions', 'encoding_format', 'input_type', 'truncate'),
  input: either({
    string: text,
    numbers: tokens,
    list: list(either({ string: text, list: tokens })),
  }),
  user: content('setting'),
});

const ANSWER: Shape = fields({
  ...plains('object', 'model', 'id', 'created'),
  data: list(fields({ ...plains('object', 'index'), embedding: vector })),
  usage,
  error,
});

/** OpenAI's embeddings: numbers for texts, and no text comes back. */
export const openAiEmbeddings: Protocol = {
  id: 'openai.embeddings',

  matches(method, path) {
    return method === 'POST' && /\/embeddings\/?(?:\?|$)/.test(path);
  },

  readRequest(body) {
    const request = bodyObject(body);
    return {
      ...locate(request, REQUEST, { role: 'user' }),
      model: stringOf(request, 'model') ?? null,
      stream: false,
      maxOutputTokens: 0,
      choices: 1,
      streamUsage: false,
    };
  },

  readAnswer(body) {
    const answer = bodyObject(body);
    return {
      ...locate(answer, ANSWER, { role: 'assistant' }),
      model: stringOf(answer, 'model') ?? null,
      usage: usageOf(answer),
      finish: [],
    };
  },

  withStreamUsage(written) {
    return written;
  },

  /** @throws InvalidRequestError there is no such stream */
  openStream() {
    throw new InvalidRequestError('Embeddings have no stream.');
  },

  /** An answer that holds nothing: there is no place in it for a message. */
  blockedAnswer({ model, usage: used }) {
    const prompt = used?.inputTokens ?? 0;
    return writeJson({
      object: 'list',
      data: [],
      model,
      usage: { prompt_tokens: prompt, total_tokens: prompt },
    });
  },

  error(failure) {
    return writeJson(errorBody(failure));
  },
};
