import { findMarked, markedText, withMarkedAtEnd, withoutMarked } from './marked-block.ts';
import { type Outcome, UNCHANGED } from './outcome.ts';

/** Puts those of the lines into a file that are not there, between marks at its end. */
export function addLines(
  current: string | undefined,
  name: string,
  lines: readonly string[],
): Outcome {
  const text = current ?? '';
  const block = findMarked(text, name);
  const rest = block === undefined ? text : withoutMarked(text, block);
  const missing = missingLines(rest, lines);
  if (block === undefined) {
    if (missing.length === 0) return { is: 'unchanged', why: 'all of it is there' };
    return { is: 'changed', text: withMarkedAtEnd(text, markedText(name, missing)) };
  }
  if (missing.every((line) => block.lines.includes(line))) return UNCHANGED;
  if (block.isEdited && missing.every((line) => hasLine(block.lines.join('\n'), line))) {
    return { is: 'unchanged', why: 'it was changed, and all of it is there' };
  }
  const changed =
    text.slice(0, block.start) +
    markedText(name, missing) +
    text.slice(block.end - (text[block.end - 1] === '\n' ? 1 : 0));
  if (!block.isEdited) return { is: 'changed', text: changed };
  return { is: 'conflict', why: 'its lines were changed', text: changed };
}

/** Takes the lines away that {@link addLines} put there. */
export function removeLines(current: string | undefined, name: string): Outcome {
  const block = current === undefined ? undefined : findMarked(current, name);
  if (current === undefined || block === undefined) return UNCHANGED;
  const rest = withoutMarked(current, block);
  const text = rest === '' ? null : rest;
  if (!block.isEdited) return { is: 'changed', text };
  return { is: 'conflict', why: 'its lines were changed', text };
}

/** Comments alone are not worth a block. */
function missingLines(text: string, lines: readonly string[]): readonly string[] {
  const missing = lines.filter((line) => !hasLine(text, line));
  const isComment = (line: string): boolean => /^\s*(?:#|$)/.test(line);
  return missing.every((line) => isComment(line)) && !lines.every(isComment) ? [] : missing;
}

/** Whether a line is there: a `NAME=value` by its name, in a comment too; a path with or without its slashes. */
function hasLine(text: string, line: string): boolean {
  const wanted = keyOf(line);
  return text.split(/\r?\n/).some((each) => keyOf(each) === wanted);
}

function keyOf(line: string): string {
  const trimmed = line.trim();
  const variable = /^(?:#\s*)?(?:export\s+)?([A-Z][A-Z0-9_]*)=/.exec(trimmed)?.[1];
  return variable === undefined ? trimmed.replace(/^\/|\/$/g, '') : `${variable}=`;
}
