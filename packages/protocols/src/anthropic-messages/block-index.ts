import { SafeAIError, type JsonObject } from '@safeai/core';

/** Which block an event is about. @throws SafeAIError `malformed_stream` when it does not say */
export function blockIndex(event: JsonObject): number {
  const index = Object.hasOwn(event, 'index') ? event.index : undefined;
  if (typeof index === 'number' && Number.isSafeInteger(index) && index >= 0) return index;
  throw new SafeAIError(
    'malformed_stream',
    'An event of the stream does not say which block it is of.',
  );
}
