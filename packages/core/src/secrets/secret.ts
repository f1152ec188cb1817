/** Stands wherever a secret would be shown. */
const MASK = '[secret]';

/**
 * A text that must not be shown. Printed, inspected, put into a template, a JSON text or an error it reads `[secret]`;
 * {@link reveal} alone gives the text, so whoever hands it on says so. It cannot be cloned into another thread by
 * accident: what arrives there is empty.
 *
 * @example
 * const key = new Secret('swordfish');
 * `${key}`; // '[secret]'
 * key.reveal(); // 'swordfish'
 */
export class Secret {
  readonly #text: string;

  constructor(text: string) {
    this.#text = text;
    Object.freeze(this);
  }

  /** The text itself. Call it where the text is used, and keep what it gives nowhere. */
  reveal(): string {
    return this.#text;
  }

  /** Whether both hold the same text. Not in constant time: for comparing one's own secrets, not those of callers. */
  equals(other: Secret): boolean {
    return this.#text === other.#text;
  }

  toString(): string {
    return MASK;
  }

  toJSON(): string {
    return MASK;
  }

  /** For templates, concatenation and arithmetic. */
  [Symbol.toPrimitive](): string {
    return MASK;
  }

  /** For `util.inspect` and `console.log` of Node.js. */
  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return MASK;
  }
}
