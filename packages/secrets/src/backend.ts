import type { SecretDocument } from './document.ts';

/** What is to be read. */
export interface SecretRead {
  /** As the reference names it; undefined: the one that the backend's settings name. */
  readonly path: string | undefined;
  /** Undefined: the current one. */
  readonly version: string | undefined;
  /** Aborted when nobody waits any more. */
  readonly signal: AbortSignal;
}

/**
 * Where secrets are kept. A backend reads and keeps no values: keeping, refreshing, trying again and limits of time are
 * {@link Secrets}' own.
 *
 * @example
 * const files: SecretBackend = {
 *   name: 'files',
 *   read: async ({ path = 'default' }) => textDocument(await readFile(`/run/secrets/${path}`, 'utf8')),
 * };
 */
export interface SecretBackend {
  /** How references name it: small letters, digits and `-`. Not `default`. */
  readonly name: string;
  /**
   * Reads one secret.
   *
   * @throws SecretError whose message says what is wrong and what to do, and holds nothing that was read. Of anything
   *   else that is thrown, nothing is shown.
   */
  read(request: SecretRead): Promise<SecretDocument>;
  /**
   * The same at once, for one that never waits. Asked where nobody can wait and nothing was read yet.
   *
   * @throws SecretError as {@link read} does
   */
  readNow?(request: Omit<SecretRead, 'signal'>): SecretDocument;
  /**
   * Does what is due, such as renewing a login. Called every second or so: it must cost nothing while nothing is due.
   *
   * @throws SecretError as long as something is wrong that will stop it from reading
   */
  sweep?(signal: AbortSignal): Promise<void>;
  /** Ends a login. */
  close?(signal: AbortSignal): Promise<void>;
}
