import type { JsonObject, JsonValue } from '@safeai/core';
import type { Edit } from '../json/apply-edits.ts';
import { editsBetween } from '../json/edits-between.ts';
import type { Part, Unscanned } from '../model.ts';
import { readArguments } from './tool-arguments.ts';

/** A tool call in a body, whole. */
export interface CalledTool {
  /** Empty where the body names none. */
  readonly toolName: string;
  readonly toolCallId: string | undefined;
  readonly parameters: JsonObject;
  /** Arguments that are no JSON object. */
  readonly unscanned: readonly Unscanned[];
  /** Which of several answers calls it. */
  readonly choice: number | undefined;
  /** What of the body is changed where it is to be called with other parameters. */
  readonly edits: (parameters: JsonObject) => readonly Edit[];
}

/**
 * The tools that are called in an answer, those of the provider's own too, in their order: also those that are called
 * without arguments. Linear.
 *
 * @throws SafeAIError `unscanned_content` for arguments that can be read in more than one way
 */
export function calledTools(parts: readonly Part[]): readonly CalledTool[] {
  // What is said of one call stands in one object.
  const calls = new Map<string, Part[]>();
  for (const part of parts) {
    if (part.kind !== 'tool_call' && part.kind !== 'tool_name') continue;
    const place = JSON.stringify(part.path.slice(0, -1));
    const known = calls.get(place);
    if (known === undefined) calls.set(place, [part]);
    else known.push(part);
  }
  return [...calls.values()].map(calledTool);
}

function calledTool(parts: readonly Part[]): CalledTool {
  const toolName = parts.find((part) => part.toolName !== undefined)?.toolName ?? '';
  const toolCallId = parts.find((part) => part.toolCallId !== undefined)?.toolCallId;
  const called = { toolName, toolCallId, choice: parts[0]?.choice };
  const given = parts.filter(({ kind }) => kind === 'tool_call');
  const [only] = given;
  if (given.length === 1 && only !== undefined) {
    const { form, text, path, value } = only;
    if (form === 'json-text' && text !== null) return { ...called, ...writtenCall(only, text) };
    if (isObject(value)) {
      const edits = (parameters: JsonObject) => editsBetween(value, parameters, path);
      return { ...called, parameters: value, unscanned: [], edits };
    }
  }
  return { ...called, ...fieldsCall(given) };
}

type Called = Pick<CalledTool, 'parameters' | 'unscanned' | 'edits'>;

/** Arguments in a text of JSON. */
function writtenCall({ path }: Part, text: string): Called {
  const { parameters, isObject: isRead, write } = readArguments(text);
  return {
    parameters,
    unscanned: isRead ? [] : [{ path, why: 'unknown_type', value: text }],
    edits(judged) {
      const written = write(judged);
      return written === text ? [] : [{ path, value: written }];
    },
  };
}

/** Fields of the call itself, each under its own name: `code`, `input`, `action`. */
function fieldsCall(given: readonly Part[]): Called {
  const fields = given.map(({ path, text, value = text }) => ({
    name: String(path.at(-1)),
    path,
    value,
  }));
  return {
    parameters: Object.fromEntries(fields.map(({ name, value }) => [name, value])),
    unscanned: [],
    edits: (judged) =>
      fields.flatMap(({ name, path, value }) => {
        // A field that the tool's contract does not know is emptied.
        const left = Object.hasOwn(judged, name) ? judged[name] : undefined;
        const emptied = typeof value === 'string' ? '' : null;
        return editsBetween(value, left ?? emptied, path);
      }),
  };
}

function isObject(value: JsonValue | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
