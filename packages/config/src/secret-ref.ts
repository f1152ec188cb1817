/**
 * A value that lies in a secret backend, written `secret://backend/path#key`. Loading the
 * configuration keeps the reference; who builds the running system resolves it.
 */
export class SecretRef {
  /** `env`, `vault` or `aws`. */
  readonly backend: string;
  /** The variable's name, the path in Vault, or the name of the secret in AWS. */
  readonly path: string;
  /** The field inside the secret, if one is named. */
  readonly key: string | undefined;

  constructor(backend: string, path: string, key?: string) {
    this.backend = backend;
    this.path = path;
    this.key = key;
  }

  /** The reference as it is written; it never holds the value. */
  toString(): string {
    return `secret://${this.backend}/${this.path}${this.key === undefined ? '' : `#${this.key}`}`;
  }

  /** The reference as it is written. */
  toJSON(): string {
    return this.toString();
  }
}

/** A secret setting: the text itself (usually from `${VAR}`), or where to find it. */
export type SecretValue = string | SecretRef;

/** The backends that a reference can name. */
export const SECRET_BACKENDS = ['env', 'vault', 'aws'] as const;

/** The name of a secret backend. */
export type SecretBackend = (typeof SECRET_BACKENDS)[number];

const FORM = /^secret:\/\/([a-z]+)\/([^#\s]+)(?:#([^#\s]+))?$/;

/** Whether a text means to be a reference, well-formed or not. */
export function looksLikeSecretRef(text: string): boolean {
  return text.startsWith('secret://');
}

/** The reference that a text spells, or undefined if it is not a well-formed one. */
export function parseSecretRef(text: string): SecretRef | undefined {
  const [, backend, path, key] = FORM.exec(text) ?? [];
  if (backend === undefined || path === undefined) return undefined;
  if (!SECRET_BACKENDS.some((known) => known === backend)) return undefined;
  return new SecretRef(backend, path, key);
}
