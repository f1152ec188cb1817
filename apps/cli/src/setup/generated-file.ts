import { createHash } from 'node:crypto';
import { type Outcome, UNCHANGED } from './outcome.ts';

const SLASHES = /\.(?:[cm]?[jt]s|[jt]sx|go|rs|java|kt|swift|cs)$/;
const DASHES = /\.(?:sql|lua|hs)$/;

/**
 * The text of a generated file: its head names who made it and the hash of what follows. `#!` stays the first line.
 *
 * @param maker what made it, such as `langchain`
 */
export function generatedText(path: string, body: string, maker: string, version: string): string {
  const head = `${commentOf(path)} safeai-generated: ${maker} v${version} sha256:${hashOf(body)}\n`;
  const start = /^#!.*\n/.exec(body)?.[0] ?? '';
  return start + head + body.slice(start.length);
}

/** Writes a generated file, anew where nobody has changed it. */
export function addGenerated(
  current: string | undefined,
  path: string,
  body: string,
  maker: string,
  version: string,
): Outcome {
  const text = generatedText(path, body, maker, version);
  if (current === undefined) return { is: 'changed', text };
  const found = parse(current);
  if (found !== undefined && withoutCarriage(found.body) === body) {
    return found.isAsMade ? UNCHANGED : { is: 'changed', text };
  }
  if (found?.isAsMade === true) return { is: 'changed', text };
  const why =
    found === undefined
      ? 'a file of this name is there that safeai setup did not write'
      : 'it was changed since safeai setup wrote it';
  return { is: 'conflict', why, text };
}

/** Takes a generated file away that nobody has changed. */
export function removeGenerated(current: string | undefined): Outcome {
  if (current === undefined) return UNCHANGED;
  const found = parse(current);
  if (found === undefined) return { is: 'unchanged', why: 'safeai setup did not write it' };
  if (found.isAsMade) return { is: 'changed', text: null };
  return { is: 'conflict', why: 'it was changed since safeai setup wrote it', text: null };
}

function parse(text: string): { body: string; isAsMade: boolean } | undefined {
  const head = /^(#!.*\n)?(?:#|\/\/|--) safeai-generated: .* sha256:([0-9a-f]{64})\r?\n/.exec(text);
  if (head === null) return undefined;
  const body = (head[1] ?? '') + text.slice(head[0].length);
  return { body, isAsMade: hashOf(withoutCarriage(body)) === head[2] };
}

function hashOf(body: string): string {
  return createHash('sha256').update(body).digest('hex');
}

/** A tool that changes line ends is nobody who edits. */
function withoutCarriage(text: string): string {
  return text.replaceAll('\r\n', '\n');
}

/** What begins a comment, by the end of a file's name. */
function commentOf(path: string): string {
  if (SLASHES.test(path)) return '//';
  return DASHES.test(path) ? '--' : '#';
}
