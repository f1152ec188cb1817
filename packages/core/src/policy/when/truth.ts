/** Whether a condition holds: no, yes, or (a field of the wrong type) it cannot be said. */
export type Truth = typeof FALSE | typeof TRUE | typeof UNSURE;

export const FALSE = 0;
export const TRUE = 1;
/** Both ways of taking it are judged, and the stricter decision stands. */
export const UNSURE = 2;

/** The truth of a plain answer. */
export function truth(holds: boolean): Truth {
  return holds ? TRUE : FALSE;
}

/** One answer where both readings of a value agree, {@link UNSURE} where they differ. */
export function agreed(first: boolean, second: boolean): Truth {
  return first === second ? truth(first) : UNSURE;
}
