import { isAbsolute, relative, sep } from 'node:path';
import type { LoadedConfig } from '@safeai/config';
import { safeText } from '@safeai/core';

/** What a configuration names as a plugin. */
export interface PluginSource {
  /** As it is shown. */
  readonly name: string;
  readonly kind: 'file' | 'package';
  /** An absolute path, which may not be there; or the name of a package. */
  readonly target: string;
}

const MAX_SHOWN = 200;

/** Everything that a configuration names, files first. None where plugins are switched off. */
export function pluginSources({ config, folder }: LoadedConfig): PluginSource[] {
  const { enabled, files, packages } = config.plugins;
  if (!enabled) return [];
  return [
    ...files.map((path): PluginSource => {
      const name = safeText(relativeName(path, folder), MAX_SHOWN);
      return { name, kind: 'file', target: path };
    }),
    ...[...new Set(packages)].map((target): PluginSource => {
      return { name: safeText(target, MAX_SHOWN), kind: 'package', target };
    }),
  ];
}

/** A path as the configuration could write it: with forward slashes, from its folder. */
function relativeName(path: string, folder: string): string {
  const way = relative(folder, path);
  return isAbsolute(way) ? path : way.split(sep).join('/');
}
