import type { JsonObject } from '../json.ts';
import type { Detection } from './detection.ts';
import { findTampering } from './shell/find-tampering.ts';

/**
 * Calls of file tools that would change SafeAI's own configuration, policies, plugins, keys or lock, or the
 * settings in which a client's hooks are registered: an agent that can rewrite its guard has none.
 */
export function detectTampering(toolName: string, parameters: JsonObject): Detection[] {
  return findTampering(toolName, parameters).map(({ path, start, end, value }) => ({
    type: 'destructive',
    detector: 'file-tool-safeai-tampering',
    tags: ['tampering'],
    confidence: 0.95,
    placeholder: '[DESTRUCTIVE_REDACTED]',
    value,
    location: { start, end },
    path,
  }));
}
