import { writeJson } from '../json/apply-edits.ts';
import type { Protocol } from '../model.ts';
import { errorBody } from '../openai-chat/error.ts';
import { bodyObject, withToolNames } from '../reading.ts';
import { locate } from '../shape/locate.ts';
import { stringOf } from '../shape/shape.ts';
import { limitOf } from '../usage.ts';
import { emptyResponse, finishOf } from './response.ts';
import { messageItem } from './sent-response.ts';
import { ANSWER, REQUEST } from './shapes.ts';
import { ResponseStream } from './stream.ts';
import { usageOf } from './usage.ts';

/** OpenAI's responses. */
export const openAiResponses: Protocol = {
  id: 'openai.responses',

  matches(method, path) {
    return method === 'POST' && /\/responses\/?(?:\?|$)/.test(path);
  },

  readRequest(body) {
    const request = bodyObject(body);
    const { parts, unscanned, words } = locate(request, REQUEST, { role: 'user' });
    return {
      parts: withToolNames(parts),
      unscanned,
      words,
      model: stringOf(request, 'model') ?? null,
      stream: request.stream === true,
      maxOutputTokens: limitOf(request, 'max_output_tokens'),
      choices: 1,
      // It always does.
      streamUsage: true,
    };
  },

  readAnswer(body) {
    const answer = bodyObject(body);
    const { parts, unscanned, words } = locate(answer, ANSWER, { role: 'assistant' });
    return {
      parts: withToolNames(parts),
      unscanned,
      words,
      model: stringOf(answer, 'model') ?? null,
      usage: usageOf(answer),
      finish: finishOf(answer),
    };
  },

  withStreamUsage(text) {
    return text;
  },

  openStream(options) {
    return new ResponseStream(options);
  },

  blockedAnswer({ id, model, created, message, usage }) {
    const input = usage?.inputTokens ?? 0;
    const output = usage?.outputTokens ?? 0;
    return writeJson({
      ...emptyResponse({ id, model, created }),
      status: 'incomplete',
      incomplete_details: { reason: 'content_filter' },
      output: [messageItem(message)],
      usage: {
        input_tokens: input,
        input_tokens_details: { cached_tokens: usage?.cachedInputTokens ?? 0 },
        output_tokens: output,
        output_tokens_details: { reasoning_tokens: usage?.reasoningTokens ?? 0 },
        total_tokens: input + output,
      },
    });
  },

  error(error) {
    return writeJson(errorBody(error));
  },
};
