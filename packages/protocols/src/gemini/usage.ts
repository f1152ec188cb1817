import { NO_USAGE, type JsonObject, type Usage } from '@safeai/core';
import { countOf, sumOf } from '../usage.ts';
import { objectsOf, snakeCase, spelled, spelledObject } from './spelling.ts';

/** The usage that an answer or a chunk states; null where it states none. */
export function usageOf(body: JsonObject): Usage | null {
  const usage = spelledObject(body, 'usageMetadata');
  if (usage === undefined) return null;
  const count = (name: string) => countOf(usage, name) ?? countOf(usage, snakeCase(name));
  const cachedAudio = audioIn(usage, 'cacheTokensDetails');
  const cached = count('cachedContentTokenCount');
  const audio = audioIn(usage, 'promptTokensDetails');
  return {
    ...NO_USAGE,
    // What came of tools goes in too, and is stated apart; so are thoughts that came out.
    inputTokens: sumOf(count('promptTokenCount'), count('toolUsePromptTokenCount')),
    cachedInputTokens: less(cached, cachedAudio),
    audioInputTokens: less(audio, cachedAudio),
    cachedAudioInputTokens: cachedAudio,
    outputTokens: sumOf(count('candidatesTokenCount'), count('thoughtsTokenCount')),
    reasoningTokens: count('thoughtsTokenCount'),
    audioOutputTokens: audioIn(usage, 'candidatesTokensDetails'),
    webSearches: searchesIn(body),
  };
}

function less(all: number | null, some: number | null): number | null {
  return all === null ? null : Math.max(0, all - (some ?? 0));
}

function audioIn(usage: JsonObject, name: string): number | null {
  const details = objectsOf(usage, name).filter(({ modality }) => modality === 'AUDIO');
  return sumOf(
    ...details.map((detail) => countOf(detail, 'tokenCount') ?? countOf(detail, 'token_count')),
  );
}

/** Searches are not counted in the usage: the queries that an answer names are. */
function searchesIn(body: JsonObject): number | null {
  const queries = objectsOf(body, 'candidates').map((candidate) =>
    spelled(spelledObject(candidate, 'groundingMetadata'), 'webSearchQueries'),
  );
  return sumOf(...queries.map((list) => (Array.isArray(list) ? list.length : null)));
}
