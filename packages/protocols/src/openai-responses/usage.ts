import { NO_USAGE, type JsonObject, type JsonValue, type Usage } from '@safeai/core';
import { stringOf } from '../shape/shape.ts';
import { countOf, objectOf } from '../usage.ts';

/** The usage that a response states; null where it states none. */
export function usageOf(response: JsonObject): Usage | null {
  const usage = objectOf(response, 'usage');
  if (usage === undefined) return null;
  const input = objectOf(usage, 'input_tokens_details');
  const output = objectOf(usage, 'output_tokens_details');
  return {
    ...NO_USAGE,
    inputTokens: countOf(usage, 'input_tokens'),
    cachedInputTokens: countOf(input, 'cached_tokens'),
    cacheWriteTokens: countOf(input, 'cache_write_tokens'),
    audioInputTokens: countOf(input, 'audio_tokens'),
    outputTokens: countOf(usage, 'output_tokens'),
    reasoningTokens: countOf(output, 'reasoning_tokens'),
    audioOutputTokens: countOf(output, 'audio_tokens'),
    webSearches: searchesIn(response.output),
  };
}

/** Searches are charged one by one; the usage does not count them, so the calls are. */
function searchesIn(output: JsonValue | undefined): number | null {
  if (!Array.isArray(output)) return null;
  const items = output as readonly JsonValue[];
  return items.filter(isSearch).length;
}

/** Pages that it opens or looks through are not charged. */
function isSearch(item: JsonValue): boolean {
  if (typeof item !== 'object' || item === null || Array.isArray(item)) return false;
  const call = item as JsonObject;
  if (stringOf(call, 'type') !== 'web_search_call') return false;
  const action = objectOf(call, 'action');
  return action === undefined || (stringOf(action, 'type') ?? 'search') === 'search';
}
