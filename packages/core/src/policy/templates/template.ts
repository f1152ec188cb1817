import type { PolicyRule } from '../rule.ts';

/** Rules for one kind of use, to stand on top of the shipped ones. */
export interface PolicyTemplate {
  readonly name: string;
  /** One paragraph: whom it is for and what it changes. */
  readonly description: string;
  /** Global rules; their names begin with the template's. */
  readonly rules: readonly PolicyRule[];
}
