import type { JsonObject, JsonValue } from '@safeai/core';
import { ServerFailure } from './server-failure.ts';

/**
 * All that a server lists as tools, page by page, as it comes.
 *
 * @param most tools that it may list
 * @throws ServerFailure for a list that does not end, or is none
 */
export async function listTools(
  ask: (method: string, params: JsonObject) => Promise<JsonObject>,
  most: number,
): Promise<readonly JsonValue[]> {
  const all: JsonValue[] = [];
  const seen = new Set<string>();
  for (let cursor: string | undefined; ;) {
    const { tools, nextCursor } = await ask('tools/list', cursor === undefined ? {} : { cursor });
    if (!Array.isArray(tools)) throw unusable('its list of tools is none');
    all.push(...(tools as readonly JsonValue[]));
    if (all.length > most) throw unusable(`it offers more than ${most} tools`);
    if (nextCursor === undefined || nextCursor === null) return all;
    if (typeof nextCursor !== 'string' || seen.has(nextCursor) || seen.size > most) {
      throw unusable('its list of tools does not end');
    }
    seen.add(nextCursor);
    cursor = nextCursor;
  }
}

function unusable(why: string): ServerFailure {
  return new ServerFailure('broken', `The MCP server is not used: ${why}.`);
}
