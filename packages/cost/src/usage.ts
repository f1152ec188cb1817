/** The most tokens that one call is believed to have used: a trillion. */
export const MAX_CALL_TOKENS = 1_000_000_000_000;

/** A number of tokens as a provider gave it: null for what is no number of tokens. */
export function tokensOf(value: number | null | undefined): number | null {
  const isCount = Number.isSafeInteger(value) && (value ?? -1) >= 0;
  return isCount && (value ?? 0) <= MAX_CALL_TOKENS ? (value ?? null) : null;
}
