/** How something that ends stands. */
export const STANDINGS = ['serves', 'expired', 'revoked'] as const;

/** How something that ends stands. */
export type Standing = (typeof STANDINGS)[number];

/** How a key or a grant stands. @param now milliseconds since the epoch */
export function standingOf(
  of: { readonly expires_at: string | null; readonly revoked_at: string | null },
  now: number,
): Standing {
  if (of.revoked_at !== null) return 'revoked';
  return of.expires_at !== null && Date.parse(of.expires_at) <= now ? 'expired' : 'serves';
}
