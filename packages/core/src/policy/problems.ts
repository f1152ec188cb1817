import { PolicyError, type ErrorDetail } from '../errors.ts';

/** Collects everything that is wrong with a rule set, so that one error tells it all. */
export class Problems {
  readonly #details: ErrorDetail[] = [];

  /** How many there are so far. */
  get count(): number {
    return this.#details.length;
  }

  /**
   * @param path where, e.g. `policies[3].when["parameters.amount"].lt`
   * @param message what is wrong and what to do
   */
  add(path: string, message: string): void {
    this.#details.push({ path, message });
  }

  /** @throws PolicyError `invalid_policy` with one detail for each problem; nothing if there is none */
  throwIfAny(): void {
    const first = this.#details[0];
    if (first === undefined) return;
    const others = this.#details.length - 1;
    const rest = others === 0 ? '' : ` (and ${others} more)`;
    throw new PolicyError(`${first.path ?? 'policies'}: ${first.message}${rest}`, {
      details: this.#details,
    });
  }
}

/** A property below a path: `a.b` for a plain name, `a["b.c"]` for any other. */
export function propertyPath(path: string, key: string): string {
  return /^[A-Za-z_$][\w$]*$/.test(key) ? `${path}.${key}` : `${path}[${JSON.stringify(key)}]`;
}
