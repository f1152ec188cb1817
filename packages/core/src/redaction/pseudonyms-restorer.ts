import { mayBecomePseudonym, restorePseudonyms } from './pseudonyms.ts';

/** Restores the pseudonyms of a stream of text. */
export interface PseudonymRestorer {
  /** Takes the next piece and gives what is certain by now. */
  write(chunk: string): string;
  /** Gives what was held back. Call once, at the end. */
  end(): string;
  /** Characters that are held back now. */
  readonly held: number;
}

/**
 * Restores pseudonyms in a text that comes in pieces, wherever it is cut: all outputs together are what the
 * whole text would give. Held back is only the beginning of what may become a pseudonym, fewer than 64 UTF-16
 * code units. Those that stand for nothing known stay as they are; values are never looked into again.
 *
 * The text must have been guarded before it comes here: what is restored is not checked.
 *
 * @param values what the session's pseudonyms stand for, each with its brackets
 */
export function createPseudonymRestorer(
  values: Pick<ReadonlyMap<string, string>, 'get'>,
): PseudonymRestorer {
  let held = '';
  return {
    write(chunk) {
      const text = held + chunk;
      // No pseudonym holds a bracket inside, so that only the last one can still be open.
      const open = text.lastIndexOf('[');
      const isOpen = open !== -1 && mayBecomePseudonym(text.slice(open));
      const certain = isOpen ? text.slice(0, open) : text;
      held = text.slice(certain.length);
      return restorePseudonyms(certain, (pseudonym) => values.get(pseudonym));
    },
    end() {
      const rest = held;
      held = '';
      return rest;
    },
    get held() {
      return held.length;
    },
  };
}
