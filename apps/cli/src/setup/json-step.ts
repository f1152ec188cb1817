import type { JsonEdit } from '@safeai/core';
import type { Node } from 'jsonc-parser';
import { findPlace, isKnown, knownData, type Place } from './json-place.ts';
import {
  dataOf,
  insertLast,
  readJson,
  removeChild,
  renderValue,
  replaceNode,
  valueOf,
} from './json-text.ts';
import { BrokenFile, type Outcome, UNCHANGED } from './outcome.ts';
import { sameData } from './same-data.ts';

/**
 * Puts members and list items into a JSON file. What is there otherwise keeps every byte.
 *
 * @throws BrokenFile
 */
export function addJson(current: string | undefined, edits: readonly JsonEdit[]): Outcome {
  const isNew = current === undefined || current.trim() === '';
  let text = isNew ? '{}\n' : current;
  const conflicts: string[] = [];
  for (const edit of edits) {
    const place = findPlace(text, edit);
    if (place.is === 'same') continue;
    if (place.is === 'other') conflicts.push(`${nameOf(edit)} is there and differs`);
    text = checked(text, put(text, edit, place), edit);
  }
  if (conflicts.length > 0) return { is: 'conflict', why: conflicts.join(', '), text };
  return text === current ? UNCHANGED : { is: 'changed', text };
}

/** Takes away what {@link addJson} put there, and what is empty without it. @throws BrokenFile */
export function removeJson(current: string | undefined, edits: readonly JsonEdit[]): Outcome {
  if (current === undefined || current.trim() === '') return UNCHANGED;
  let text = current;
  const conflicts: string[] = [];
  for (const edit of edits) {
    if (edit.keep === true) continue;
    const place = findPlace(text, edit);
    if (place.is === 'absent') continue;
    if (place.is === 'other') conflicts.push(`${nameOf(edit)} was changed`);
    text = take(text, edit, place);
  }
  if (text === current) return UNCHANGED;
  const rest = isOurs(text, edits) ? null : text;
  if (conflicts.length > 0) return { is: 'conflict', why: conflicts.join(', '), text: rest };
  return { is: 'changed', text: rest };
}

function put(text: string, edit: JsonEdit, place: Place): string {
  const { path } = place;
  if (place.is !== 'absent') {
    const value = edit.value ?? knownData(edit.item, edit);
    return replaceNode(text, place.node, renderValue(text, value));
  }
  const container = path.at(-1);
  if (container === undefined) throw new Error('A file has a root.');
  const [name, ...deeper] = edit.at.slice(path.length - 1);
  if (name === undefined) return insertLast(text, container, renderValue(text, edit.item));
  const inner: unknown = edit.value ?? [edit.item];
  const value = deeper.reduceRight((held, key) => ({ [key]: held }), inner);
  const member = `${JSON.stringify(name)}: ${renderValue(text, value)}`;
  return insertLast(text, container, member);
}

/** Takes a node away, and then each that is empty without it. */
function take(text: string, edit: JsonEdit, place: Exclude<Place, { is: 'absent' }>): string {
  const ways = waysTo(edit, place);
  let now = text;
  for (let depth = ways.length - 1; depth > 0; depth--) {
    // Nodes of the text as it is by now: what stands before a place has not moved.
    const root = readJson(now);
    const container = descend(root, ways, depth - 1);
    const child = container.children?.find(
      (each) => each.offset === offsetIn(container, ways, depth),
    );
    if (child === undefined) break;
    now = removeChild(now, container, child);
    const left = descend(readJson(now), ways, depth - 1);
    const isBare = !/\/[/*]/.test(now.slice(left.offset, left.offset + left.length));
    if ((left.children ?? []).length > 0 || !isBare) break;
  }
  readJson(now);
  return now;
}

/** The nodes that lead to what is taken away: the whole item, unless it holds what is somebody else's. */
function waysTo(edit: JsonEdit, { path, node, around }: Exclude<Place, { is: 'absent' }>): Node[] {
  if (edit.value !== undefined) return [...path];
  const inner: Node[] = [];
  for (let at = node; at !== around; at = at.parent ?? around) {
    if (at.type !== 'property') inner.unshift(at);
  }
  const isShared = inner.some((each) => (each.parent?.type === 'array' ? siblings(each) : 0) > 0);
  return isShared ? [...path, around, ...inner] : [...path, around];
}

function siblings({ parent }: Node): number {
  return (parent?.children ?? []).length - 1;
}

function descend(root: Node, ways: readonly Node[], depth: number): Node {
  let node = root;
  for (let level = 1; level <= depth; level++) {
    const offset = ways[level]?.offset;
    const child = (node.children ?? [])
      .map((each) => (each.type === 'property' ? valueOf(each) : each))
      .find((each) => each.offset === offset);
    if (child === undefined) throw new Error('The way to a place has not moved.');
    node = child;
  }
  return node;
}

/** The offset of the child that holds a node: of the member, where the container is an object. */
function offsetIn(container: Node, ways: readonly Node[], depth: number): number | undefined {
  const offset = ways[depth]?.offset;
  if (container.type !== 'object') return offset;
  return container.children?.find((each) => each.children?.[1]?.offset === offset)?.offset;
}

/** Nothing is left but what comes with the edits. */
function isOurs(text: string, edits: readonly JsonEdit[]): boolean {
  if (/\/[/*]/.test(text)) return false;
  const left = dataOf(readJson(text)) as Readonly<Record<string, unknown>>;
  return Object.entries(left).every(([name, value]) =>
    edits.some(
      ({ at, keep, value: own }) =>
        keep === true && at.length === 1 && at[0] === name && sameData(value, own),
    ),
  );
}

/** The new text, which says what the old one did and the edit. */
function checked(old: string, text: string, edit: JsonEdit): string {
  const before = dataOf(readJson(old));
  const after = dataOf(readJson(text));
  if (findPlace(text, edit).is !== 'same' || !sameData(withEdit(before, edit), after)) {
    throw new BrokenFile(old, 0, `${nameOf(edit)} cannot be put there without changing the rest`);
  }
  return text;
}

function withEdit(data: unknown, edit: JsonEdit, depth = 0): unknown {
  const name = edit.at[depth];
  if (name !== undefined) {
    const object = (data ?? {}) as Readonly<Record<string, unknown>>;
    return { ...object, [name]: withEdit(object[name], edit, depth + 1) };
  }
  if (edit.value !== undefined) return edit.value;
  const items = (data ?? []) as readonly unknown[];
  const index = items.findIndex((each) => knownData(each, edit) !== undefined);
  return index === -1
    ? [...items, edit.item]
    : items.with(index, withKnown(items[index], knownData(edit.item, edit), edit));
}

/** Data with another object in the place of the one that is known. */
function withKnown(data: unknown, value: unknown, edit: JsonEdit): unknown {
  if (typeof data !== 'object' || data === null || data === knownData(data, edit)) {
    return isKnown(data, edit) ? value : data;
  }
  if (Array.isArray(data)) {
    const index = data.findIndex((each) => knownData(each, edit) !== undefined);
    return index === -1 ? data : data.with(index, withKnown(data[index], value, edit));
  }
  const [name] = Object.entries(data).find(([, each]) => knownData(each, edit) !== undefined) ?? [];
  if (name === undefined) return data;
  const inner = (data as Readonly<Record<string, unknown>>)[name];
  return { ...data, [name]: withKnown(inner, value, edit) };
}

function nameOf({ at }: JsonEdit): string {
  return at.join('.');
}
