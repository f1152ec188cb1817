import { isMap, isNode, isSeq, type YAMLMap } from 'yaml';
import { findMarked, withoutMarked } from './marked-block.ts';
import { BrokenFile, type Outcome, UNCHANGED } from './outcome.ts';
import { sameData } from './same-data.ts';
import { candidates, dataOf, flowMembers, nested, readYaml, type YamlItem } from './yaml-text.ts';

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

function idOf({ item, key }: Pick<YamlItem, 'item' | 'key'>): string {
  const id = item[key];
  return typeof id === 'string' ? id : key;
}
