import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach } from '@jest/globals';

/** Makes folders that go when the test ends, after what else is said to be closed then. */
export function useFolders(): { make(): string; closing(close: () => unknown): void } {
  const cleanups: (() => unknown)[] = [];
  afterEach(async () => {
    for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
  });
  return {
    make: () => {
      const folder = mkdtempSync(join(tmpdir(), 'safeai-state-'));
      cleanups.push(() => {
        rmSync(folder, { recursive: true, force: true });
      });
      return folder;
    },
    closing: (close) => cleanups.push(close),
  };
}
