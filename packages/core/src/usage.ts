/**
 * What a model provider says that a call has used, in tokens, in one convention for all of them: `inputTokens` and
 * `outputTokens` are everything that went in and came out; the other tokens are parts of these. So whoever reads a
 * protocol that counts cached tokens apart (Anthropic's) adds them to the input, and thoughts that are counted apart
 * (Gemini's) to the output. Null: the provider did not say, which is not the same as none.
 */
export interface Usage {
  /** All of the input: fresh, read from a cache, written to one, text and audio. */
  readonly inputTokens: number | null;
  /** Read from a cache; part of the input. */
  readonly cachedInputTokens: number | null;
  /** Written to a cache for minutes (or for no stated time); part of the input. */
  readonly cacheWriteTokens: number | null;
  /** Written to a cache for an hour; part of the input, and not of `cacheWriteTokens`. */
  readonly cacheWriteHourTokens: number | null;
  /** Fresh audio; part of the input. */
  readonly audioInputTokens: number | null;
  /** Audio read from a cache; part of the input, and not of `cachedInputTokens` or `audioInputTokens`. */
  readonly cachedAudioInputTokens: number | null;
  /** All of the output: answer, reasoning, text and audio. */
  readonly outputTokens: number | null;
  /** Thought, and not shown; part of the output. */
  readonly reasoningTokens: number | null;
  /** Audio; part of the output. */
  readonly audioOutputTokens: number | null;
  /** Searches that the provider did by itself, and charges one by one. */
  readonly webSearches: number | null;
}

/** A call of which nothing is known. */
export const NO_USAGE: Usage = {
  inputTokens: null,
  cachedInputTokens: null,
  cacheWriteTokens: null,
  cacheWriteHourTokens: null,
  audioInputTokens: null,
  cachedAudioInputTokens: null,
  outputTokens: null,
  reasoningTokens: null,
  audioOutputTokens: null,
  webSearches: null,
};
