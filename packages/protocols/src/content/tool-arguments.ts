import { SafeAIError, type JsonObject, type JsonValue } from '@safeai/core';
import { isAmbiguousJson, readJsonText, writeJsonText } from './json-text.ts';

/** The arguments of a tool call that a model wrote as a text. */
export interface ToolArguments {
  /** What is judged: the arguments, or where they are no JSON object, all of them under the name `arguments`. */
  readonly parameters: JsonObject;
  /** False for what is no JSON object: nobody knows what a tool would make of it, which has to be told. */
  readonly isObject: boolean;
  /** The text for other parameters; the text that was read where they are the same. */
  readonly write: (parameters: JsonObject) => string;
}

/**
 * Reads what a model wrote. No text is no arguments. What is cut off, or a list, is judged as what it is.
 *
 * @throws SafeAIError `unscanned_content` for what readers take for different objects, or only some of them for one: a
 *   name that stands twice, `NaN`, what is nested beyond all limits
 */
export function readArguments(text: string): ToolArguments {
  const isNone = text.trim() === '';
  const said = isNone ? {} : readJsonText(text);
  if (said !== undefined && isObject(said)) {
    return {
      parameters: said,
      isObject: true,
      write(parameters) {
        if (!isNone) return writeJsonText(text, said, parameters);
        return Object.keys(parameters).length === 0 ? text : JSON.stringify(parameters);
      },
    };
  }
  if (said === undefined && isAmbiguousJson(text)) {
    throw new SafeAIError(
      'unscanned_content',
      'The arguments of a tool call can be read in more than one way: a name stands twice, a value is no JSON, or they are nested too deep.',
    );
  }
  return {
    parameters: { arguments: said ?? text },
    isObject: false,
    write({ arguments: left }) {
      // The tool's contract knows no such field.
      if (left === undefined) return '{}';
      if (said !== undefined) return writeJsonText(text, said, left);
      return typeof left === 'string' ? left : JSON.stringify(left);
    },
  };
}

function isObject(value: JsonValue): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
