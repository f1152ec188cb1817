import type { AllowList } from './engine/allow-list.ts';
import type { CompiledSet } from './engine/compile.ts';
import type { Finding } from './engine/compiled-rule.ts';
import type { SourceOf } from './engine/extent.ts';
import { StreamFinder } from './engine/stream-finder.ts';
import { EncodedReading } from './normalize/encoded-reading.ts';
import type { OffsetMap, ReadPart } from './normalize/reading.ts';
import { SpellingReading } from './normalize/spelling-reading.ts';
import { DEPTH, inSource } from './readings.ts';

/**
 * A text that comes in pieces, with its readings: what `findInReadings` is for a whole text.
 *
 * There are up to three finders: of the text as it stands, of it with its spelling undone, and of that once more.
 * As long as nothing was undone they are one and the same, fed with what the readings have let pass; where
 * they come to differ the finder is forked, so that plain text is gone through once.
 */
export class StreamLayer {
  readonly #set: CompiledSet;
  readonly #allow: AllowList | undefined;
  readonly #depth: number;
  /** The places of the first and of the second spelling in what this is a reading of. */
  readonly #inFirst: SourceOf;
  readonly #inSecond: SourceOf;
  readonly #first: SpellingReading;
  readonly #second: SpellingReading;
  readonly #encoded: EncodedReading | undefined;
  readonly #runs = new Map<number, StreamLayer>();
  /** From places of the first spelling, and of the second, one step back. */
  readonly #firstMap: OffsetMap;
  readonly #secondMap: OffsetMap;
  readonly #plain: StreamFinder;
  #once: StreamFinder | undefined;
  #twice: StreamFinder | undefined;
  /** What the finder of the text, and that of its first reading, were not given yet. */
  #plainLeft = '';
  #onceLeft = '';

  /** @param sourceOf the places of the text in what it is a reading of; absent if it is none */
  constructor(set: CompiledSet, allow: AllowList | undefined, depth = DEPTH, sourceOf?: SourceOf) {
    this.#set = set;
    this.#allow = allow;
    this.#depth = depth;
    this.#plain = new StreamFinder(set, allow, 'prose', sourceOf);
    this.#first = new SpellingReading(sourceOf);
    const first = (this.#firstMap = this.#first.mapOf(0));
    this.#inFirst = (at) => {
      const place = first.sourceStart(at);
      return sourceOf === undefined ? place : sourceOf(place);
    };
    this.#second = new SpellingReading(this.#inFirst);
    const second = (this.#secondMap = this.#second.mapOf(0));
    this.#inSecond = (at) => this.#inFirst(second.sourceStart(at));
    this.#encoded = depth > 0 ? new EncodedReading(this.#inSecond) : undefined;
  }

  /** Adds the next piece; gives what became certain, with places in the text of this layer. */
  push(piece: string, last: boolean): Finding[] {
    const once = joined(this.#first.read(piece, last));
    const twice = joined(this.#second.read(once, last));
    const found: Finding[] = [];
    this.#feed(piece, once, twice, last, found);
    if (this.#encoded !== undefined) this.#decode(this.#encoded, twice, last, found);
    this.#forget();
    return found;
  }

  /** Before this place nothing begins any more that was not given out. */
  get frontier(): number {
    const first = this.#firstMap;
    const second = this.#secondMap;
    let frontier = Math.min(
      this.#plain.frontier,
      this.#first.settled,
      first.sourceStart(this.#second.settled),
    );
    let inSecond = this.#twice?.frontier ?? Infinity;
    if (this.#encoded !== undefined) {
      inSecond = Math.min(inSecond, this.#encoded.settled);
      for (const [run, layer] of this.#runs) {
        inSecond = Math.min(inSecond, this.#encoded.mapOf(run).sourceStart(layer.frontier));
      }
    }
    if (this.#once !== undefined) {
      frontier = Math.min(frontier, first.sourceStart(this.#once.frontier));
    }
    if (inSecond === Infinity) return frontier;
    return Math.min(frontier, first.sourceStart(second.sourceStart(inSecond)));
  }

  #feed(piece: string, once: string, twice: string, last: boolean, found: Finding[]): void {
    this.#plainLeft += piece;
    this.#onceLeft += once;
    // Forked before it is given anything in which the two differ.
    const first = this.#firstMap;
    const second = this.#secondMap;
    if (this.#first.changed) this.#once ??= this.#plain.fork(this.#inFirst);
    if (this.#second.changed) this.#twice ??= this.#once?.fork(this.#inSecond);
    const isPlain = this.#once === undefined;
    const plain = this.#plain.push(isPlain ? twice : this.#plainLeft, last);
    for (const finding of plain) found.push(finding);
    this.#plainLeft = isPlain ? this.#plainLeft.slice(twice.length) : '';
    if (this.#once === undefined) {
      this.#onceLeft = this.#onceLeft.slice(twice.length);
      return;
    }
    const isOnce = this.#twice === undefined;
    for (const finding of this.#once.push(isOnce ? twice : this.#onceLeft, last)) {
      found.push(inSource(finding, [first]));
    }
    this.#onceLeft = isOnce ? this.#onceLeft.slice(twice.length) : '';
    for (const finding of this.#twice?.push(twice, last) ?? []) {
      found.push(inSource(finding, [second, first]));
    }
  }

  #decode(encoded: EncodedReading, text: string, last: boolean, found: Finding[]): void {
    const first = this.#firstMap;
    const second = this.#secondMap;
    for (const { run, text: decoded, ends } of encoded.read(text, last)) {
      let layer = this.#runs.get(run);
      if (layer === undefined) {
        const map = encoded.mapOf(run);
        layer = new StreamLayer(this.#set, this.#allow, this.#depth - 1, (at) =>
          this.#inSecond(map.sourceStart(at)),
        );
        this.#runs.set(run, layer);
      }
      const maps = [encoded.mapOf(run), second, first];
      for (const finding of layer.push(decoded, ends)) found.push(inSource(finding, maps));
      if (ends) this.#end(encoded, run);
    }
    if (!last) return;
    // A run whose end is that of the text.
    for (const [run, layer] of this.#runs) {
      const maps = [encoded.mapOf(run), second, first];
      for (const finding of layer.push('', true)) found.push(inSource(finding, maps));
      this.#end(encoded, run);
    }
  }

  #end(encoded: EncodedReading, run: number): void {
    this.#runs.delete(run);
    encoded.release(run);
  }

  /** Lets the maps forget what nothing will be asked about. */
  #forget(): void {
    const first = this.#firstMap;
    const second = this.#secondMap;
    let needed = this.#twice?.frontier ?? Infinity;
    if (this.#encoded !== undefined) {
      needed = Math.min(needed, this.#encoded.settled);
      for (const [run, layer] of this.#runs) {
        const map = this.#encoded.mapOf(run);
        map.forget(layer.frontier);
        needed = Math.min(needed, map.sourceStart(layer.frontier));
      }
    }
    second.forget(needed);
    const inFirst = Math.min(second.sourceStart(needed), this.#second.settled);
    first.forget(Math.min(inFirst, this.#once?.frontier ?? Infinity));
  }
}

function joined(parts: readonly ReadPart[]): string {
  const [only] = parts;
  if (only !== undefined && parts.length === 1) return only.text;
  return parts.map(({ text }) => text).join('');
}
