import { SafeAIError, type JsonObject, type JsonValue } from '@safeai/core';
import type { Edit } from '../json/apply-edits.ts';
import { editsBetween } from '../json/edits-between.ts';
import type { Part, Unscanned, Word } from '../model.ts';
import { logprobRemoval } from '../reading.ts';
import { alternatives } from './alternatives.ts';
import { readJsonText, writeJsonText } from './json-text.ts';
import { packedText } from './packed-text.ts';

/** A place of a body that is judged. */
export interface Content {
  /** What is judged. */
  readonly value: JsonValue;
  /** What of the body is changed where it is to be another value. */
  readonly edits: (after: JsonValue) => readonly Edit[];
  /** Which of several answers it belongs to. */
  readonly choice?: number | undefined;
}

/**
 * What a part says: JSON as JSON, also where it stands in a string; tokens as the text that they are, with the alternatives
 * to them. Null for what is no
 * text.
 */
export function contentOf(part: Part): Content | null {
  const { kind, form, path, text, value = null, choice } = part;
  if (kind === 'logprob') {
    const others = alternatives(value).join('\n');
    return {
      value: others === '' ? text : [text, others],
      edits: () => logprobRemoval([part]),
      choice,
    };
  }
  if (form === 'json-value') {
    return { value, edits: (after) => editsBetween(value, after, path), choice };
  }
  if (text === null) return null;
  const isJson = form === 'json-text' || kind === 'tool_result';
  const said = isJson ? readJsonText(text) : undefined;
  if (said === undefined)
    return { value: text, edits: (after) => [{ path, value: after }], choice };
  const edits = (after: JsonValue): readonly Edit[] => {
    const written = writeJsonText(text, said, after);
    return written === text ? [] : [{ path, value: written }];
  };
  return { value: said, edits, choice };
}

/**
 * The identifiers and names of a body, line by line, each once wherever it stands. They are one text: as texts of their own,
 * they would be taken for pieces of what stands beside them.
 *
 * @param elsewhere those that stand beside the body, where nothing can be changed: the model that a path names
 */
export function wordsContent(
  words: readonly Word[],
  elsewhere: readonly string[] = [],
): Content | null {
  if (words.length + elsewhere.length === 0) return null;
  const places = new Map<string, Word[]>(elsewhere.map((text) => [text, []]));
  for (const word of words) {
    const same = places.get(word.text);
    if (same === undefined) places.set(word.text, [word]);
    else same.push(word);
  }
  const lines = [...places];
  return {
    value: lines.map(([text]) => `${text}\n`).join(''),
    edits: (after) => {
      const left = (after as string).split('\n');
      if (left.length !== lines.length + 1) throw wordFound();
      return lines.flatMap(([text, same], index) => {
        const value = left[index] ?? '';
        if (value === text) return [];
        if (elsewhere.includes(text)) throw wordFound();
        return same.map(({ path }) => ({ path, value }));
      });
    },
  };
}

function wordFound(): SafeAIError {
  return new SafeAIError('unscanned_content', 'Identifiers hold what policy takes out.');
}

/**
 * What can be seen of a place that is told as unscanned: a field that nobody knows, with its name; a file that is a text.
 * Null for images, what is encrypted and the like.
 */
export function unscannedContent({ why, path, value }: Unscanned): Content | null {
  if (why === 'tokens' && isNumbers(value)) return null;
  if ((why === 'binary' || why === 'encrypted') && typeof value === 'string') {
    const packed = packedText(value);
    if (packed === undefined) return null;
    // A word alone would be taken for a piece of what stands beside it.
    const ending = '\n.\n';
    return {
      value: packed.text + ending,
      edits(after) {
        const left = after as string;
        const text = left.endsWith(ending) ? left.slice(0, -ending.length) : left;
        return [{ path, value: packed.write(text) }];
      },
    };
  }
  const name = path.at(-1);
  if (why !== 'unknown_field' || typeof name !== 'string') {
    return { value, edits: (after) => editsBetween(value, after, path) };
  }
  return {
    value: { [name]: value },
    edits: (after) => {
      const entry = Object.entries(after as JsonObject)[0];
      if (entry?.[0] !== name) throw nameFound();
      return editsBetween(value, entry[1] ?? null, path);
    },
  };
}

function isNumbers(value: JsonValue): boolean {
  return (
    Array.isArray(value) &&
    (value as readonly JsonValue[]).every((item) => typeof item === 'number')
  );
}

function nameFound(): SafeAIError {
  return new SafeAIError(
    'unscanned_content',
    'The name of a field that is not known holds what policy takes out, and names cannot be changed.',
  );
}

/**
 * What is changed in a body.
 *
 * @param judged what each of the contents is to be, in their order
 */
export function changesIn(
  contents: readonly Content[],
  judged: readonly JsonValue[],
): readonly { readonly content: Content; readonly edits: readonly Edit[] }[] {
  return contents.flatMap((content, index) => {
    const after = judged[index];
    if (after === undefined || Object.is(after, content.value)) return [];
    const edits = content.edits(after);
    return edits.length === 0 ? [] : [{ content, edits }];
  });
}
