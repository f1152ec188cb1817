import { LimitExceededError } from '@safeai/core';
import { logprobRemoval, type StreamReader } from '@safeai/protocols';
import type { HeldStep } from './held-step.ts';

/** Most bytes of events that wait. */
const MOST_HELD = 16 * 1024 * 1024;
/** Most events that wait. Each costs memory besides its bytes, however few they are: a blank line is one too. */
const MOST_WAITING = 131_072;

/** Steps that wait, in their order, until all that they say is certain. */
export class StepQueue {
  readonly #reader: StreamReader;
  #steps: HeldStep[] = [];
  #bytes = 0;

  constructor(reader: StreamReader) {
    this.#reader = reader;
  }

  /** @throws LimitExceededError */
  hold(held: HeldStep): void {
    this.#steps.push(held);
    this.#bytes += held.step.event.raw.length;
    if (this.#bytes > MOST_HELD) {
      throw new LimitExceededError(
        `More than ${String(MOST_HELD)} bytes of the answer would have to be held back.`,
      );
    }
    if (this.#steps.length <= MOST_WAITING) return;
    throw new LimitExceededError(
      `More than ${String(MOST_WAITING)} events of the answer would have to be held back.`,
    );
  }

  /**
   * Adds the bytes of the steps that wait for nothing, in their order.
   *
   * @param isAll those of others, too
   */
  release(pieces: Uint8Array[], isAll: boolean): void {
    const steps = this.#steps;
    let count = 0;
    for (const held of steps) {
      if (held.open > 0 && !isAll) break;
      count++;
      this.#bytes -= held.step.event.raw.length;
      const bytes = this.#reader.pass(held.step, editsOf(held));
      if (bytes.length > 0) pieces.push(bytes);
    }
    if (count === steps.length) steps.length = 0;
    else if (count > 0) this.#steps = steps.slice(count);
  }

  /** What waits goes nowhere. */
  drop(): void {
    this.#steps = [];
  }
}

/** Tokens stay with the text that they say: where that is changed, or they are, they are taken out. */
function editsOf({ edits, tokens, changed }: HeldStep): HeldStep['edits'] {
  if (tokens.length === 0) return edits;
  const removed = tokens.filter(
    ({ part, text, isFound }) =>
      isFound ||
      text?.isChanged === true ||
      (part.channel !== undefined && changed?.has(part.channel) === true),
  );
  return [...edits, ...logprobRemoval(removed.map(({ part }) => part))];
}
