import type { YamlStep } from '@safeai/core';
import {
  type Document,
  isCollection,
  isMap,
  isNode,
  isPair,
  isScalar,
  isSeq,
  parseDocument,
  stringify,
  type YAMLMap,
  type YAMLSeq,
} from 'yaml';
import { findMarked, markedText, withMarkedAtEnd, withoutMarked } from './marked-block.ts';
import { BrokenFile, type Outcome, UNCHANGED } from './outcome.ts';
import { sameData } from './same-data.ts';

/** What goes into a list, and where: the parts of a {@link YamlStep}. */
export type YamlItem = Pick<YamlStep, 'list' | 'item' | 'key'>;

/**
 * Adds an item to a list of a YAML text, unless one with the same key is there. What is there keeps every byte: the
 * text is read to decide, spliced, and read again to see that nothing but the item has changed.
 *
 * @param name of the marks around the item
 * @throws BrokenFile
 */
export function addYamlItem(current: string | undefined, name: string, added: YamlItem): Outcome {
  const text = current ?? '';
  const document = readYaml(text);
  const data = dataOf(document);
  const found = itemsAt(data, added.list, text).find((each) => hasKey(each, added));
  if (found !== undefined) {
    if (sameData(found, added.item)) return UNCHANGED;
    return { is: 'unchanged', why: `${idOf(added)} is there` };
  }
  const expected = withItem(data, added);
  for (const candidate of candidates(text, document, name, added)) {
    if (holds(candidate, expected)) return { is: 'changed', text: candidate };
  }
  const why = `${added.list.join('.')} is written in a form that safeai setup does not change`;
  return { is: 'conflict', why };
}

/** Takes the item away that {@link addYamlItem} added. @throws BrokenFile */
export function removeYamlItem(
  current: string | undefined,
  name: string,
  added: YamlItem,
): Outcome {
  if (current === undefined) return UNCHANGED;
  readYaml(current);
  const block = findMarked(current, name);
  if (block !== undefined) {
    const text = withoutMarked(current, block);
    readYaml(text);
    if (block.isEdited) return { is: 'conflict', why: 'its lines were changed', text };
    return { is: 'changed', text };
  }
  return removeFlowItem(current, added);
}

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

/** The list at a place of data; empty where there is none. @throws BrokenFile for what is no list */
function itemsAt(data: unknown, list: readonly string[], text: string): readonly unknown[] {
  let at = data;
  for (const name of list) {
    if (at === null || at === undefined) return [];
    if (typeof at !== 'object' || Array.isArray(at)) {
      throw new BrokenFile(
        text,
        0,
        `${list.join('.')} cannot be there: ${name} has no map around it`,
      );
    }
    at = (at as Readonly<Record<string, unknown>>)[name];
  }
  if (at === null || at === undefined) return [];
  if (!Array.isArray(at)) throw new BrokenFile(text, 0, `${list.join('.')} must be a list`);
  return at as unknown[];
}

function hasKey(each: unknown, { item, key }: YamlItem): boolean {
  if (typeof each !== 'object' || each === null) return false;
  return (each as Readonly<Record<string, unknown>>)[key] === item[key];
}

function withItem(data: unknown, { list, item }: YamlItem, depth = 0): unknown {
  const name = list[depth];
  if (name === undefined) return [...((data ?? []) as unknown[]), item];
  const map = (data ?? {}) as Readonly<Record<string, unknown>>;
  return { ...map, [name]: withItem(map[name], { list, item, key: '' }, depth + 1) };
}

function holds(text: string, expected: unknown): boolean {
  try {
    return sameData(dataOf(readYaml(text)), expected);
  } catch {
    return false;
  }
}

/** Texts with the item in it, the best first. */
function candidates(
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

/** Takes an item out of a list in one line; only one that is as it was added. */
function removeFlowItem(text: string, { list, item, key }: YamlItem): Outcome {
  const node = readYaml(text).getIn(list, true);
  if (!isSeq(node) || node.flow !== true) return UNCHANGED;
  const items = node.items.filter((each) => isNode(each));
  const index = items.findIndex((each) => isMap(each) && each.get(key) === item[key]);
  const found = items[index];
  if (found === undefined) return UNCHANGED;
  if (!sameData((found as YAMLMap).toJSON(), item)) {
    return { is: 'conflict', why: `${idOf({ item, key })} was changed` };
  }
  // A list that came with its item, in a map in one line.
  const [name = ''] = list;
  const whole = `, ${flowMembers({ [name]: nested(list, item) })}`;
  if (node.items.length === 1 && text.includes(whole)) {
    return { is: 'changed', text: text.replace(whole, () => '') };
  }
  const [start, end] = found.range ?? [0, 0];
  const previous = items[index - 1]?.range?.[1];
  const next = items[index + 1]?.range?.[0];
  const from = previous ?? start;
  const to = previous === undefined && next !== undefined ? next : end;
  const rest = text.slice(0, from) + text.slice(to);
  readYaml(rest);
  return { is: 'changed', text: rest };
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
function nested(list: readonly string[], item: unknown): unknown {
  return list.slice(1).reduceRight<unknown>((held, key) => ({ [key]: held }), [item]);
}

/** What stands between the brackets of a list or map in one line. */
function flowMembers(value: unknown): string {
  return flowText(value).slice(1, -1).trim();
}

function idOf({ item, key }: Pick<YamlItem, 'item' | 'key'>): string {
  const id = item[key];
  return typeof id === 'string' ? id : key;
}

function isNull(node: unknown): boolean {
  return isScalar(node) && node.value === null;
}
