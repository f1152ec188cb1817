import { watch } from 'node:fs';

/** Something that can be closed. */
export interface Closable {
  close(): void;
}

/** Watches a folder, not those inside it. @throws if the folder cannot be watched */
export type WatchFolder = (folder: string, onEvent: () => void) => Closable;

/** Watches a folder of this machine. */
export const watchFolder: WatchFolder = (folder, onEvent) => {
  const watcher = watch(folder, onEvent);
  // The folder went away, or the system ran short: look again, and watch anew.
  watcher.on('error', onEvent);
  return watcher;
};

/** Watches a set of folders that may change. */
export class FolderWatch implements Closable {
  private readonly open: WatchFolder;
  private readonly onEvent: () => void;
  private watchers: Closable[] = [];
  private closed = false;

  constructor(open: WatchFolder, onEvent: () => void) {
    this.open = open;
    this.onEvent = onEvent;
  }

  /** Watches these folders, in place of all before. Folders that are not there are left out. */
  watch(folders: readonly string[]): void {
    const before = this.watchers;
    // The new ones first, so that nothing is missed in between.
    this.watchers = this.closed ? [] : folders.flatMap((folder) => this.tryOpen(folder));
    for (const watcher of before) watcher.close();
  }

  close(): void {
    this.closed = true;
    this.watch([]);
  }

  private tryOpen(folder: string): Closable[] {
    try {
      return [this.open(folder, this.onEvent)];
    } catch {
      return [];
    }
  }
}
