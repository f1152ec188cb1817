import type { BlockedOutput } from '@safeai/core';
import { Refusal } from '../refusal.ts';

/** Nothing more of an answer goes on: its guard has decided so. */
export class EndedAnswer extends Error {
  override readonly name = 'EndedAnswer';
  readonly refusal: Refusal;
  /** What to show in the place of the rest. */
  readonly shown: string;
  /** Whether that takes the place of the answer, which is no refusal then. */
  readonly isReplaced: boolean;

  constructor({ decision, fallback }: BlockedOutput) {
    super('The answer is not let through.');
    this.refusal = new Refusal(decision);
    this.shown = fallback ?? this.refusal.message;
    this.isReplaced = decision.action !== 'block' && fallback !== null;
  }
}
