import type { Problem } from '../problem.ts';
import { didYouMean } from '../suggestion.ts';
import { entryOf, nodeAt, type ConfigNode, type MapNode, type PathStep } from '../yaml/node.ts';
import { positionOf, type Place } from '../yaml/source.ts';
import type { Located } from './build.ts';
import { checkHeaders } from './header-checks.ts';

/** Lists whose entries have a name of their own. */
const NAMED_LISTS: readonly (readonly [path: readonly string[], key: string])[] = [
  [['dashboard', 'users'], 'user_id'],
  [['identities'], 'agent_id'],
  [['proxy', 'upstreams'], 'name'],
  [['budgets'], 'name'],
  [['memory', 'schemas'], 'name'],
  [['detection', 'rules'], 'id'],
  [['alerts', 'channels'], 'id'],
  [['alerts', 'rules'], 'name'],
];

/** Adds what the schema cannot say about the file as a whole: names given twice, blocks that need others. */
export function checkWhole(
  root: MapNode,
  contracts: readonly Located[],
  problems: Problem[],
): void {
  for (const [path, key] of NAMED_LISTS) {
    checkUnique(itemsAt(root, path), key, problems);
  }
  checkUnique([...itemsAt(root, ['contracts', 'tools']), ...contracts], 'tool_name', problems);
  checkNeeds(root, ['secrets', 'backend'], 'vault', ['secrets', 'vault'], problems);
  checkNeeds(root, ['secrets', 'backend'], 'aws', ['secrets', 'aws'], problems);
  checkNeeds(root, ['state', 'backend'], 'redis', ['state', 'redis'], problems);
  checkChannels(root, problems);
  checkAllowLists(root, problems);
  checkHeaders(root, problems);
  checkBudgets(root, problems);
}

/** A budget needs something to limit, and a calendar to go by. */
function checkBudgets(root: MapNode, problems: Problem[]): void {
  for (const { node, path } of itemsAt(root, ['budgets'])) {
    if (['limit', 'limit_tokens'].every((key) => textAt(node, [key]) === undefined)) {
      const message = 'has no limit; give limit, limit_tokens or both';
      problems.push({ message, path, place: node.place });
    }
    const zone = textAt(node, ['time_zone']);
    if (zone?.kind !== 'scalar' || typeof zone.value !== 'string' || isTimeZone(zone.value)) {
      continue;
    }
    const message = 'is no time zone; give an IANA name, such as Europe/Berlin';
    problems.push({ message, path: [...path, 'time_zone'], place: zone.place });
  }
}

function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en-US', { timeZone: name }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}

/** A value that is anything would switch detection off without a word. */
function checkAllowLists(root: MapNode, problems: Problem[]): void {
  const rules = itemsAt(root, ['detection', 'rules']).flatMap(({ path }) =>
    itemsAt(root, [...path, 'allow']),
  );
  for (const { node, path } of [...itemsAt(root, ['detection', 'allow']), ...rules]) {
    if (node.kind !== 'scalar' || !/^\*+$/.test(String(node.value))) continue;
    const message =
      'allows every value, so that nothing is found; name values, or list detectors in disable';
    problems.push({ message, path, place: node.place });
  }
}

function itemsAt(root: MapNode, path: readonly PathStep[]): Located[] {
  const node = nodeAt(root, path);
  if (node?.kind !== 'list') return [];
  return node.items.map((item, index) => ({ node: item, path: [...path, index] }));
}

function checkUnique(items: readonly Located[], key: string, problems: Problem[]): void {
  const taken = new Map<string, Place>();
  for (const { node, path } of items) {
    const name = textAt(node, [key]);
    if (name?.kind !== 'scalar' || typeof name.value !== 'string') continue;
    const first = taken.get(name.value);
    if (first === undefined) {
      taken.set(name.value, name.place);
      continue;
    }
    const { file, line } = positionOf(first);
    const message = `another entry has this ${key}: ${file}:${line}`;
    problems.push({ message, path: [...path, key], place: name.place });
  }
}

function checkNeeds(
  root: MapNode,
  path: readonly string[],
  word: string,
  needed: readonly string[],
  problems: Problem[],
): void {
  const node = textAt(root, path);
  if (node?.kind !== 'scalar' || node.value !== word || nodeAt(root, needed) !== undefined) return;
  problems.push({
    message: `${word} needs the block ${needed.join('.')}`,
    path,
    place: node.place,
  });
}

/** The channels that a rule or a `fallback` names must be there. */
function checkChannels(root: MapNode, problems: Problem[]): void {
  const channels = itemsAt(root, ['alerts', 'channels']);
  const ids = channels.flatMap(({ node }) => {
    const id = textAt(node, ['id']) ?? textAt(node, ['type']);
    return id?.kind === 'scalar' && typeof id.value === 'string' ? [id.value] : [];
  });
  const references = [
    ...itemsAt(root, ['alerts', 'rules']).flatMap(({ node, path }) => {
      const named = nodeAt(node, ['channels']);
      const items = named?.kind === 'list' ? named.items : [];
      return items.map((item, index) => ({ node: item, path: [...path, 'channels', index] }));
    }),
    ...channels.flatMap(({ node, path }) => {
      const fallback = textAt(node, ['fallback']);
      return fallback === undefined ? [] : [{ node: fallback, path: [...path, 'fallback'] }];
    }),
  ];
  for (const { node, path } of references) {
    if (node.kind !== 'scalar' || typeof node.value !== 'string' || ids.includes(node.value))
      continue;
    const message = `there is no channel with this id${didYouMean(node.value, ids)}`;
    problems.push({ message, path, place: node.place });
  }
}

function textAt(node: ConfigNode, path: readonly string[]): ConfigNode | undefined {
  if (node.kind !== 'map') return undefined;
  const [first = '', ...rest] = path;
  const value = entryOf(node, first)?.value;
  return value === undefined || rest.length === 0 ? value : textAt(value, rest);
}
