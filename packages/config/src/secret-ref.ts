import { parseSecretRef as parseAny, SecretRef } from '@safeai/core';

export { SecretRef };

/** A secret setting: the text itself (usually from `${VAR}`), or where to find it. */
export type SecretValue = string | SecretRef;

/** The backends that are configured under `secrets`. */
export const SECRET_BACKENDS = ['env', 'vault', 'aws'] as const;

/** The name of a secret backend. */
export type SecretBackend = (typeof SECRET_BACKENDS)[number];

/** Stands for the one that `secrets.backend` names. */
const DEFAULT = 'default';

/** Whether a text means to be a reference, well-formed or not. */
export function looksLikeSecretRef(text: string): boolean {
  return text.startsWith('secret://');
}

/**
 * The reference that a text spells, or undefined if it is not a well-formed one.
 *
 * @param more names of backends beside those of {@link SECRET_BACKENDS}
 */
export function parseSecretRef(text: string, more: readonly string[] = []): SecretRef | undefined {
  const reference = parseAny(text);
  const known = [DEFAULT, ...SECRET_BACKENDS, ...more];
  return reference !== undefined && known.includes(reference.backend) ? reference : undefined;
}
