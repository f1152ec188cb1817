import { statSync } from 'node:fs';
import { StateFailure } from './failure.ts';

interface Facts {
  readonly dev: number;
  readonly ino: number;
  readonly size: number;
}

/**
 * Notices when open files are no more what their names stand for. SQLite goes on with a file that was deleted or
 * moved: what is written to it is lost, and another process goes by another file.
 */
export class InPlace {
  /** By path. */
  readonly #known = new Map<string, Facts>();

  /** @param paths of files that are open; a log beside them may come later */
  constructor(paths: readonly string[]) {
    for (const path of paths) {
      const facts = statSync(path, { throwIfNoEntry: false });
      if (facts !== undefined) this.#known.set(path, facts);
    }
  }

  /** Microseconds. @throws StateFailure */
  check(): void {
    for (const [path, { dev, ino, size }] of this.#known) {
      const facts = statSync(path, { throwIfNoEntry: false });
      // A database never gets shorter; its log does.
      const isCut = path.endsWith('.db') && (facts?.size ?? 0) < size;
      if (facts?.ino !== ino || facts.dev !== dev || isCut) {
        throw new StateFailure(
          'A state file was deleted, moved or replaced while it was in use. What is there now is used from the next request on; if the file is missing, put it back from a backup and start SafeAI again.',
        );
      }
      if (facts.size !== size) this.#known.set(path, facts);
    }
  }
}
