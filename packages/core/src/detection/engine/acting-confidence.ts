/** Below this confidence no default policy rule acts on a detection. */
export const ACTING_CONFIDENCE = 0.5;
