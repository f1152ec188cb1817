import {
  type ConfigWatch,
  type LoadConfigOptions,
  type LoadedConfig,
  watchConfig,
} from '@safeai/config';
import type { Runtime } from '@safeai/runtime';
import type { CommandContext } from '../context.ts';
import { reload, tellNotReloaded } from './reload.ts';

/** What to watch, and what to reload. */
export interface WatchOptions {
  readonly toLoad: LoadConfigOptions;
  readonly current: LoadedConfig;
  readonly runtime: Runtime;
  readonly context: CommandContext;
}

/** Reloads a runtime when its configuration changes, and tells on stderr. A broken one changes nothing. */
export function watch({ toLoad, current, runtime, context }: WatchOptions): ConfigWatch {
  return watchConfig({
    ...toLoad,
    current,
    onChange: () => void reload(runtime, context),
    onError: (error) => void tellNotReloaded(error, context),
  });
}
