import type { JsonObject } from '../json.ts';
import type { Detection } from './detection.ts';
import { findTampering } from './shell/find-tampering.ts';

/**
 * Calls of tools that would change SafeAI's own configuration, policies, plugins, keys or lock, or the settings
 * in which a client's hooks and MCP servers are registered, or that decide through SafeAI's own routes: an agent
 * that can rewrite its guard, or approve itself, has none.
 */
export function detectTampering(toolName: string, parameters: JsonObject): Detection[] {
  return findTampering(toolName, parameters).map(({ path, start, end, value, key }) => ({
    type: 'destructive',
    detector: 'file-tool-safeai-tampering',
    tags: ['tampering'],
    confidence: 0.95,
    placeholder: '[DESTRUCTIVE_REDACTED]',
    value,
    location: { start, end },
    path,
    ...(key === undefined ? {} : { in: 'key' as const, key }),
  }));
}
