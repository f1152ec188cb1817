import type { FieldKind } from './field.ts';
import type { Truth } from './truth.ts';

/** Tests a field's value, which is there. */
export type ValueTest = (value: unknown) => Truth;

/** Tells what is wrong with an operand. `at` is the place inside it, e.g. `[2]`. */
export type Complain = (message: string, at?: string) => void;

/** An operator of a `when` condition. */
export interface Operator {
  /** The fields that it fits. */
  readonly fields: readonly FieldKind[];
  /** Checks and compiles an operand; `null` after a complaint. */
  readonly compile: (operand: unknown, kind: FieldKind, complain: Complain) => ValueTest | null;
}

/** Reads an operand that is a list of non-empty strings; `null` after a complaint. */
export function strings(operand: unknown, what: string, complain: Complain): string[] | null {
  if (!Array.isArray(operand) || operand.length === 0) {
    complain(`must be a list; each item is ${what}`);
    return null;
  }
  const texts: string[] = [];
  for (const [index, item] of operand.entries()) {
    if (typeof item === 'string' && item !== '') texts.push(item);
    else complain(`must be ${what}`, `[${index}]`);
  }
  return texts.length === operand.length ? texts : null;
}
