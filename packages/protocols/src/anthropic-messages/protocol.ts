import { InvalidRequestError, type JsonValue } from '@safeai/core';
import { writeJson } from '../json/apply-edits.ts';
import type { Protocol, RequestReading } from '../model.ts';
import { bodyObject, withToolNames } from '../reading.ts';
import { locate } from '../shape/locate.ts';
import { stringOf } from '../shape/shape.ts';
import { limitOf, objectOf } from '../usage.ts';
import { errorBody } from './error.ts';
import { ANSWER, COUNT, REQUEST } from './shapes.ts';
import { MessageStream } from './stream.ts';
import { rawUsage, usageOf } from './usage.ts';

function readRequest(body: JsonValue): RequestReading {
  const request = bodyObject(body);
  const { parts, unscanned, words } = locate(request, REQUEST, { role: 'user' });
  return {
    parts: withToolNames(parts),
    unscanned,
    words,
    model: stringOf(request, 'model') ?? null,
    stream: request.stream === true,
    maxOutputTokens: limitOf(request, 'max_tokens'),
    choices: 1,
    // It always does.
    streamUsage: true,
  };
}

/** Anthropic's messages. */
export const anthropicMessages: Protocol = {
  id: 'anthropic.messages',

  matches(method, path) {
    return method === 'POST' && /\/v1\/messages\/?(?:\?|$)/.test(path);
  },

  readRequest,

  readAnswer(body) {
    const answer = bodyObject(body);
    const { parts, unscanned, words } = locate(answer, ANSWER, { role: 'assistant' });
    const reason = stringOf(answer, 'stop_reason');
    return {
      parts: withToolNames(parts),
      unscanned,
      words,
      model: stringOf(answer, 'model') ?? null,
      usage: usageOf(rawUsage(objectOf(answer, 'usage'))),
      finish: reason === undefined ? [] : [{ choice: 0, reason }],
    };
  },

  withStreamUsage(text) {
    return text;
  },

  openStream(options) {
    return new MessageStream(options);
  },

  blockedAnswer({ id, model, message, usage }) {
    const read = usage?.cachedInputTokens ?? 0;
    const written = (usage?.cacheWriteTokens ?? 0) + (usage?.cacheWriteHourTokens ?? 0);
    return writeJson({
      id,
      type: 'message',
      role: 'assistant',
      model,
      content: [{ type: 'text', text: message }],
      stop_reason: 'refusal',
      stop_sequence: null,
      stop_details: null,
      usage: {
        input_tokens: Math.max(0, (usage?.inputTokens ?? 0) - read - written),
        cache_read_input_tokens: read,
        cache_creation_input_tokens: written,
        output_tokens: usage?.outputTokens ?? 0,
      },
    });
  },

  error(error) {
    return writeJson(errorBody(error));
  },
};

/** Anthropic's counting of a message's tokens: its request, without an answer to guard. */
export const anthropicCountTokens: Protocol = {
  id: 'anthropic.count_tokens',

  matches(method, path) {
    return method === 'POST' && /\/v1\/messages\/count_tokens\/?(?:\?|$)/.test(path);
  },

  readRequest,

  readAnswer(body) {
    const answer = bodyObject(body);
    const reading = locate(answer, COUNT, { role: 'assistant' });
    return { ...reading, model: null, usage: null, finish: [] };
  },

  withStreamUsage(text) {
    return text;
  },

  /** @throws InvalidRequestError there is no such stream */
  openStream() {
    throw new InvalidRequestError('Counting tokens has no stream.');
  },

  /** An answer that holds nothing. */
  blockedAnswer({ usage }) {
    return writeJson({ input_tokens: usage?.inputTokens ?? 0 });
  },

  error(error) {
    return writeJson(errorBody(error));
  },
};
