/** A setting: a name and what it is set to. */
export interface Setting {
  readonly kind: 'setting';
  /** From the root: `approvals.default_ttl`, `policies.2.name`. */
  readonly path: string;
  readonly name: string;
  /** What it is set to, as text; several values of a list. None for an empty list or map. */
  readonly values: readonly string[];
}

/** Settings that belong together. */
export interface Section {
  readonly kind: 'section';
  readonly path: string;
  readonly name: string;
  /** What an entry of a list calls itself. */
  readonly title: string | null;
  readonly children: readonly ConfigNode[];
}

/** A part of the configuration. */
export type ConfigNode = Setting | Section;

/** How the server writes what it does not show. */
export const MASK = '[secret]';

/** By which an entry of a list is known, the first that it has. */
const NAMES = ['name', 'id', 'user_id', 'agent_id', 'tool_name', 'model', 'provider', 'source'];

/** A configuration as a tree, in its own order. O(settings). */
export function configTree(config: Readonly<Record<string, unknown>>): readonly ConfigNode[] {
  return Object.entries(config).map(([name, value]) => nodeOf(name, name, value));
}

/** How many settings there are in all. O(settings). */
export function countSettings(nodes: readonly ConfigNode[]): number {
  let count = 0;
  for (const node of nodes) count += node.kind === 'setting' ? 1 : countSettings(node.children);
  return count;
}

/** The settings in whose path, titles or values every word of a text stands, with the sections that they are in. O(settings). */
export function foundIn(nodes: readonly ConfigNode[], text: string): readonly ConfigNode[] {
  const words = text
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '');
  return words.length === 0 ? nodes : narrowed(nodes, words, '');
}

function narrowed(
  nodes: readonly ConfigNode[],
  words: readonly string[],
  titles: string,
): readonly ConfigNode[] {
  return nodes.flatMap((node): readonly ConfigNode[] => {
    if (node.kind === 'setting') {
      const said = `${node.path} ${titles} ${node.values.join(' ')}`.toLowerCase();
      return words.every((word) => said.includes(word)) ? [node] : [];
    }
    const children = narrowed(node.children, words, `${titles} ${node.title ?? ''}`);
    return children.length === 0 ? [] : [{ ...node, children }];
  });
}

function nodeOf(path: string, name: string, value: unknown): ConfigNode {
  if (Array.isArray(value)) return ofList(path, name, value);
  if (!isMap(value)) return { kind: 'setting', path, name, values: [wordsOf(value)] };
  const entries = Object.entries(value);
  if (entries.length === 0) return { kind: 'setting', path, name, values: [] };
  const children = entries.map(([key, each]) => nodeOf(`${path}.${key}`, key, each));
  return { kind: 'section', path, name, title: null, children };
}

function ofList(path: string, name: string, list: readonly unknown[]): ConfigNode {
  if (!list.some((each) => isMap(each) || Array.isArray(each)))
    return { kind: 'setting', path, name, values: list.map(wordsOf) };
  const children = list.map((each, index) => {
    const place = String(index + 1);
    const node = nodeOf(`${path}.${place}`, place, each);
    return node.kind === 'section' && isMap(each) ? { ...node, title: titleOf(each) } : node;
  });
  return { kind: 'section', path, name, title: null, children };
}

function titleOf(entry: Readonly<Record<string, unknown>>): string | null {
  for (const name of NAMES) {
    if (Object.hasOwn(entry, name) && typeof entry[name] === 'string') return entry[name];
  }
  return null;
}

/** As a file would have it, but for the quotes of texts. */
function wordsOf(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value ?? null);
}

function isMap(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
