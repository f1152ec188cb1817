import { InvalidRequestError } from '@safeai/core';
import { writeJson } from '../json/apply-edits.ts';
import type { Protocol } from '../model.ts';
import { error } from '../openai-chat/answer-shapes.ts';
import { errorBody } from '../openai-chat/error.ts';
import { bodyObject } from '../reading.ts';
import { locate } from '../shape/locate.ts';
import { content, fields, list, plains, type Shape } from '../shape/shape.ts';

const model = {
  ...plains(
    'id',
    'object',
    'type',
    'created',
    'created_at',
    'owned_by',
    'root',
    'parent',
    'active',
    'context_length',
    'context_window',
    'max_model_len',
    'max_completion_tokens',
    'max_input_tokens',
    'max_tokens',
    'canonical_slug',
  ),
  name: content('definition'),
  display_name: content('definition'),
  description: content('definition'),
};

/** One model, or a list of them. */
const ANSWER: Shape = fields({
  ...model,
  ...plains('has_more', 'first_id', 'last_id'),
  data: list(fields(model)),
  error,
});

const REQUEST: Shape = fields({});

/** OpenAI's models, a list or one of them. The request has no body; `{}` is read for it. */
export const openAiModels: Protocol = {
  id: 'openai.models',

  matches(method, path) {
    return method === 'GET' && /\/v1\/models(?:\/[^?]*)?(?:\?|$)/.test(path);
  },

  readRequest(body) {
    return {
      ...locate(bodyObject(body), REQUEST, { role: 'user' }),
      model: null,
      stream: false,
      maxOutputTokens: 0,
      choices: 1,
      streamUsage: false,
    };
  },

  readAnswer(body) {
    const reading = locate(bodyObject(body), ANSWER, { role: 'assistant' });
    return { ...reading, model: null, usage: null, finish: [] };
  },

  withStreamUsage(written) {
    return written;
  },

  /** @throws InvalidRequestError there is no such stream */
  openStream() {
    throw new InvalidRequestError('Models have no stream.');
  },

  /** A list without models. */
  blockedAnswer() {
    return writeJson({ object: 'list', data: [] });
  },

  error(failure) {
    return writeJson(errorBody(failure));
  },
};
