import { createRuntime, openStorage, type Runtime } from '@safeai/runtime';
import { loadConfig } from '@safeai/config';
import { serve as startProxy, StartError, type Serving } from '@safeai/proxy';
import { type HangUp, takeHangUp } from '../configuration/hang-up.ts';
import { configurationToLoad, type StateOptions } from '../configuration/load-configuration.ts';
import { reload } from '../configuration/reload.ts';
import { type ServerFlags, serverSettings } from '../configuration/server-settings.ts';
import { statePlace } from '../configuration/state-place.ts';
import { watch } from '../configuration/watch.ts';
import type { CommandContext } from '../context.ts';
import { UsageError } from '../errors/usage-error.ts';
import { EXIT, type ExitCode } from '../exit-code.ts';
import { approvalNoticeLine } from '../output/approval-notice.ts';
import { noticeLine } from '../output/notice-line.ts';
import { COUNTED_KEYS, liveKeys } from '../output/credentials.ts';
import { startUpLines } from '../output/start-up.ts';

/** Options of `safeai serve`. */
export interface ServeOptions extends StateOptions, ServerFlags {
  readonly watch?: true;
}

/**
 * Runs the proxy until SIGINT or SIGTERM; a second signal ends the process at once. SIGHUP reloads.
 *
 * @throws ConfigError; UsageError for flags that cannot be, and an address that cannot be listened on
 */
export async function serve(options: ServeOptions, context: CommandContext): Promise<ExitCode> {
  const hangUp = takeHangUp(context.host);
  try {
    return await serveUntilStopped(options, context, hangUp);
  } finally {
    hangUp.close();
  }
}

async function serveUntilStopped(
  options: ServeOptions,
  context: CommandContext,
  hangUp: HangUp,
): Promise<ExitCode> {
  const { host, output } = context;
  const toLoad = await configurationToLoad(options, host);
  let loaded = await loadConfig(toLoad);
  const settings = serverSettings(options, host.env, loaded.config);
  let base = loaded.config.server.publicUrl;
  const runtime = await createRuntime({
    ports: {
      notices: {
        notify: (notice) => {
          const line = approvalNoticeLine(notice, base);
          if (line !== undefined) void output.note(line);
        },
      },
    },
    load: async () => (loaded = await loadConfig(toLoad)),
    openStorage: (first, events) =>
      openStorage({
        ...statePlace(first, options, host),
        events,
        role: 'server',
        onNotice: (notice) => void output.note(noticeLine(notice)),
      }),
  });
  const serving = await start({ ...settings, runtime });
  base ??= serving.url;
  for (const line of startUpLines({
    url: serving.url,
    settings,
    loaded,
    rules: runtime.policies(),
    plugins: runtime.plugins(),
    isWatched: options.watch === true,
    stateFolder: runtime.stateFolder,
    keys: await keysOf(runtime),
    options,
    colours: output.noteColours,
  })) {
    await output.note(line);
  }
  hangUp.onReload(() => void reload(runtime, context));
  const watching =
    options.watch === true ? watch({ toLoad, current: loaded, runtime, context }) : undefined;
  await serving.closed;
  watching?.close();
  return EXIT.ok;
}

/** API keys that serve now; undefined where the state cannot be asked. */
async function keysOf({ boundary }: Runtime): Promise<number | undefined> {
  try {
    return liveKeys(await boundary.apiKeys.list({ limit: COUNTED_KEYS }), Date.now());
  } catch {
    return undefined;
  }
}

async function start(options: Parameters<typeof startProxy>[0]): Promise<Serving> {
  try {
    return await startProxy(options);
  } catch (error) {
    await options.runtime.close();
    if (error instanceof StartError) throw new UsageError(error.message, { cause: error });
    throw error;
  }
}
