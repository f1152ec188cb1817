import type { Detection } from './detection.ts';
import { ACTING_CONFIDENCE } from './engine/acting-confidence.ts';
import type { DetectionEngine } from './engine/engine.ts';
import type { Place } from './structured-walk.ts';

/** A field that can be a part of a value: one word. */
const PART = /^[\w+/=.:~-]{1,256}$/;

/** A field of its own, when a value is complete without it. */
const ORDINARY = /^(?:\d+|\d+\.\d+|[A-Za-z]?[a-z]+)$/;

/** Groups of digits that make a card number together. */
const CARD_GROUP = /^\d{2,7}$/;
const MOST_CARD_GROUPS = 5;

/** Most characters that are read together from one field on. */
const MOST_JOINED = 512;

/** Fields that are kept before they are read. */
const MOST_PARTS = 4096;

/** A field that was passed. */
interface Part {
  readonly text: string;
  readonly place: Place;
}

/** A detection in one of the fields over which a value is spread. */
export interface SplitDetection {
  readonly detection: Detection;
  readonly place: Place;
}

/**
 * Finds values that are spread over fields that follow one another in a payload, as in
 * `["sk-ABCDEF12", "34567890ABCDEF"]`: issuers' tokens, known values, and card numbers in groups. Fields that
 * hold more than one word keep apart what stands before and after them.
 */
export class SplitValues {
  readonly #engine: DetectionEngine;
  readonly #scan: (text: string) => readonly Detection[];
  #parts: Part[] = [];

  constructor(engine: DetectionEngine, scan: (text: string) => readonly Detection[]) {
    this.#engine = engine;
    this.#scan = scan;
  }

  /** Passes a field; gives what was found in those before it, where they end with it. */
  add(text: string, place: Place): SplitDetection[] {
    const isPart = PART.test(text);
    const found = !isPart || this.#parts.length === MOST_PARTS ? this.end() : [];
    if (isPart) this.#parts.push({ text, place });
    return found;
  }

  /** The fields have ended. O(their length). */
  end(): SplitDetection[] {
    const parts = this.#parts;
    this.#parts = [];
    if (parts.length < 2) return [];
    const found = parts.flatMap(({ text }, index) => {
      const following = `${parts[index + 1]?.text ?? ''}${parts[index + 2]?.text ?? ''}`;
      return this.#engine.kinds.mayBeginIssued(text, following)
        ? this.#issuedFrom(parts.slice(index, index + MOST_JOINED))
        : [];
    });
    if (isCardLike(parts)) found.push(...this.#spread(parts, ({ type }) => type === 'card'));
    if (this.#engine.knowsValues)
      found.push(...this.#spread(parts, ({ detector }) => detector.startsWith('exact:')));
    return distinct(found);
  }

  /** Issuers' tokens that begin in the first of the parts. */
  #issuedFrom(parts: readonly Part[]): SplitDetection[] {
    const [first] = parts;
    if (first === undefined) return [];
    let length = 0;
    let joined = parts.filter(({ text }) => (length += text.length) <= MOST_JOINED);
    const isIssued = ({ detector, confidence, location }: Detection): boolean =>
      this.#engine.kinds.isIssued(detector) &&
      confidence >= ACTING_CONFIDENCE &&
      location.start < first.text.length;
    // A token without a fixed length takes whatever follows: an ordinary word or number is none of it, nor what is after that.
    const word = joined.findIndex(({ text }, index) => index > 0 && ORDINARY.test(text));
    const whole = word === -1 ? [] : joined.slice(0, word);
    if (whole.length > 0 && this.#scan(whole.map(({ text }) => text).join('')).some(isIssued)) {
      joined = whole;
    }
    let found = this.#spread(joined, isIssued);
    while (found.length > 2 && ORDINARY.test(joined[found.length - 1]?.text ?? '')) {
      joined = joined.slice(0, found.length - 1);
      const shorter = this.#spread(joined, isIssued);
      if (shorter.length === 0) break;
      found = shorter;
    }
    return found;
  }

  /** What is found in the parts read as one, if it reaches over several of them. */
  #spread(parts: readonly Part[], counts: (detection: Detection) => boolean): SplitDetection[] {
    const detections = this.#scan(parts.map(({ text }) => text).join('')).filter(counts);
    return detections.flatMap((detection) => {
      const { start, end } = detection.location;
      const touched: SplitDetection[] = [];
      let at = 0;
      for (const { text, place } of parts) {
        const location = { start: Math.max(0, start - at), end: Math.min(text.length, end - at) };
        at += text.length;
        if (location.start >= location.end) continue;
        const value = text.slice(location.start, location.end);
        touched.push({ detection: { ...detection, value, location }, place });
      }
      return touched.length > 1 ? touched : [];
    });
  }
}

/** A field in the middle of several values that overlap is found with each of them, and reported once. */
function distinct(found: readonly SplitDetection[]): SplitDetection[] {
  const known = new Map<Place, Set<string>>();
  return found.filter(({ detection: { detector, location }, place }) => {
    const key = `${detector} ${location.start} ${location.end}`;
    const here = known.get(place);
    if (here === undefined) known.set(place, new Set([key]));
    else if (here.has(key)) return false;
    else here.add(key);
    return true;
  });
}

function isCardLike(parts: readonly Part[]): boolean {
  return parts.length <= MOST_CARD_GROUPS && parts.every(({ text }) => CARD_GROUP.test(text));
}
