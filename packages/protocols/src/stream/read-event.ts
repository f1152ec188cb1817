import { SafeAIError, type JsonLimits, type JsonObject } from '@safeai/core';
import { readJson } from '../json/read-json.ts';
import type { Unscanned } from '../model.ts';
import type { SseEvent } from '../sse/sse-event.ts';

/**
 * The JSON object of an event.
 *
 * @throws SafeAIError `malformed_stream` for anything else; LimitExceededError
 */
export function readEventObject(data: string, limits: JsonLimits | undefined): JsonObject {
  let value;
  try {
    ({ value } = readJson(data, limits));
  } catch (error) {
    if (SafeAIError.isInstance(error) && error.code === 'malformed_json') {
      throw new SafeAIError('malformed_stream', 'An event of the stream is no valid JSON.');
    }
    throw error;
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new SafeAIError('malformed_stream', 'An event of the stream is no JSON object.');
  }
  return value as JsonObject;
}

/** A line that means nothing by the standard, and that some clients take for data: they strip blanks and byte order marks. */
const DATA_FOR_SOME = /^\s*(?:(?:data|event)\s*(?::|$)|[[{])/i;

/**
 * The lines of an event that are not its data, and a name without data: nobody shows them, but they go on.
 *
 * @throws SafeAIError `malformed_stream` for a line that is data to some clients
 */
export function unscannedLines({ name, data, otherLines }: SseEvent): readonly Unscanned[] {
  const lines: Unscanned[] = otherLines.map(({ kind, text }) => {
    if (kind === 'unknown' && DATA_FOR_SOME.test(text)) {
      throw new SafeAIError(
        'malformed_stream',
        'The event stream has a line that only some clients take for data.',
      );
    }
    return { path: [], why: kind === 'comment' ? 'comment' : 'event_line', value: text };
  });
  if (data !== null || name === null || name === '') return lines;
  return [...lines, { path: [], why: 'event_line', value: `event: ${name}` }];
}

/** @returns the error for data that comes after a stream's end */
export function afterTheEnd(): SafeAIError {
  return new SafeAIError('malformed_stream', 'The event stream goes on after its end.');
}

/** Some clients go by the event's name, some by its data's type. */
export function otherName({ name, data }: SseEvent, type: string): readonly Unscanned[] {
  if (name === null || name === type) return [];
  return [{ path: [], why: 'unknown_event', value: `${name}: ${data ?? ''}` }];
}
