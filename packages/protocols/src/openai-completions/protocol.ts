import { writeJson } from '../json/apply-edits.ts';
import type { Protocol } from '../model.ts';
import { errorBody } from '../openai-chat/error.ts';
import { finishesOf } from '../openai-chat/protocol.ts';
import { withStreamUsage } from '../openai-chat/stream-usage.ts';
import { ChatStream, type ChunkForm } from '../openai-chat/stream.ts';
import { usageOf } from '../openai-chat/usage.ts';
import { bodyObject } from '../reading.ts';
import { locate } from '../shape/locate.ts';
import { stringOf } from '../shape/shape.ts';
import { limitOf, objectOf } from '../usage.ts';
import { ANSWER, CHUNK, REQUEST } from './shapes.ts';

const CHUNKS: ChunkForm = {
  shape: CHUNK,
  object: 'text_completion',
  id: 'cmpl-safeai',
  depth: 2,
  said: (choice) => ({ ...choice, logprobs: null }),
  message: (text) => ({ text }),
};

/** OpenAI's older completions: a prompt and what follows it. */
export const openAiCompletions: Protocol = {
  id: 'openai.completions',

  matches(method, path) {
    return method === 'POST' && /(?<!\/chat)\/completions\/?(?:\?|$)/.test(path);
  },

  readRequest(body) {
    const request = bodyObject(body);
    const prompt = request.prompt;
    return {
      ...locate(request, REQUEST, { role: 'user' }),
      model: stringOf(request, 'model') ?? null,
      stream: request.stream === true,
      maxOutputTokens: limitOf(request, 'max_tokens'),
      choices: (limitOf(request, 'n', 'best_of') ?? 1) * promptsIn(prompt),
      streamUsage: objectOf(request, 'stream_options')?.include_usage === true,
    };
  },

  readAnswer(body) {
    const answer = bodyObject(body);
    return {
      ...locate(answer, ANSWER, { role: 'assistant' }),
      model: stringOf(answer, 'model') ?? null,
      usage: usageOf(answer),
      finish: finishesOf(answer),
    };
  },

  withStreamUsage(text, body) {
    return withStreamUsage(text, bodyObject(body));
  },

  openStream(options) {
    return new ChatStream(options, CHUNKS);
  },

  blockedAnswer({ id, model, created, message, usage }) {
    const prompt = usage?.inputTokens ?? 0;
    const completion = usage?.outputTokens ?? 0;
    return writeJson({
      id,
      object: 'text_completion',
      created,
      model,
      choices: [{ index: 0, text: message, logprobs: null, finish_reason: 'content_filter' }],
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

/** A list of texts, or of lists of tokens, is as many prompts; a list of tokens is one. */
function promptsIn(prompt: unknown): number {
  if (!Array.isArray(prompt) || prompt.length === 0) return 1;
  return typeof prompt[0] === 'number' ? 1 : prompt.length;
}
