import type { JsonObject, JsonValue } from '@safeai/core';
import { type DefinitionDigest, digestOf } from './digest.ts';
import { inspect } from './inspection.ts';
import { isToolName } from './name-collisions.ts';

/** A tool as its server defines it, once it is known to be one. */
export interface ToolDefinition {
  readonly name: string;
  /** All that the server said of it. */
  readonly json: JsonObject;
  readonly digest: DefinitionDigest;
}

/** A definition, or why it is none, in words. */
export function checkDefinition(
  value: JsonValue | undefined,
  maxLength: number,
): ToolDefinition | { readonly name: string; readonly problem: string } {
  const json = objectOf(value);
  const name = json?.name;
  if (json === null || typeof name !== 'string') return { name: '', problem: 'it has no name' };
  if (!isToolName(name)) return { name, problem: 'its name is none that MCP allows' };
  if (objectOf(json.inputSchema)?.type !== 'object') {
    return { name, problem: 'its input schema describes no object' };
  }
  if (objectOf(json.execution)?.taskSupport === 'required') {
    return { name, problem: 'it runs as a task alone, and the firewall relays no tasks' };
  }
  try {
    if (JSON.stringify(json).length > maxLength) {
      return { name, problem: `its definition is longer than ${maxLength}` };
    }
    // Beyond its limits nobody looks into it.
    inspect(json);
    return { name, json, digest: digestOf(json) };
  } catch {
    return { name, problem: 'its definition is too deep, or has no canonical form' };
  }
}

function objectOf(value: JsonValue | undefined): JsonObject | null {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as JsonObject)
    : null;
}
