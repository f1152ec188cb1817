import { parseSecretRef, SecretRef } from '@safeai/core';

export { parseSecretRef, SecretRef };

/** A secret setting: the text itself (usually from `${VAR}`), or where to find it. */
export type SecretValue = string | SecretRef;

/** The backends that are configured under `secrets`. Programs may add others. */
export const SECRET_BACKENDS = ['env', 'vault', 'aws'] as const;

/** The name of a secret backend. */
export type SecretBackend = (typeof SECRET_BACKENDS)[number];

/** Stands for the one that `secrets.backend` names. */
export const DEFAULT_BACKEND = 'default';

/** Whether a text means to be a reference, well-formed or not. */
export function looksLikeSecretRef(text: string): boolean {
  return text.startsWith('secret://');
}
