import { dirname } from 'node:path';
import type { LoadedConfig } from '@safeai/config';
import { checkPlugin, SHIPPED_NAMES, type SafeAIPlugin } from '@safeai/core';
import type {
  LoadedPlugin,
  OfferedFramework,
  OfferedTemplate,
  PluginSet,
} from './loaded-plugin.ts';
import type { PluginSource } from './plugin-source.ts';

/** Most plugins of one configuration; further ones are refused. */
export const MAX_PLUGINS = 100;

/** What a source came to: an export to be checked, or why there is none. */
export interface Imported {
  readonly path?: string;
  readonly exported?: unknown;
  readonly problem?: string;
}

const TOO_MANY: Imported = { problem: `there are more than ${MAX_PLUGINS} plugins` };

/**
 * Checks what was imported, one after the other: the names of an earlier plugin are taken for the later ones.
 *
 * @param imported by the index of its source
 */
export function collectPlugins(
  sources: readonly PluginSource[],
  imported: readonly Imported[],
  { config }: LoadedConfig,
): PluginSet {
  const disabled = new Set(config.detection.disable);
  const taken = {
    plugins: new Set<string>(),
    detectors: new Set([
      ...[...SHIPPED_NAMES.detectors].filter((id) => !disabled.has(id)),
      ...config.detection.rules.map(({ id }) => id),
    ]),
    templates: new Set(SHIPPED_NAMES.templates),
    frameworks: new Set(SHIPPED_NAMES.frameworks),
  };
  const good: SafeAIPlugin[] = [];
  const plugins = sources.map(({ name: source }, index): LoadedPlugin => {
    const { problem, exported } = imported[index] ?? TOO_MANY;
    if (problem !== undefined) return refused(null, source, [problem]);
    const check = checkPlugin(exported, taken);
    if (!check.ok) {
      const problems = check.problems.map(({ path, message }) =>
        path === '' ? message : `${path}: ${message}`,
      );
      return refused(check.name, source, problems);
    }
    const { plugin } = check;
    good.push(plugin);
    taken.plugins.add(plugin.name);
    const shown = about(plugin, source);
    for (const id of shown.detectors) taken.detectors.add(id);
    for (const name of shown.templates) taken.templates.add(name);
    for (const id of shown.frameworks) taken.frameworks.add(id);
    return shown;
  });
  return {
    plugins,
    detectors: good.flatMap(({ detectors = [] }) => detectors),
    templates: good.flatMap(({ name, templates = [] }) =>
      templates.map((template): OfferedTemplate => ({ ...template, origin: `plugin:${name}` })),
    ),
    frameworks: good.flatMap(({ name, frameworks = [] }) =>
      frameworks.map((setup): OfferedFramework => ({ setup, origin: `plugin:${name}` })),
    ),
    paths: sources.flatMap(({ kind, target }, index) => {
      const { path } = imported[index] ?? {};
      const real = path === undefined ? [] : [kind === 'file' ? path : packageFolder(path, target)];
      return kind === 'file' ? [target, ...real] : real;
    }),
  };
}

function about(plugin: SafeAIPlugin, source: string): LoadedPlugin {
  const { name, version = null, description = null } = plugin;
  const { detectors = [], templates = [], frameworks = [] } = plugin;
  return {
    name,
    version,
    description,
    source,
    state: 'loaded',
    problems: [],
    detectors: detectors.map(({ id }) => id),
    templates: templates.map((template) => template.name),
    frameworks: frameworks.map(({ id }) => id),
  };
}

function refused(name: string | null, source: string, problems: readonly string[]): LoadedPlugin {
  const nothing = { detectors: [], templates: [], frameworks: [] };
  const unknown = { version: null, description: null };
  return { name, source, state: 'refused', problems, ...unknown, ...nothing };
}

/** The folder of the package that an entry belongs to. */
function packageFolder(path: string, name: string): string {
  const inside = path.replaceAll('\\', '/').lastIndexOf(`/node_modules/${name}/`);
  return inside === -1 ? dirname(path) : path.slice(0, inside + `/node_modules/${name}`.length);
}
