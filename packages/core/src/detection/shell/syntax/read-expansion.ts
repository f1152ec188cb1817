import { Code, isDigit, isNameChar, isNameStart } from './chars.ts';
import { readAnsiQuoted, readDoubleQuoted, readSingleQuoted } from './read-quoted.ts';
import { Scanner } from './scanner.ts';
import { ValueBuilder } from './source-map.ts';
import type { Script } from './syntax.ts';
import { WordParts } from './word-parts.ts';

/** Stands in a word's value where a command is substituted. */
export const SUBSTITUTION = '$()';

const SPECIAL_PARAMETERS = '@*#?-$!';

/** Whatever follows a `$`. The scanner is at the dollar. */
export function readDollar(scanner: Scanner, parts: WordParts, quoted: boolean): void {
  const start = scanner.pos;
  const next = scanner.peek(1);
  if (next === Code.open) {
    scanner.pos += 2;
    addSubstitution(scanner, parts, start, quoted, { arithmetic: scanner.peek() === Code.open });
  } else if (next === Code.openBrace) {
    readBraced(scanner, parts, quoted);
  } else if (next === Code.singleQuote && !quoted) {
    readAnsiQuoted(scanner, parts);
  } else if (next === Code.doubleQuote && !quoted) {
    scanner.pos++;
    readDoubleQuoted(scanner, parts);
  } else if (isNameStart(next)) {
    let stop = start + 2;
    while (stop < scanner.end && isNameChar(scanner.text.charCodeAt(stop))) stop++;
    scanner.pos = stop;
    addVariable(scanner, parts, start, scanner.text.slice(start + 1, stop), quoted);
  } else if (
    isDigit(next) ||
    (next !== -1 && SPECIAL_PARAMETERS.includes(String.fromCharCode(next)))
  ) {
    scanner.pos += 2;
    addVariable(scanner, parts, start, scanner.text.charAt(start + 1), quoted);
  } else {
    scanner.pos++;
    parts.text.add('$', start);
  }
}

function addVariable(
  scanner: Scanner,
  parts: WordParts,
  start: number,
  name: string,
  quoted: boolean,
  fallback?: string,
): void {
  const at = parts.text.length;
  const written = `\${${name}}`;
  const plain = scanner.pos - start === name.length + 1;
  parts.text.add(plain ? `$${name}` : written, start, scanner.pos - start);
  parts.expansions.push({
    at,
    end: parts.text.length,
    name,
    quoted,
    ...(fallback === undefined ? {} : { fallback }),
  });
}

/** `$(…)` and `<(…)`: the scanner is behind the opening parenthesis. */
export function addSubstitution(
  scanner: Scanner,
  parts: WordParts,
  start: number,
  quoted: boolean,
  kind: { readonly arithmetic?: boolean; readonly process?: boolean } = {},
): void {
  const at = parts.text.length;
  let script: Script | undefined;
  if (scanner.enter()) {
    script = scanner.nested(scanner, ')', kind.arithmetic === true);
    scanner.leave();
  }
  parts.text.add(SUBSTITUTION, start, scanner.pos - start);
  parts.expansions.push({
    at,
    end: parts.text.length,
    quoted,
    ...(script === undefined ? {} : { script }),
    ...(kind.process === true ? { process: true } : {}),
  });
}

/** `${NAME}` and its many operators. The scanner is at the dollar. */
function readBraced(scanner: Scanner, parts: WordParts, quoted: boolean): void {
  const start = scanner.pos;
  scanner.pos += 2;
  if (!scanner.enter()) return;
  if (scanner.peek() === 33 || scanner.peek() === Code.hash) scanner.pos++;
  const nameStart = scanner.pos;
  while (isNameChar(scanner.peek())) scanner.pos++;
  if (scanner.pos === nameStart && scanner.pos < scanner.end && scanner.peek() !== Code.closeBrace)
    scanner.pos++;
  const name = scanner.text.slice(nameStart, scanner.pos);
  const inner = new WordParts();
  const restStart = scanner.pos;
  let closed = false;
  while (scanner.pos < scanner.end) {
    const code = scanner.peek();
    if (code === Code.closeBrace) {
      closed = true;
      break;
    }
    if (code === Code.dollar) readDollar(scanner, inner, quoted);
    else if (code === Code.backtick) readBackticks(scanner, inner, quoted);
    else if (code === Code.doubleQuote) readDoubleQuoted(scanner, inner);
    else if (code === Code.singleQuote && !quoted) readSingleQuoted(scanner, inner);
    else scanner.pos += code === Code.backslash ? 2 : 1;
  }
  scanner.pos = Math.min(scanner.pos, scanner.end);
  if (!closed) scanner.unclosed = true;
  const rest = scanner.text.slice(restStart, Math.min(scanner.pos, restStart + 256));
  if (closed) scanner.pos++;
  scanner.leave();
  addVariable(scanner, parts, start, name, quoted, /^:?[-=](.*)$/s.exec(rest)?.[1]);
  for (const expansion of inner.expansions) {
    if (expansion.script !== undefined)
      parts.expansions.push({ ...expansion, at: parts.text.length, end: parts.text.length });
  }
}

/** `` `…` ``. Inside, a backslash only protects `` ` ``, `$` and itself. The scanner is at the opening one. */
export function readBackticks(scanner: Scanner, parts: WordParts, quoted: boolean): void {
  const start = scanner.pos;
  const first = start + 1;
  let close = first;
  let escaped = false;
  while (close < scanner.end) {
    const code = scanner.text.charCodeAt(close);
    if (code === Code.backtick) break;
    if (code === Code.backslash) {
      escaped = true;
      close++;
    }
    close++;
  }
  close = Math.min(close, scanner.end);
  if (close === scanner.end) scanner.unclosed = true;
  const at = parts.text.length;
  scanner.pos = first;
  let script: Script | undefined;
  const outerEnd = scanner.end;
  scanner.end = close;
  if (scanner.enter()) {
    script = escaped ? parseUnescaped(scanner, first, close) : scanner.nested(scanner, '', false);
    scanner.leave();
  }
  scanner.end = outerEnd;
  scanner.pos = Math.min(close + 1, outerEnd);
  scanner.stopIfSpent();
  parts.text.add(SUBSTITUTION, start, scanner.pos - start);
  parts.expansions.push({
    at,
    end: parts.text.length,
    quoted,
    ...(script === undefined ? {} : { script }),
  });
}

/** Parses the inside of backticks after one level of escapes is taken away. */
function parseUnescaped(scanner: Scanner, from: number, to: number): Script {
  // Unescaping costs as much as another command.
  scanner.countCommand();
  const value = new ValueBuilder();
  let run = from;
  for (let index = from; index < to; index++) {
    if (scanner.text.charCodeAt(index) !== Code.backslash || index + 1 >= to) continue;
    const next = scanner.text.charCodeAt(index + 1);
    if (next === Code.backtick || next === Code.dollar || next === Code.backslash) {
      if (index > run) value.add(scanner.text.slice(run, index), run);
      run = index + 1;
    }
    index++;
  }
  if (to > run) value.add(scanner.text.slice(run, to), run);
  const inner = new Scanner(value.value(), scanner.nested, scanner);
  const script = inner.nested(inner, '', false);
  for (const _gap of inner.gaps) scanner.gaps.push({ start: from, end: to });
  return { ...script, map: value.map() };
}
