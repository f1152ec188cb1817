import type { JsonObject, JsonValue } from '@safeai/core';
import { writeJson } from '../json/apply-edits.ts';
import type { Finish, Protocol } from '../model.ts';
import { bodyObject, withToolNames } from '../reading.ts';
import { locate } from '../shape/locate.ts';
import { stringOf } from '../shape/shape.ts';
import { limitOf, objectOf } from '../usage.ts';
import { errorBody } from './error.ts';
import { ANSWER } from './answer-shapes.ts';
import { indexOf } from './message-shapes.ts';
import { REQUEST } from './request-shape.ts';
import { withStreamUsage } from './stream-usage.ts';
import { ChatStream } from './stream.ts';
import { usageOf } from './usage.ts';

/** OpenAI's chat completions, and those who imitate them: Azure, DeepSeek, Mistral, OpenRouter, vLLM. */
export const openAiChat: Protocol = {
  id: 'openai.chat',

  matches(method, path) {
    return method === 'POST' && /\/chat\/completions\/?(?:\?|$)/.test(path);
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
      maxOutputTokens: limitOf(request, 'max_completion_tokens', 'max_tokens'),
      choices: limitOf(request, 'n') ?? 1,
      streamUsage: objectOf(request, 'stream_options')?.include_usage === true,
    };
  },

  readAnswer(body) {
    const answer = bodyObject(body);
    const { parts, unscanned, words } = locate(answer, ANSWER, { role: 'assistant' });
    return {
      parts,
      unscanned,
      words,
      model: stringOf(answer, 'model') ?? null,
      usage: usageOf(answer),
      finish: finishesOf(answer),
    };
  },

  withStreamUsage(text, body) {
    return withStreamUsage(text, bodyObject(body));
  },

  openStream(options) {
    return new ChatStream(options);
  },

  blockedAnswer({ id, model, created, message, usage }) {
    const prompt = usage?.inputTokens ?? 0;
    const completion = usage?.outputTokens ?? 0;
    return writeJson({
      id,
      object: 'chat.completion',
      created,
      model,
      choices: [
        {
          index: 0,
          message: { role: 'assistant', content: message, refusal: null },
          logprobs: null,
          finish_reason: 'content_filter',
        },
      ],
      usage: {
        prompt_tokens: prompt,
        completion_tokens: completion,
        total_tokens: prompt + completion,
      },
    });
  },

  error(error) {
    return writeJson(errorBody(error));
  },
};

/** Why each of an answer's choices ended. */
export function finishesOf(answer: JsonObject): readonly Finish[] {
  const choices = answer.choices;
  if (!Array.isArray(choices)) return [];
  return (choices as readonly JsonValue[]).flatMap((choice, position) => {
    if (typeof choice !== 'object' || choice === null || Array.isArray(choice)) return [];
    const reason = stringOf(choice as JsonObject, 'finish_reason');
    if (reason === undefined || reason === '') return [];
    return [{ choice: indexOf(choice as JsonObject, position, false), reason }];
  });
}
