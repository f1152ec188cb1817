import type { SecretBackend, SecretRead } from '../backend.ts';
import { textDocument, type SecretDocument } from '../document.ts';
import { SecretError } from '../secret-error.ts';

/** What environment variables are read by. */
export interface EnvSettings {
  /** Other names for variables: `openai` for `OPENAI_API_KEY`. */
  readonly map?: Readonly<Record<string, string>>;
  /** The variables. Those of the process if absent. */
  readonly environment?: Readonly<Record<string, string | undefined>>;
}

/**
 * Environment variables. `secret://env/NAME` and `secret://env#NAME` are the whole variable, `secret://env/NAME#key` is a
 * field of the JSON object in it. A name is first looked for in the map.
 */
export class EnvBackend implements SecretBackend {
  readonly name = 'env';
  readonly #map: Readonly<Record<string, string>>;
  readonly #environment: Readonly<Record<string, string | undefined>>;

  constructor({ map = {}, environment = process.env }: EnvSettings = {}) {
    this.#map = map;
    this.#environment = environment;
  }

  read(request: SecretRead): Promise<SecretDocument> {
    return Promise.resolve().then(() => this.readNow(request));
  }

  readNow({ path, version }: Omit<SecretRead, 'signal'>): SecretDocument {
    if (version !== undefined) {
      const message = 'environment variables have no versions; leave out ?version=';
      throw new SecretError('misconfigured', message);
    }
    if (path !== undefined) return textDocument(this.#variable(path));
    return {
      version: undefined,
      value: (key) => textDocument(this.#variable(key ?? '')).value(undefined),
    };
  }

  #variable(name: string): string {
    const mapped = Object.hasOwn(this.#map, name) ? this.#map[name] : undefined;
    const variable = mapped ?? name;
    const value = Object.hasOwn(this.#environment, variable)
      ? this.#environment[variable]
      : undefined;
    if (value !== undefined && value !== '') return value;
    const origin = mapped === undefined ? '' : ' (by secrets.env_map)';
    const state = value === undefined ? 'not set' : 'empty';
    throw new SecretError(
      'missing',
      `the environment variable ${variable}${origin} is ${state}; set it, or change the reference`,
    );
  }
}
