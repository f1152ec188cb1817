import { InvalidRequestError } from '../errors.ts';
import type { NormalizedRule } from './normalized-rule.ts';
import type { Direction, PolicyBoundary } from './rule.ts';

/**
 * The places that rules are indexed by: a boundary, and for `action` its direction.
 */
export const SLOTS = [
  'input',
  'output',
  'memory',
  'action.request',
  'action.response',
  'action.message',
] as const;

type Slot = (typeof SLOTS)[number];

const SLOT_NUMBER: ReadonlyMap<string, number> = new Map(SLOTS.map((slot, index) => [slot, index]));

/**
 * The slot of a context; an action without a direction is a request.
 *
 * @throws InvalidRequestError for a boundary or direction that there is not: no rule could cover it
 */
export function slotOf(boundary: PolicyBoundary, direction: Direction | undefined): number {
  const name: Slot = boundary === 'action' ? `action.${direction ?? 'request'}` : boundary;
  const slot = SLOT_NUMBER.get(name);
  if (slot === undefined) {
    throw new InvalidRequestError('There is no such boundary or direction.');
  }
  return slot;
}

const DIRECTIONS: readonly Direction[] = ['request', 'response', 'message'];

/** The numbers of the slots that a rule stands in. */
export function slotsOf(rule: NormalizedRule): number[] {
  return rule.boundaries.flatMap((boundary) =>
    boundary === 'action'
      ? (rule.directions ?? DIRECTIONS).map((direction) => slotOf(boundary, direction))
      : [slotOf(boundary, undefined)],
  );
}
