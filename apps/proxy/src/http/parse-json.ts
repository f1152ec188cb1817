import { isUtf8 } from 'node:buffer';
import { LimitExceededError, SafeAIError } from '@safeai/core';
import { textShape, valueShape } from './json-shape.ts';

/** Bounds of a JSON body. */
export interface JsonLimits {
  readonly jsonDepth: number;
  readonly jsonLeaves: number;
}

/**
 * Parses a JSON body strictly: valid UTF-8, no repeated keys (the parser would drop all but the last, and
 * another reader might keep the first), neither too deep nor too large.
 *
 * @throws SafeAIError `malformed_json`; LimitExceededError
 */
export function parseJson(bytes: Buffer, limits: JsonLimits): unknown {
  if (!isUtf8(bytes)) throw new SafeAIError('malformed_json', 'The body is not valid UTF-8.');
  const text = bytes.toString('utf8');
  const written = textShape(text);
  if (written.depth > limits.jsonDepth) {
    throw new LimitExceededError(
      `The body is nested deeper than ${String(limits.jsonDepth)} (limits.json_depth).`,
    );
  }
  const document = parse(text);
  const kept = valueShape(document);
  if (kept.members !== written.members) {
    throw new SafeAIError('malformed_json', 'The body has an object in which a key stands twice.');
  }
  if (kept.leaves > limits.jsonLeaves) {
    throw new LimitExceededError(
      `The body has more than ${String(limits.jsonLeaves)} values (limits.json_leaves).`,
    );
  }
  return document;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    // The parser's message quotes the text; its position is all that is kept.
    const position = error instanceof Error ? /position (\d+)/.exec(error.message)?.[1] : undefined;
    const where = position === undefined ? '' : ` at character ${position}`;
    throw new SafeAIError('malformed_json', `The body is not valid JSON${where}.`);
  }
}
