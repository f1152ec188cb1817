import { dirname, isAbsolute, join, relative, resolve } from 'node:path';
import type { Problem } from '../problem.ts';
import {
  nodeAt,
  type ConfigNode,
  type MapNode,
  type PathStep,
  type ScalarNode,
} from '../yaml/node.ts';
import { parseYaml } from '../yaml/parse.ts';
import type { Included, Located } from './build.ts';
import type { Reader } from './reader.ts';
import { baseFolder, findFiles, isPattern, MAX_MATCHES } from './glob.ts';
import type { Environment } from './interpolate.ts';
import { prepare } from './prepare.ts';
import type { DocumentKind } from './validator.ts';

/** What reading further files needs and notes. */
export interface IncludeContext {
  readonly reader: Reader;
  readonly environment: Environment;
  readonly problems: Problem[];
  readonly warnings: Problem[];
  /** Folders that patterns look into. */
  readonly folders: Set<string>;
  /** The main file, by which others are named in messages. */
  readonly main: { readonly name: string; readonly folder: string };
}

/** Reads the files that `policy_files`, `contracts.files` and `plugins.files` stand for. */
export async function readIncludes(root: MapNode, context: IncludeContext): Promise<Included> {
  const policyFiles = await filesAt(root, ['policy_files'], context);
  const contractFiles = await filesAt(root, ['contracts', 'files'], context);
  const pluginFiles = await pluginFilesAt(root, context);
  return {
    scanRoots: [context.main.folder],
    policyFiles,
    contractFiles,
    pluginFiles,
    rules: await itemsOf(policyFiles, 'policies', 'policies', context),
    contracts: await itemsOf(contractFiles, 'contracts', 'tools', context),
  };
}

async function filesAt(
  root: MapNode,
  path: readonly PathStep[],
  context: IncludeContext,
): Promise<string[]> {
  const list = nodeAt(root, path);
  if (list?.kind !== 'list') return [];
  const found: string[] = [];
  for (const [index, item] of list.items.entries()) {
    if (item.kind !== 'scalar' || typeof item.value !== 'string' || item.value === '') continue;
    found.push(...(await expand(item, item.value, [...path, index], context)));
  }
  const read = new Set(context.reader.paths);
  return [...new Set(found)].filter((file) => !read.has(file));
}

/**
 * Plugins are not read here, only remembered, so that a change of one is a change of the configuration. What is
 * not there stays in the list: whoever loads plugins refuses it by its name.
 */
async function pluginFilesAt(root: MapNode, context: IncludeContext): Promise<string[]> {
  const list = nodeAt(root, ['plugins', 'files']);
  const named = list?.kind === 'list' ? list.items : [];
  const files = new Set<string>();
  for (const item of named) {
    if (item.kind !== 'scalar' || typeof item.value !== 'string' || item.value === '') continue;
    const { folder } = item.place.source;
    const path = resolve(folder, item.value);
    context.folders.add(baseFolder(item.value, folder));
    const found = isPattern(item.value)
      ? await findFiles(item.value, folder, context.reader.files)
      : [path];
    for (const file of found.length > 0 ? found : [path]) files.add(file);
  }
  for (const file of files) await context.reader.remember(file);
  return [...files];
}

async function expand(
  item: ScalarNode,
  pattern: string,
  path: readonly PathStep[],
  context: IncludeContext,
): Promise<string[]> {
  const { folder } = item.place.source;
  context.folders.add(baseFolder(pattern, folder));
  const note = (list: Problem[], message: string) =>
    list.push({ message, path, place: item.place });
  if (!isPattern(pattern)) {
    const file = resolve(folder, pattern);
    if (await context.reader.exists(file)) return [file];
    note(context.problems, 'there is no such file');
    return [];
  }
  const found = await findFiles(pattern, folder, context.reader.files);
  if (found.length === 0) note(context.warnings, 'no file matches');
  if (found.length > MAX_MATCHES) {
    note(context.problems, `more than ${MAX_MATCHES} files match`);
    return [];
  }
  return found;
}

async function itemsOf(
  files: readonly string[],
  listKind: 'policies' | 'contracts',
  key: 'policies' | 'tools',
  context: IncludeContext,
): Promise<Located[]> {
  const items: Located[] = [];
  for (const file of files) {
    const root = await readDocument(file, context);
    if (root === undefined) continue;
    if (root.kind === 'scalar') {
      const message = `must be a list, or a map with ${key}`;
      context.problems.push({ message, path: [], place: root.place });
      continue;
    }
    const mapKind = listKind === 'policies' ? 'policy_map' : 'contract_map';
    const kind: DocumentKind = root.kind === 'list' ? listKind : mapKind;
    const typed = prepare(kind, root, context.environment, context.problems);
    items.push(...located(typed, typed.kind === 'list' ? [] : [key]));
  }
  return items;
}

async function readDocument(
  file: string,
  context: IncludeContext,
): Promise<ConfigNode | undefined> {
  const source = await context.reader.read(file, displayName(file, context.main));
  return parseYaml(source, context.problems);
}

function located(root: ConfigNode, path: readonly PathStep[]): Located[] {
  const list = nodeAt(root, path);
  if (list?.kind !== 'list') return [];
  return list.items.map((node, index) => ({ node, path: [...path, index] }));
}

function displayName(file: string, main: IncludeContext['main']): string {
  const fromMain = relative(main.folder, file);
  return isAbsolute(fromMain) ? file : join(dirname(main.name), fromMain);
}
