import type { JsonObject } from '@safeai/core';
import { applyEdits } from '../json/apply-edits.ts';
import { objectOf } from '../usage.ts';

/** A streaming request that asks for the usage too; the same text where it does, or wants no stream. */
export function withStreamUsage(text: string, request: JsonObject): string {
  if (request.stream !== true) return text;
  const options = objectOf(request, 'stream_options');
  if (options?.include_usage === true) return text;
  const value = { ...options, include_usage: true };
  if (Object.hasOwn(request, 'stream_options')) {
    return applyEdits(text, [{ path: ['stream_options'], value }]);
  }
  // There is at least `stream` before it.
  const close = text.lastIndexOf('}');
  return `${text.slice(0, close)},"stream_options":${JSON.stringify(value)}${text.slice(close)}`;
}
