import {
  getNodeValue,
  type Node,
  parseTree,
  type ParseError,
  printParseErrorCode,
} from 'jsonc-parser';
import { BrokenFile } from './outcome.ts';

/**
 * The tree of a JSON text that may have comments and commas at the end of lists.
 *
 * @throws BrokenFile with the place of the first mistake
 */
export function readJson(text: string): Node {
  const errors: ParseError[] = [];
  const root = parseTree(text, errors, { allowTrailingComma: true });
  const [first] = errors;
  if (first !== undefined) {
    throw new BrokenFile(text, first.offset, `is no JSON: ${printParseErrorCode(first.error)}`);
  }
  if (root?.type !== 'object') throw new BrokenFile(text, root?.offset ?? 0, 'must be an object');
  return root;
}

/** A member of an object, by name. @throws BrokenFile where it stands there twice */
export function memberOf(text: string, object: Node, name: string): Node | undefined {
  const named = (object.children ?? []).filter(({ children }) => children?.[0]?.value === name);
  const [property, second] = named;
  if (second !== undefined)
    throw new BrokenFile(text, second.offset, `"${name}" stands there twice`);
  return property;
}

/** The value of a member. */
export function valueOf(property: Node): Node {
  const value = property.children?.[1];
  if (value === undefined) throw new Error('A member without a value is no JSON.');
  return value;
}

/** What a node holds, as data. */
export function dataOf(node: Node): unknown {
  return getNodeValue(node) as unknown;
}

/**
 * The text with something put at the end of a list or object. Nothing else changes: no comment, no blank.
 *
 * @param rendered what is put there, its own lines indented from the left edge on
 */
export function insertLast(text: string, container: Node, rendered: string): string {
  const children = container.children ?? [];
  const last = children.at(-1);
  const open = container.offset + 1;
  const unit = indentUnit(text);
  if (last === undefined) {
    const outer = indentAt(text, container.offset);
    const close = container.offset + container.length - 1;
    const inside = text.slice(open, close).trimEnd();
    const lines = `${inside}\n${outer}${unit}${indented(rendered, outer + unit)}\n${outer}`;
    return text.slice(0, open) + lines + text.slice(close);
  }
  const end = last.offset + last.length;
  const { comma, behind } = trivia(text, end);
  const [first] = children;
  const isLines = first !== undefined && text.slice(open, first.offset).includes('\n');
  const before = text.slice(0, end) + (comma === undefined ? ',' : '');
  const after = comma === undefined ? '' : ',';
  if (!isLines) {
    const at = comma === undefined ? end : comma + 1;
    return `${before}${text.slice(end, at)} ${oneLine(rendered)}${after}${text.slice(at)}`;
  }
  const indent = indentAt(text, last.offset);
  return `${before}${text.slice(end, behind)}\n${indent}${indented(rendered, indent)}${after}${text.slice(behind)}`;
}

/** The text without a child of a list or object. What {@link insertLast} put there is gone without a trace. */
export function removeChild(text: string, container: Node, child: Node): string {
  const children = container.children ?? [];
  const index = children.indexOf(child);
  const end = child.offset + child.length;
  const start = text.slice(0, child.offset).trimEnd().length;
  const { comma } = trivia(text, end);
  const previous = children[index - 1];
  if (children.length === 1) {
    const open = container.offset + 1;
    const close = container.offset + container.length - 1;
    const stop = comma === undefined ? end : comma + 1;
    const isEmpty = start === open && text.slice(stop, close).trim() === '';
    return text.slice(0, start) + text.slice(isEmpty ? close : stop);
  }
  if (previous === undefined || index < children.length - 1 || comma !== undefined) {
    return text.slice(0, start) + text.slice((comma ?? end - 1) + 1);
  }
  const separator = trivia(text, previous.offset + previous.length).comma ?? start;
  return text.slice(0, separator) + text.slice(separator + 1, start) + text.slice(end);
}

/** The text with another value in the place of a node. */
export function replaceNode(text: string, node: Node, rendered: string): string {
  const end = node.offset + node.length;
  const indent = indentAt(text, node.offset);
  return text.slice(0, node.offset) + indented(rendered, indent) + text.slice(end);
}

/** A value as it is written into a text. */
export function renderValue(text: string, value: unknown): string {
  return JSON.stringify(value, null, indentUnit(text));
}

/** Where the comma behind a value is, and where the last comma or comment behind it ends. */
function trivia(text: string, end: number): { comma: number | undefined; behind: number } {
  const part = /[^\S\n]*(?:\n|,|\/\/[^\n]*|\/\*[^]*?\*\/)/y;
  let comma: number | undefined;
  let behind = end;
  for (part.lastIndex = end; ;) {
    const found = part.exec(text)?.[0];
    if (found === undefined) return { comma, behind };
    if (found.endsWith('\n')) continue;
    if (found.endsWith(',') && comma === undefined && !found.includes('/'))
      comma = part.lastIndex - 1;
    behind = part.lastIndex;
  }
}

/** What one level is indented by: that of the first line that is. */
function indentUnit(text: string): string {
  return /^(\t|[ ]{1,8})(?=[^\s])/m.exec(text)?.[1] ?? '  ';
}

function indentAt(text: string, offset: number): string {
  const line = text.slice(text.lastIndexOf('\n', offset - 1) + 1);
  return /^[ \t]*/.exec(line)?.[0] ?? '';
}

function indented(rendered: string, indent: string): string {
  return rendered.replaceAll('\n', `\n${indent}`);
}

/** A value on a line, with blanks as people write them. Line ends within strings are escaped already. */
function oneLine(rendered: string): string {
  return rendered
    .replace(/([[{])\n\s*/g, '$1')
    .replace(/\n\s*([\]}])/g, '$1')
    .replace(/,\n\s*/g, ', ');
}
