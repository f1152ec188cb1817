import type { LoadedConfig } from '@safeai/config';
import type { ErrorDetail } from '@safeai/core';
import type { LoadedPlugin } from '@safeai/runtime';

/** All that is wrong with plugins, where the configuration names them. */
export function pluginProblems(
  plugins: readonly LoadedPlugin[],
  { locate }: LoadedConfig,
): ErrorDetail[] {
  return plugins
    .filter(({ state }) => state === 'refused')
    .flatMap(({ source, problems }) =>
      problems.map((problem) => ({
        message: `${source}: ${problem}`,
        path: 'plugins',
        ...locate('plugins'),
      })),
    );
}
