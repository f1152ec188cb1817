import { NO_USAGE, type JsonObject, type Usage } from '@safeai/core';
import { countOf, objectOf, sumOf } from '../usage.ts';

/** Counts as the provider states them: its input is without what a cache gave or took. */
export type RawUsage = Readonly<
  Record<
    | 'input_tokens'
    | 'output_tokens'
    | 'cache_read_input_tokens'
    | 'cache_creation_input_tokens'
    | 'hour'
    | 'thinking'
    | 'searches',
    number | null
  >
>;

/** What an answer or an event states; of what it does not state, what was stated before. */
export function rawUsage(usage: JsonObject | undefined, before?: RawUsage): RawUsage | undefined {
  if (usage === undefined) return before;
  const creation = objectOf(usage, 'cache_creation');
  const total = (key: 'input_tokens' | 'output_tokens' | 'cache_read_input_tokens') =>
    countOf(usage, key) ?? before?.[key] ?? null;
  return {
    input_tokens: total('input_tokens'),
    output_tokens: total('output_tokens'),
    cache_read_input_tokens: total('cache_read_input_tokens'),
    cache_creation_input_tokens:
      countOf(usage, 'cache_creation_input_tokens') ??
      sumOf(
        countOf(creation, 'ephemeral_5m_input_tokens'),
        countOf(creation, 'ephemeral_1h_input_tokens'),
      ) ??
      before?.cache_creation_input_tokens ??
      null,
    hour: countOf(creation, 'ephemeral_1h_input_tokens') ?? before?.hour ?? null,
    thinking:
      countOf(objectOf(usage, 'output_tokens_details'), 'thinking_tokens') ??
      before?.thinking ??
      null,
    searches:
      countOf(objectOf(usage, 'server_tool_use'), 'web_search_requests') ??
      before?.searches ??
      null,
  };
}

/** The same by the convention of {@link Usage}. */
export function usageOf(raw: RawUsage | undefined): Usage | null {
  if (raw === undefined) return null;
  const { cache_read_input_tokens: read, cache_creation_input_tokens: written } = raw;
  return {
    ...NO_USAGE,
    // What a cache gave or took alone says nothing of the rest.
    inputTokens: raw.input_tokens === null ? null : sumOf(raw.input_tokens, read, written),
    cachedInputTokens: read,
    cacheWriteTokens: written === null ? null : Math.max(0, written - (raw.hour ?? 0)),
    cacheWriteHourTokens: raw.hour,
    outputTokens: raw.output_tokens,
    reasoningTokens: raw.thinking,
    webSearches: raw.searches,
  };
}
