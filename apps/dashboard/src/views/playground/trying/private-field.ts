/** Neither suggestions nor spell checkers get to see what is written: some ask a server. */
export const PRIVATE = {
  autoComplete: 'off',
  autoCorrect: 'off',
  autoCapitalize: 'off',
  spellCheck: false,
  translate: 'no',
} as const;
