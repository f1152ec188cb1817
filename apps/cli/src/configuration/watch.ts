import {
  type ConfigWatch,
  type LoadConfigOptions,
  type LoadedConfig,
  watchConfig,
} from '@safeai/config';
import type { Runtime } from '@safeai/runtime';
import type { CommandContext } from '../context.ts';
import { report } from '../errors/report.ts';

/** What to watch, and what to reload. */
export interface WatchOptions {
  readonly toLoad: LoadConfigOptions;
  readonly current: LoadedConfig;
  readonly runtime: Runtime;
  readonly context: CommandContext;
}

/** Reloads a runtime when its configuration changes, and tells on stderr. A broken one changes nothing. */
export function watch({ toLoad, current, runtime, context }: WatchOptions): ConfigWatch {
  const refuse = async (error: unknown): Promise<void> => {
    await report(error, context);
    await context.output.note(
      'safeai: the configuration was not reloaded; the last good one holds',
    );
  };
  const reload = async (): Promise<void> => {
    try {
      const { rules, revision, warnings } = await runtime.reload();
      for (const warning of warnings) await context.output.note(warning);
      const what = `${rules} rules, policy revision ${revision.slice(0, 12)}`;
      await context.output.note(`safeai: configuration reloaded: ${what}`);
    } catch (error) {
      await refuse(error);
    }
  };
  return watchConfig({
    ...toLoad,
    current,
    onChange: () => void reload(),
    onError: (error) => void refuse(error),
  });
}
