import { NO_USAGE, type JsonObject, type Usage } from '@safeai/core';
import { countOf, objectOf } from '../usage.ts';

/** The usage that an answer or a chunk states; null where it states none. */
export function usageOf(body: JsonObject): Usage | null {
  const usage = objectOf(body, 'usage') ?? objectOf(objectOf(body, 'x_groq'), 'usage');
  if (usage === undefined) return null;
  const input = objectOf(usage, 'prompt_tokens_details');
  const output = objectOf(usage, 'completion_tokens_details');
  return {
    ...NO_USAGE,
    inputTokens: countOf(usage, 'prompt_tokens'),
    // DeepSeek's own spelling comes second.
    cachedInputTokens: countOf(input, 'cached_tokens') ?? countOf(usage, 'prompt_cache_hit_tokens'),
    cacheWriteTokens: countOf(input, 'cache_write_tokens'),
    audioInputTokens: countOf(input, 'audio_tokens'),
    outputTokens: countOf(usage, 'completion_tokens'),
    reasoningTokens: countOf(output, 'reasoning_tokens'),
    audioOutputTokens: countOf(output, 'audio_tokens'),
  };
}
