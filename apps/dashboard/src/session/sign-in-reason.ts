/** Why the sign-in page is shown. */
export type SignInReason = 'first' | 'ended' | 'left';
