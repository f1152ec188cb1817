import { DEFAULT_FILE } from '../load/find-config.ts';
import { loadConfig, type LoadConfigOptions } from '../load/load-config.ts';
import type { LoadedConfig } from '../loaded-config.ts';
import { Debounce, systemTimer, type Timer } from './debounce.ts';
import { FolderWatch, watchFolder, type WatchFolder } from './folder-watch.ts';
import { foldersOf } from './folders-of.ts';

/** What to watch, and whom to tell. */
export interface WatchConfigOptions extends LoadConfigOptions {
  /** The configuration in force, loaded with the same options. */
  readonly current: LoadedConfig;
  /** A changed configuration was loaded. */
  readonly onChange: (loaded: LoadedConfig) => void;
  /** The changed files cannot be loaded; the caller keeps what it has. Told once for each error. */
  readonly onError: (error: unknown) => void;
  /** Quiet time in milliseconds before files are read; 200 if absent. */
  readonly debounceMs?: number;
  /** Another timer than the system's, for tests. */
  readonly timer?: Timer;
  /** Another way to watch a folder, for tests. */
  readonly watchFolder?: WatchFolder;
}

/** A watch that goes on until it is closed. */
export interface ConfigWatch {
  /** Stops watching. Nothing is told afterwards. */
  close(): void;
}

/**
 * Watches the folders of a configuration and loads it anew when the contents of its files change.
 * Folders are watched, not files, so that files which are replaced by renaming, and Kubernetes
 * ConfigMaps, are seen. Contents are compared, so that a touched file is not a change. What is found
 * counts when it is found again after another quiet time: a half-written file is never put in force.
 */
export function watchConfig(options: WatchConfigOptions): ConfigWatch {
  return new Watch(options);
}

class Watch implements ConfigWatch {
  private readonly options: WatchConfigOptions;
  private readonly debounce: Debounce;
  private readonly folders: FolderWatch;
  private current: LoadedConfig;
  /** What the caller was told last, until a load succeeds. */
  private toldError: string | undefined;
  /**
   * What the last load came to, if the next one has to confirm it: a file may be half written, emptied
   * before it is filled, or between two names.
   */
  private suspected: string | undefined;
  private loading = false;
  private again = false;
  private closed = false;

  constructor(options: WatchConfigOptions) {
    this.options = options;
    this.current = options.current;
    this.debounce = new Debounce(
      () => void this.check(),
      options.debounceMs ?? 200,
      options.timer ?? systemTimer,
    );
    this.folders = new FolderWatch(options.watchFolder ?? watchFolder, () => {
      this.debounce.trigger();
    });
    this.folders.watch(foldersOf(this.current));
    // What changed between loading and now.
    this.debounce.trigger();
  }

  close(): void {
    this.closed = true;
    this.debounce.close();
    this.folders.close();
  }

  private async check(): Promise<void> {
    if (this.loading) {
      this.again = true;
      return;
    }
    this.loading = true;
    try {
      // Anew each time: a folder that was replaced is watched in its new place.
      this.folders.watch(foldersOf(this.current));
      this.settle(await loadConfig(this.loadOptions()));
    } catch (error) {
      this.settleError(error);
    } finally {
      this.loading = false;
      if (this.again && !this.closed) this.debounce.trigger();
      this.again = false;
    }
  }

  /** A file that was there must not silently turn into the defaults. */
  private loadOptions(): LoadConfigOptions {
    const { current, options } = this;
    return current.source === 'files' ? { file: DEFAULT_FILE, ...options } : options;
  }

  private settle(loaded: LoadedConfig): void {
    const news = loaded.revision !== this.current.revision;
    if (!this.confirmed(`revision ${loaded.revision}`, news || this.toldError !== undefined))
      return;
    this.toldError = undefined;
    if (!news) return;
    this.current = loaded;
    this.folders.watch(foldersOf(loaded));
    this.options.onChange(loaded);
  }

  private settleError(error: unknown): void {
    const message = error instanceof Error ? error.message : String(error);
    if (!this.confirmed(`error ${message}`, message !== this.toldError)) return;
    this.toldError = message;
    this.options.onError(error);
  }

  /** Whether an outcome is news and was seen twice in a row; seen once, it is looked at again. */
  private confirmed(outcome: string, news: boolean): boolean {
    if (this.closed) return false;
    const again = outcome === this.suspected;
    this.suspected = news && !again ? outcome : undefined;
    if (this.suspected !== undefined) this.debounce.trigger();
    return news && again;
  }
}
