import { LimitExceededError, SafeAIError } from './errors.ts';
import { quoteInexactNumbers, textShape, valueShape } from './json-shape.ts';
import type { JsonValue } from './json.ts';

/** Bounds of a JSON document. */
export interface JsonLimits {
  /** Most containers within one another. */
  readonly jsonDepth: number;
  /** Most strings, numbers, booleans, nulls and empty containers. */
  readonly jsonLeaves: number;
}

export interface StrictJsonOptions {
  /**
   * What becomes of a number that no double holds. `refuse`, as shipped, is for a document that goes on as it was
   * parsed; `as_text` is for one that goes on as it was written: such a number is read as the string of its digits.
   */
  readonly inexactNumbers?: 'refuse' | 'as_text';
}

/**
 * Parses JSON strictly: no repeated keys (the parser would drop all but the last, unscanned, and another
 * reader might keep the first), no number that would change (RFC 8259 §6), neither too deep nor too large. Linear.
 *
 * @param subject what messages call the text: `The body`
 * @throws SafeAIError `malformed_json`, with line and column where the parser tells them, never quoting the text;
 *   LimitExceededError naming the limit
 */
export function parseStrictJson(
  text: string,
  limits: JsonLimits,
  subject: string,
  options: StrictJsonOptions = {},
): JsonValue {
  const written = textShape(text);
  if (written.depth > limits.jsonDepth) {
    throw new LimitExceededError(
      `${subject} is nested deeper than ${String(limits.jsonDepth)} (limits.json_depth).`,
    );
  }
  const asText = written.inexact && options.inexactNumbers === 'as_text';
  const document = asText ? parseInexact(text, subject) : parse(text, subject);
  if (written.inexact && !asText) {
    throw malformed(
      `${subject} has a number that cannot be represented exactly and would go on as another one: send it as a string.`,
    );
  }
  const kept = valueShape(document);
  if (kept.members !== written.members) {
    throw malformed(`${subject} has an object in which a key stands twice.`);
  }
  if (kept.leaves > limits.jsonLeaves) {
    throw new LimitExceededError(
      `${subject} has more than ${String(limits.jsonLeaves)} values (limits.json_leaves).`,
    );
  }
  return document;
}

/** The text is parsed as it is first: quotes could make JSON of what is none. */
function parseInexact(text: string, subject: string): JsonValue {
  parse(text, subject);
  return JSON.parse(quoteInexactNumbers(text)) as JsonValue;
}

function parse(text: string, subject: string): JsonValue {
  try {
    return JSON.parse(text) as JsonValue;
  } catch (error) {
    // The parser's message quotes the text; its position is all that is kept.
    const offset = error instanceof Error ? /position (\d+)/.exec(error.message)?.[1] : undefined;
    if (offset === undefined) throw malformed(`${subject} is not valid JSON.`);
    const before = text.slice(0, Number(offset)).split('\n');
    const line = before.length;
    const column = (before.at(-1) ?? '').length + 1;
    throw malformed(
      `${subject} is not valid JSON: see line ${String(line)}, column ${String(column)}.`,
      { line, column },
    );
  }
}

function malformed(message: string, at?: { line: number; column: number }): SafeAIError {
  return new SafeAIError('malformed_json', message, {
    details: at === undefined ? [] : [{ message: 'is not JSON from here on', ...at }],
  });
}
