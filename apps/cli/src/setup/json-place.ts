import type { JsonEdit } from '@safeai/core';
import type { Node } from 'jsonc-parser';
import { dataOf, memberOf, readJson, valueOf } from './json-text.ts';
import { BrokenFile } from './outcome.ts';
import { sameData } from './same-data.ts';

/** Where an edit belongs: `path` are the nodes that are there, the root first. */
export type Place =
  | { readonly is: 'absent'; readonly path: readonly Node[] }
  | {
      readonly is: 'same' | 'other';
      readonly path: readonly Node[];
      /** What the edit put there. */
      readonly node: Node;
      /** The item of the list that holds it. */
      readonly around: Node;
    };

/** Finds the place of an edit. @throws BrokenFile for what is neither object nor list where one has to be */
export function findPlace(text: string, edit: JsonEdit): Place {
  const path = [readJson(text)];
  for (const [index, name] of edit.at.entries()) {
    const object = path.at(-1);
    if (object?.type !== 'object') {
      const where = edit.at.slice(0, index).join('.');
      throw new BrokenFile(text, object?.offset ?? 0, `${where} must be an object`);
    }
    const member = memberOf(text, object, name);
    if (member === undefined) return { is: 'absent', path };
    path.push(valueOf(member));
  }
  const found = path.at(-1);
  if (found === undefined) throw new Error('An edit has a place.');
  if (edit.value !== undefined) {
    const isSame = edit.keep === true || sameData(dataOf(found), edit.value);
    return { is: isSame ? 'same' : 'other', path, node: found, around: found };
  }
  if (found.type !== 'array') {
    throw new BrokenFile(text, found.offset, `${edit.at.join('.')} must be a list`);
  }
  for (const item of found.children ?? []) {
    if (sameData(dataOf(item), edit.item)) return { is: 'same', path, node: item, around: item };
  }
  for (const item of found.children ?? []) {
    const node = knownIn(item, edit);
    if (node === undefined) continue;
    const isSame = sameData(dataOf(node), knownData(edit.item, edit));
    return { is: isSame ? 'same' : 'other', path, node, around: item };
  }
  return { is: 'absent', path };
}

/** The innermost object of an item that the edit put there, whatever else somebody put around it. */
function knownIn(node: Node, edit: JsonEdit): Node | undefined {
  const inner = (node.children ?? [])
    .map((child) => knownIn(child.type === 'property' ? valueOf(child) : child, edit))
    .find((found) => found !== undefined);
  return inner ?? (isKnown(dataOf(node), edit) ? node : undefined);
}

/** The same in data. */
export function knownData(data: unknown, edit: JsonEdit): unknown {
  if (typeof data !== 'object' || data === null) return undefined;
  const inner = Object.values(data)
    .map((each) => knownData(each, edit))
    .find((found) => found !== undefined);
  return inner ?? (isKnown(data, edit) ? data : undefined);
}

/** Whether an object itself is known as the edit's, whatever it says by now. */
export function isKnown(data: unknown, { known }: JsonEdit): boolean {
  if (typeof data !== 'object' || data === null || known === undefined) return false;
  const value = (data as Readonly<Record<string, unknown>>)[known.by];
  return typeof value === 'string' && value.includes(known.has);
}
