import { isUtf8 } from 'node:buffer';
import { parseStrictJson, SafeAIError, type JsonLimits } from '@safeai/core';

/**
 * Parses a JSON body: valid UTF-8 and strict JSON.
 *
 * @throws SafeAIError `malformed_json`; LimitExceededError
 */
export function parseJson(bytes: Buffer, limits: JsonLimits): unknown {
  if (!isUtf8(bytes)) throw new SafeAIError('malformed_json', 'The body is not valid UTF-8.');
  return parseStrictJson(bytes.toString('utf8'), limits, 'The body');
}
