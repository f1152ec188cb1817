import { type CharSet, DIGITS, hasChar, intersects } from './char-set.ts';
import { type Head, manyHeadsOf } from './pattern-heads.ts';
import type { PatternNode } from './pattern-node.ts';

/** A slot stands for a character: its code if it is ASCII's, else one of these. */
export const OTHER = 128;
export const END = 129;
export const SLOTS = 130;

/** Ways in which a match can begin that are told apart. */
const MOST_HEADS = 40;

/** One way in which a match can begin, and what is known of its digits. */
interface Beginning {
  readonly head: Head;
  /** How many of its first characters can be digits. */
  readonly digits: number;
  /** By place, whether something else than a digit can stand there. */
  readonly others: readonly boolean[];
}

const known = new WeakMap<PatternNode, readonly Beginning[]>();

function beginningsOf(node: PatternNode): readonly Beginning[] {
  let beginnings = known.get(node);
  if (beginnings === undefined) {
    beginnings = manyHeadsOf(node, MOST_HEADS).map((head) => {
      const { sets } = head;
      const end = sets.findIndex((set) => !intersects(set, DIGITS));
      const others = sets.map((set) => set.some((bound) => bound < 0x30 || bound > 0x39));
      return { head, digits: end === -1 ? sets.length : end, others };
    });
    known.set(node, beginnings);
  }
  return beginnings;
}

/** The slot of what stands at a place of a text. */
export function slotAt(text: string, at: number): number {
  if (at < 0 || at >= text.length) return END;
  const code = text.charCodeAt(at);
  return code < OTHER ? code : OTHER;
}

/** Marks with 1 every slot that some match can have at a place, or right after its end. */
export function markSlotsAt(node: PatternNode, place: number, slots: Uint8Array): void {
  markHeadsAt(node, beginningsOf(node), place, slots);
}

/**
 * Marks with 1 every slot that some match which begins with exactly `length` digits can have `offset` places
 * after them, or right after its end.
 */
export function markSlotsAfterRun(
  node: PatternNode,
  length: number,
  offset: number,
  slots: Uint8Array,
): void {
  const noDigitAfter = forbidsDigitAfter(node);
  const fitting = beginningsOf(node).filter((each) => canBegin(each, length, false, noDigitAfter));
  markHeadsAt(node, fitting, length + offset, slots);
}

function markHeadsAt(
  node: PatternNode,
  beginnings: readonly Beginning[],
  place: number,
  slots: Uint8Array,
): void {
  slots.fill(0);
  for (const { head } of beginnings) {
    const set = head.sets[place];
    if (set !== undefined) markSet(set, slots);
    else if (endsAt(head, place)) addSlots(afterEnd(node), slots);
    else {
      slots.fill(1);
      return;
    }
  }
}

/** Marks with 1 every slot that may stand right before a match. */
export function markSlotsBefore(node: PatternNode, slots: Uint8Array): void {
  slots.fill(0);
  markAllBut(forbiddenAt(node, true), slots);
}

/** Whether a match can begin where a run of `length` digits does; with `more`, of that many at least. */
export function canBeginRun(node: PatternNode, length: number, more: boolean): boolean {
  const noDigitAfter = forbidsDigitAfter(node);
  return beginningsOf(node).some((each) => canBegin(each, length, more, noDigitAfter));
}

function canBegin(
  { head, digits, others }: Beginning,
  length: number,
  more: boolean,
  noDigitAfter: boolean,
): boolean {
  if (digits < Math.min(length, head.sets.length)) return false;
  if (head.sets.length < length) return !head.open || !noDigitAfter;
  // What follows the run is no digit.
  return more || others[length] !== false;
}

function forbidsDigitAfter(node: PatternNode): boolean {
  return !afterEnd(node).subarray(0x30, 0x3a).includes(1);
}

const ends = new WeakMap<PatternNode, Uint8Array>();

/** Marks with 1 every slot that may stand right after a match. */
function afterEnd(node: PatternNode): Uint8Array {
  let slots = ends.get(node);
  if (slots === undefined) {
    slots = new Uint8Array(SLOTS);
    markAllBut(forbiddenAt(node, false), slots);
    ends.set(node, slots);
  }
  return slots;
}

function addSlots(more: Uint8Array, slots: Uint8Array): void {
  for (let slot = 0; slot < SLOTS; slot++) if (more[slot] === 1) slots[slot] = 1;
}

function endsAt(head: Head, place: number): boolean {
  return head.open && head.sets.length === place;
}

function markSet(set: CharSet, slots: Uint8Array): void {
  for (let at = 0; at + 1 < set.length; at += 2) {
    const first = set[at] ?? 0;
    if (first < OTHER) slots.fill(1, first, Math.min(set[at + 1] ?? 0, OTHER - 1) + 1);
  }
  if ((set[set.length - 1] ?? 0) >= OTHER) slots[OTHER] = 1;
}

function markAllBut(forbidden: readonly CharSet[], slots: Uint8Array): void {
  for (let slot = 0; slot < SLOTS; slot++) {
    if (slot >= OTHER || !forbidden.some((set) => hasChar(set, slot))) slots[slot] = 1;
  }
}

/** Sets of which no character may stand right before or after a match, as far as a look-around there says so. */
function forbiddenAt(node: PatternNode, before: boolean): readonly CharSet[] {
  const items = node.kind === 'sequence' ? node.items : [node];
  const outer = items[before ? 0 : items.length - 1];
  if (outer?.kind !== 'test' || outer.test.is !== 'look') return [];
  const { node: look, behind, negated } = outer.test;
  if (behind !== before || !negated || !look.exact) return [];
  const options = look.kind === 'choice' ? look.options : [look];
  return options.flatMap((option) => (option.kind === 'chars' ? [option.set] : []));
}
