import type { JsonValue } from '@safeai/core';

/** Fields of a token that say nothing besides it. */
const FRAME: ReadonlySet<string> = new Set([
  ...['token', 'bytes', 'logprob', 'top_logprobs'],
  ...['tokenId', 'token_id', 'logProbability', 'log_probability', 'candidates'],
]);

/**
 * What the log probabilities of a piece of an answer say besides its tokens: the alternatives, which may be any text.
 *
 * @param tokens a list of tokens in any provider's form
 */
export function alternatives(tokens: JsonValue): string[] {
  const said = new Set<string>();
  const chosen = new Set<string>();
  const open: JsonValue[] = [];
  if (Array.isArray(tokens)) {
    for (const entry of tokens as readonly JsonValue[]) {
      if (typeof entry === 'string') continue;
      if (isObject(entry) && typeof entry.token === 'string') chosen.add(entry.token);
      open.push(entry);
    }
  }
  for (let value = open.pop(); value !== undefined; value = open.pop()) {
    if (typeof value === 'string') said.add(value);
    if (typeof value !== 'object' || value === null) continue;
    for (const [key, inner] of Object.entries<JsonValue>(value)) {
      if (!Array.isArray(value) && !FRAME.has(key)) said.add(key);
      if (key !== 'bytes' && inner !== null) open.push(inner);
    }
  }
  return [...said].filter((text) => !chosen.has(text));
}

function isObject(value: JsonValue): value is Readonly<Record<string, JsonValue>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
