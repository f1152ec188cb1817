import type { DetectorRule, FrameworkSetup, PolicyTemplate } from '@safeai/core';

/** A plugin that the configuration names, and what became of it. */
export interface LoadedPlugin {
  /** Null where it has none that can be shown. */
  readonly name: string | null;
  readonly version: string | null;
  readonly description: string | null;
  /** The file, relative to the folder of the configuration, or the package. */
  readonly source: string;
  /** A refused one adds nothing, and takes no other along. */
  readonly state: 'loaded' | 'refused';
  /** What is wrong with a refused one, each with its place; never a detected value. */
  readonly problems: readonly string[];
  /** Ids of its detectors. */
  readonly detectors: readonly string[];
  /** Names of its policy templates. */
  readonly templates: readonly string[];
  /** Ids of the frameworks that it can set up. */
  readonly frameworks: readonly string[];
}

/** A policy template, and where it comes from. */
export interface OfferedTemplate extends PolicyTemplate {
  /** `shipped`, or `plugin:` and the name of a plugin. */
  readonly origin: string;
}

/** A framework that can be set up, and where it comes from. */
export interface OfferedFramework {
  readonly setup: FrameworkSetup;
  /** `shipped`, or `plugin:` and the name of a plugin. */
  readonly origin: string;
}

/** The plugins of a configuration, and what they add together. */
export interface PluginSet {
  /** In the order of the configuration: files, then packages. */
  readonly plugins: readonly LoadedPlugin[];
  readonly detectors: readonly DetectorRule[];
  readonly templates: readonly OfferedTemplate[];
  readonly frameworks: readonly OfferedFramework[];
  /** Files and folders that plugins are loaded from, or would be. Absolute. */
  readonly paths: readonly string[];
}

/** A line for each refused plugin: which one, what is wrong, what to do. */
export function pluginWarnings(plugins: readonly LoadedPlugin[]): string[] {
  return plugins
    .filter(({ state }) => state === 'refused')
    .map(({ source, problems: [first = '', ...others] }) => {
      const more = others.length === 0 ? '' : ` (and ${others.length} more: safeai plugins list)`;
      return `plugin ${source} is refused: ${first}${more}; mend it, or take it out of plugins`;
    });
}
