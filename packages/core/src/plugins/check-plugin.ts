import { CATALOGUE } from '../detection/catalog/index.ts';
import { DESTRUCTIVE_ANALYZERS } from '../detection/catalog/destructive.ts';
import type { JsonObject, JsonValue } from '../json.ts';
import { POLICY_TEMPLATES } from '../policy/templates/index.ts';
import { isPlainObject } from '../policy/rule-reader.ts';
import { checkDetectors } from './check-detectors.ts';
import { checkFrameworks, SHIPPED_FRAMEWORKS } from './check-frameworks.ts';
import { checkTemplates } from './check-templates.ts';
import { plainCopy } from './plain-copy.ts';
import type { SafeAIPlugin } from './plugin.ts';
import { isSafeName, safeText } from './safe-text.ts';
import { anything, type Check, fits, list, shape, text } from './shape.ts';

/** Something wrong with a plugin. */
export interface PluginProblem {
  /** Where, such as `detectors[3].pattern`; empty for the plugin as a whole. */
  readonly path: string;
  /** What is wrong and what to do. Holds no detected value and no control character. */
  readonly message: string;
}

/** A plugin that can be used, or all that is wrong with it. */
export type PluginCheck =
  | { readonly ok: true; readonly plugin: SafeAIPlugin }
  | {
      readonly ok: false;
      /** Null where it has none that can be shown. */
      readonly name: string | null;
      /** At most 100, and then one that says how many there are more. */
      readonly problems: readonly PluginProblem[];
    };

/** Names that a plugin may not use again. */
export interface TakenNames {
  readonly plugins: ReadonlySet<string>;
  readonly detectors: ReadonlySet<string>;
  readonly templates: ReadonlySet<string>;
  readonly frameworks: ReadonlySet<string>;
}

/** What is taken where nothing is configured. */
export const SHIPPED_NAMES: TakenNames = {
  plugins: new Set(),
  detectors: new Set([...CATALOGUE, ...DESTRUCTIVE_ANALYZERS].map(({ id }) => id)),
  templates: new Set(POLICY_TEMPLATES.map(({ name }) => name)),
  frameworks: new Set(SHIPPED_FRAMEWORKS),
};

const MAX_DETECTORS = 1000;
const MAX_TEMPLATES = 100;
const MAX_FRAMEWORKS = 100;
const MAX_PROBLEMS = 100;
const MAX_MESSAGE = 500;

/** Every field of a plugin; complete by its type. */
const FIELDS = {
  name: text(
    64,
    /^(?:@[a-z0-9][a-z0-9._-]*\/)?[a-z0-9][a-z0-9._-]*$/,
    'a name as npm packages have it: safeai-plugin-acme',
  ),
  version: text(64, /^[\w.+-]+$/, 'a version: 1.2.3'),
  description: text(500),
  detectors: list(MAX_DETECTORS, anything),
  templates: list(MAX_TEMPLATES, anything),
  frameworks: list(MAX_FRAMEWORKS, anything),
} satisfies Record<keyof SafeAIPlugin, Check>;

const pluginShape = shape(FIELDS, ['name']);

/**
 * Checks a plugin: its shape, every detector with its examples, the rules of every template, its frameworks, and that
 * its names are nobody else's. The test of a plugin's author is that this finds nothing.
 *
 * @param value what a module exports; may be anything, and is read once
 * @param taken {@link SHIPPED_NAMES} if absent
 * @returns the plugin as a frozen copy, or all problems at once. Never throws for any `value`. O(size)
 *
 * @example
 * checkPlugin({ name: 'safeai-plugin-acme', detektors: [] });
 * // { ok: false, problems: [{ path: 'detektors', message: '… Did you mean detectors?' }], … }
 */
export function checkPlugin(value: unknown, taken: TakenNames = SHIPPED_NAMES): PluginCheck {
  const problems: PluginProblem[] = [];
  let more = 0;
  const note = (path: string, message: string): void => {
    if (problems.length >= MAX_PROBLEMS) more++;
    else problems.push({ path: safeText(path, 200), message: safeText(message, MAX_MESSAGE) });
  };
  const lost = new Set<string>();
  const plugin = plainCopy(value, (path, message) => {
    lost.add(path);
    note(path, message);
  });
  const noteRest = (path: string, message: string): void => {
    if (!lost.has(path)) note(path, message);
  };
  pluginShape(plugin, '', noteRest);
  const fields: JsonObject = isPlainObject(plugin) ? (plugin as JsonObject) : {};
  const name = nameOf(fields, taken, note);
  checkDetectors(items(fields.detectors, MAX_DETECTORS), taken.detectors, noteRest);
  checkTemplates(items(fields.templates, MAX_TEMPLATES), taken.templates, noteRest);
  checkFrameworks(items(fields.frameworks, MAX_FRAMEWORKS), taken.frameworks, noteRest);
  checkNames(fields, note);
  if (more > 0) problems.push({ path: '', message: `and ${more} more problems` });
  if (problems.length > 0) return { ok: false, name, problems };
  return { ok: true, plugin: withSafeDescription(plugin as unknown as SafeAIPlugin) };
}

/** The name, if it can be shown. */
function nameOf(
  { name }: JsonObject,
  { plugins }: TakenNames,
  note: (path: string, message: string) => void,
): string | null {
  if (typeof name !== 'string' || !fits(FIELDS.name, name, 'name', () => undefined)) return null;
  if (!isSafeName(name)) return null;
  if (plugins.has(name)) note('name', 'is the name of an earlier plugin; each is loaded once');
  return name;
}

/** What is shown of a plugin holds nothing that must not be. */
function checkNames(fields: JsonObject, note: (path: string, message: string) => void): void {
  const shown: [string, JsonValue | undefined][] = [
    ['name', fields.name],
    ['version', fields.version],
    ...named(items(fields.detectors, MAX_DETECTORS), 'detectors', 'id'),
    ...named(items(fields.templates, MAX_TEMPLATES), 'templates', 'name'),
    ...named(items(fields.frameworks, MAX_FRAMEWORKS), 'frameworks', 'id'),
    ...named(items(fields.frameworks, MAX_FRAMEWORKS), 'frameworks', 'title'),
  ];
  for (const [path, name] of shown) {
    if (typeof name === 'string' && !isSafeName(name.slice(0, MAX_MESSAGE))) {
      note(path, 'looks like a secret or personal data, which no name may hold');
    }
  }
}

function named(list: readonly JsonValue[], path: string, key: string): [string, JsonValue][] {
  return list.flatMap((item, index): [string, JsonValue][] => {
    const name = isPlainObject(item) ? (item as JsonObject)[key] : undefined;
    return name === undefined ? [] : [[`${path}[${index}].${key}`, name]];
  });
}

/** The items of a list that is not too long; of a longer one nothing is looked at. */
function items(value: JsonValue | undefined, max: number): readonly JsonValue[] {
  return Array.isArray(value) && value.length <= max ? (value as readonly JsonValue[]) : [];
}

function withSafeDescription(plugin: SafeAIPlugin): SafeAIPlugin {
  const { description } = plugin;
  if (description === undefined) return plugin;
  return Object.freeze({ ...plugin, description: safeText(description, 500) });
}
