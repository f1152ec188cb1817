import type { YamlStep } from '@safeai/core';
import {
  type Document,
  isCollection,
  isMap,
  isNode,
  isPair,
  isScalar,
  parseDocument,
  stringify,
  type YAMLMap,
  type YAMLSeq,
} from 'yaml';
import { markedText, withMarkedAtEnd } from './marked-block.ts';
import { BrokenFile } from './outcome.ts';

/** What goes into a list, and where: the parts of a {@link YamlStep}. */
export type YamlItem = Pick<YamlStep, 'list' | 'item' | 'key'>;

/** @throws BrokenFile with the place of the first mistake */
export function readYaml(text: string): Document.Parsed {
  const document = parseDocument(text, { strict: true });
  const [first] = [...document.errors, ...document.warnings];
  if (first !== undefined) {
    const [message = ''] = first.message.split('\n');
    const isDeep = message.includes('call stack');
    const what = isDeep
      ? 'goes too deep to be read'
      : message.replace(/ at line \d+, column \d+:?$/, '');
    throw new BrokenFile(text, first.pos[0], what);
  }
  if (document.contents !== null && !isMap(document.contents) && !isNull(document.contents)) {
    throw new BrokenFile(text, document.contents.range[0], 'must be a map');
  }
  return document;
}

/** What a document holds, as data. */
export function dataOf(document: Document.Parsed): unknown {
  return document.toJS() as unknown;
}

/** Texts with the item in it, the best first. */
export function candidates(
  text: string,
  document: Document.Parsed,
  name: string,
  { list, item }: YamlItem,
): readonly string[] {
  const { node, rest, indent } = deepest(text, document, list);
  const [key] = rest;
  const added = key === undefined ? [item] : { [key]: nested(rest, item) };
  if (isCollection(node) && node.flow === true) {
    return [intoFlow(text, node, flowMembers(added))];
  }
  const block = markedText(name, linesOf(added), indent);
  const ends = isCollection(node) ? [...lastEnds(node), ...(node.range ?? [])] : [];
  const inside = (isScalar(node) ? [node.range?.[1]] : ends).flatMap((end) =>
    end === undefined ? [] : [intoLines(text, end, block)],
  );
  return indent === '' && rest.length === list.length
    ? [withMarkedAtEnd(text, block), ...inside]
    : inside;
}

/** Where the last item or member of a list or map in lines ends. */
function lastEnds({ items }: YAMLMap | YAMLSeq): readonly (number | undefined)[] {
  const last: unknown = items.at(-1);
  const node = isPair(last) ? (last.value ?? last.key) : last;
  return [isNode(node) ? node.range?.[1] : undefined];
}

/** The innermost node on the way that is there, the names that are left, and how what goes into it is indented. */
function deepest(
  text: string,
  document: Document.Parsed,
  list: readonly string[],
): { node: unknown; rest: readonly string[]; indent: string } {
  let node: unknown = document.contents;
  let indent = indentOf(text, node) ?? '';
  for (const [depth, name] of list.entries()) {
    const pair = isMap(node)
      ? node.items.find(({ key }) => isScalar(key) && key.value === name)
      : undefined;
    if (pair === undefined) return { node, rest: list.slice(depth), indent };
    node = pair.value;
    indent = indentOf(text, node) ?? `${indent}  `;
  }
  return { node, rest: [], indent };
}

/** What stands before the first item or member of a list or map in lines. */
function indentOf(text: string, node: unknown): string | undefined {
  if (!isCollection(node) || node.flow === true) return undefined;
  const start = node.range?.[0] ?? 0;
  const before = text.slice(text.lastIndexOf('\n', start - 1) + 1, start);
  return ' '.repeat(before.length);
}

function intoLines(text: string, end: number, block: string): string {
  const isLineStart = end === 0 || text[end - 1] === '\n';
  const next = text.indexOf('\n', end);
  const line = isLineStart ? end : next === -1 ? text.length : next + 1;
  // Behind the marks of the item before, where it has some.
  const mark = /^[ \t]*# <<< safeai:[\w-]+ <<<[ \t]*(?:\n|$)/.exec(text.slice(line))?.[0] ?? '';
  const at = line + mark.length;
  if (at > 0 && text[at - 1] !== '\n') return `${text.slice(0, at)}\n${block}${text.slice(at)}`;
  return `${text.slice(0, at)}${block}\n${text.slice(at)}`;
}

/** Into `[…]` or `{…}`, behind the last item. */
function intoFlow(text: string, node: YAMLMap | YAMLSeq, added: string): string {
  const [end] = lastEnds(node);
  if (end !== undefined) return `${text.slice(0, end)}, ${added}${text.slice(end)}`;
  const start = (node.range?.[0] ?? 0) + 1;
  return text.slice(0, start) + added + text.slice(start);
}

function linesOf(value: unknown): readonly string[] {
  return stringify(value, STYLE).trimEnd().split('\n');
}

function flowText(value: unknown): string {
  return stringify(value, {
    ...STYLE,
    collectionStyle: 'flow',
    flowCollectionPadding: true,
  }).trim();
}

const STYLE = { singleQuote: true, lineWidth: 0 } as const;

/** The list with the item, in what lies between the first name and it. */
export function nested(list: readonly string[], item: unknown): unknown {
  return list.slice(1).reduceRight<unknown>((held, key) => ({ [key]: held }), [item]);
}

/** What stands between the brackets of a list or map in one line. */
export function flowMembers(value: unknown): string {
  return flowText(value).slice(1, -1).trim();
}

function isNull(node: unknown): boolean {
  return isScalar(node) && node.value === null;
}
