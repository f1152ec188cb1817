import { pluginWarnings, type LoadedPlugin } from '@safeai/runtime';
import type { Check } from './check.ts';

/** Whether all plugins of the configuration are in force: of a refused one, what it was to find is not found. */
export function checkPlugins(plugins: readonly LoadedPlugin[]): Check {
  const name = 'plugins';
  const refused = pluginWarnings(plugins);
  if (refused.length > 0) {
    const hint = 'safeai plugins list tells all that is wrong with them.';
    return { name, status: 'fail', detail: refused.join('\n'), hint };
  }
  const names = plugins.map((plugin) => plugin.name).join(', ');
  return { name, status: 'ok', detail: names === '' ? 'none' : names };
}
