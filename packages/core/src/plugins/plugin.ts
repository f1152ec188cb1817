import type { DetectorRule } from '../detection/rule.ts';
import type { PolicyTemplate } from '../policy/templates/template.ts';
import type { FrameworkSetup } from './framework-setup.ts';

/**
 * What a plugin adds. Every kind of addition is a field of its own; a field that this version does not know
 * makes the plugin refused, so that nothing that it was to protect is silently missing.
 */
export interface SafeAIPlugin {
  /** As npm names packages, at most 64 characters; no two plugins have the same. */
  readonly name: string;
  /** At most 64 characters. */
  readonly version?: string;
  /** At most 500 characters. */
  readonly description?: string;
  /**
   * Beside the shipped ones; at most 1000. Each has a positive example, and ids that no shipped, configured or
   * other plugin's detector has.
   */
  readonly detectors?: readonly DetectorRule[];
  /** Beside the shipped ones; at most 100, of at most 200 rules each. */
  readonly templates?: readonly PolicyTemplate[];
  /** What `safeai setup` can set up beside the shipped ones; at most 100. */
  readonly frameworks?: readonly FrameworkSetup[];
}

/**
 * Gives a plugin its type. The object itself is returned: a plain object is as good a plugin.
 *
 * @example
 * export default definePlugin({ name: 'safeai-plugin-acme', detectors: [badge] });
 */
export function definePlugin(plugin: SafeAIPlugin): SafeAIPlugin {
  return plugin;
}
