import { InvalidRequestError, type JsonObject, type JsonValue } from '@safeai/core';
import type { Part } from './model.ts';
import type { Edit } from './json/apply-edits.ts';

/** @throws InvalidRequestError when a body is no object */
export function bodyObject(body: JsonValue): JsonObject {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) {
    throw new InvalidRequestError('The body is no JSON object.');
  }
  return body as JsonObject;
}

/** Gives the results of tools the names of the calls that they answer, where the body has both. */
export function withToolNames(parts: readonly Part[]): readonly Part[] {
  const names = new Map<string, string>();
  for (const { kind, toolCallId, toolName } of parts) {
    if (kind !== 'tool_name' || toolCallId === undefined || toolName === undefined) continue;
    names.set(toolCallId, toolName);
  }
  if (names.size === 0) return parts;
  return parts.map((part) => {
    if (part.toolName !== undefined || part.toolCallId === undefined) return part;
    const toolName = names.get(part.toolCallId);
    return toolName === undefined ? part : { ...part, toolName };
  });
}

/**
 * Edits that take the tokens out of a body: they say once more what its texts say. Clients take null for none, and an
 * empty list where the list itself is the field `logprobs`, as in OpenAI's responses.
 *
 * @param parts the parts of one body; those of other kinds are left alone
 */
export function logprobRemoval(parts: readonly Part[]): readonly Edit[] {
  const edits = new Map<string, Edit>();
  for (const { kind, path } of parts) {
    if (kind !== 'logprob') continue;
    const isOwnField = path.at(-1) === 'logprobs';
    const taken = isOwnField ? path : path.slice(0, -1);
    edits.set(JSON.stringify(taken), { path: taken, value: isOwnField ? [] : null });
  }
  return [...edits.values()];
}
