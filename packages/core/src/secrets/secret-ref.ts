/**
 * The place of a value in a secret backend, written `secret://backend/path#key`, and with `?version=` before the `#`
 * where another than the current version is meant. It never holds the value.
 */
export class SecretRef {
  /** `env`, `vault`, `aws`, the name of another backend, or `default`: the one that the configuration prefers. */
  readonly backend: string;
  /**
   * The variable's name, the path in Vault, or the name of the secret in AWS. Absent: the one that the
   * configuration names for the backend.
   */
  readonly path: string | undefined;
  /** The field inside the secret, if one is named. */
  readonly key: string | undefined;
  /** In Vault the number of a version, in AWS its staging label. The current one if absent. */
  readonly version: string | undefined;

  constructor(backend: string, path?: string, key?: string, version?: string) {
    this.backend = backend;
    this.path = path;
    this.key = key;
    this.version = version;
  }

  /** The reference as it is written. */
  toString(): string {
    const path = this.path === undefined ? '' : `/${this.path}`;
    const version = this.version === undefined ? '' : `?version=${this.version}`;
    return `secret://${this.backend}${path}${version}${this.key === undefined ? '' : `#${this.key}`}`;
  }

  /** The reference as it is written. */
  toJSON(): string {
    return this.toString();
  }
}

const FORM =
  /^secret:\/\/([a-z][a-z0-9-]*)(?:\/([^?#\s]+))?(?:\?version=([A-Za-z0-9_.-]+))?(?:#([^#\s]+))?$/;

/** Most characters of a reference. */
const MAX_LENGTH = 2048;

/**
 * The reference that a text spells, or undefined if it is not a well-formed one: it names a backend, and a path or a
 * key. Which backends there are is not looked at. O(length).
 */
export function parseSecretRef(text: string): SecretRef | undefined {
  if (text.length > MAX_LENGTH) return undefined;
  const [, backend, path, version, key] = FORM.exec(text) ?? [];
  if (backend === undefined || (path === undefined && key === undefined)) return undefined;
  return new SecretRef(backend, path, key, version);
}
