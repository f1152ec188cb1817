import { type Before, followed, NOTHING } from './before.ts';
import { OffsetMap, type ReadPart, type Reading } from './reading.ts';
import { SourceWindow } from './source-window.ts';
import { tokenAt } from './spelling-token.ts';
import type { Token } from './token.ts';
import { nextTrigger } from './trigger.ts';
import type { UndoBudget } from './undo-budget.ts';

/**
 * Characters of the source that are dropped in a row at most. Further ones stay, so that what stands close
 * together in the reading stands close together in the source.
 */
export const LONGEST_DROPPED_ROW = 96;

/**
 * A text as its reader sees it or a program decodes it: what is not seen is dropped, other forms of ASCII
 * characters are folded, look-alikes beside ASCII are replaced, escapes (percent, backslash, HTML) are
 * decoded, split literals are joined. One run, number 0, covers the whole text; what is no token stands
 * in it as it is. One layer is undone: `%2541` is read as `%41`.
 *
 * Linear; each decision looks at most 96 characters ahead, and behind at the last two characters read.
 */
export class SpellingReading implements Reading {
  readonly #map = new OffsetMap();
  readonly #window: SourceWindow;
  readonly #undoing: UndoBudget | undefined;
  /** First place of the window that is not yet decided. */
  #at = 0;
  #changed = false;
  /** The last two characters that were given out. */
  #before: Before = NOTHING;
  /** Source characters dropped in a row, and the offset at which the row ends. */
  #dropped = 0;
  #droppedTo = 0;

  /**
   * @param sourceOf the places of the text in what it is a reading of; absent if it is none
   * @param undoing of a text that comes whole: the reading ends before the first token for which nothing is left
   */
  constructor(sourceOf?: (at: number) => number, undoing?: UndoBudget) {
    this.#window = new SourceWindow(sourceOf);
    this.#undoing = undoing;
  }

  get settled(): number {
    return this.#window.base + this.#at;
  }

  get changed(): boolean {
    return this.#changed;
  }

  mapOf(run: number): OffsetMap {
    if (run !== 0) throw new RangeError(`a spelling has the run 0 only, there is no run ${run}`);
    return this.#map;
  }

  release(run: number): void {
    this.mapOf(run).forget(this.#map.length);
  }

  read(piece: string, last: boolean): readonly ReadPart[] {
    this.#window.advance(this.#at, piece, last);
    return [{ run: 0, text: this.#decided(), ends: last }];
  }

  /** Reads as far as what has come allows. */
  #decided(): string {
    const window = this.#window;
    const source = window.text;
    let read = '';
    let copiedFrom = 0;
    let at = nextTrigger(source, 0);
    while (at < source.length) {
      const before = followed(this.#before, source, copiedFrom, at);
      window.decide(at);
      const token = tokenAt(window, at, before);
      if (window.ranOut()) break;
      if (token !== undefined && this.#replaces(token, at)) {
        if (this.#undoing?.take(token.length) === false) break;
        read += source.slice(copiedFrom, at) + token.text;
        this.#note(at - copiedFrom, token);
        this.#before = followed(before, token.text, 0, token.text.length);
        copiedFrom = at + token.length;
      }
      at = nextTrigger(source, at + (token?.length ?? 1));
    }
    this.#at = at;
    this.#before = followed(this.#before, source, copiedFrom, at);
    this.#map.copied(at - copiedFrom);
    return read + source.slice(copiedFrom, at);
  }

  /** Whether a token is replaced: it is, but at the end of a long row of dropped ones. */
  #replaces(token: Token, at: number): boolean {
    if (token.text !== '') return true;
    const offset = this.#window.base + at;
    if (offset !== this.#droppedTo) this.#dropped = 0;
    this.#dropped += token.length;
    this.#droppedTo = offset + token.length;
    return this.#dropped <= LONGEST_DROPPED_ROW;
  }

  #note(copied: number, token: Token): void {
    this.#changed = true;
    this.#map.copied(copied);
    if (token.text === '') this.#map.dropped(token.length);
    else this.#map.replaced(token.length, token.text.length);
  }
}
