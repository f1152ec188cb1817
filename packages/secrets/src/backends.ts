import { setTimeout as sleep } from 'node:timers/promises';
import { formatDuration, type Clock } from '@safeai/core';
import type { SecretBackend, SecretRead } from './backend.ts';
import type { SecretDocument } from './document.ts';
import { withRetries } from './retry.ts';
import { SecretError, toSecretError } from './secret-error.ts';
import { within } from './within.ts';

/** How backends are asked. */
export interface BackendTerms {
  /** How long a read may take, with logging in and trying again, in milliseconds. */
  readonly timeoutMs: number;
  readonly clock: Clock;
  /** From 0 up to 1. */
  readonly random: () => number;
  /** Resolves after so many milliseconds, rejects once the signal is aborted. */
  readonly wait?: ((ms: number, signal: AbortSignal) => Promise<unknown>) | undefined;
}

/** Stands for the name of another backend. */
export const DEFAULT_BACKEND = 'default';

const NAME = /^[a-z][a-z0-9-]{0,63}$/;

/** Backends by name. Each is asked within a limit of time; nothing that one throws is shown but a {@link SecretError}. */
export class Backends {
  readonly #backends = new Map<string, SecretBackend>();
  readonly #terms: BackendTerms;

  /** @throws SecretError `misconfigured` for names that cannot be, or come twice */
  constructor(backends: readonly SecretBackend[], terms: BackendTerms) {
    this.#terms = terms;
    for (const backend of backends) {
      const { name } = backend;
      if (!NAME.test(name) || name === DEFAULT_BACKEND || this.#backends.has(name)) {
        const message = `A secret backend cannot be named ${JSON.stringify(name)}: small letters, digits and "-", each name once, and not "default".`;
        throw new SecretError('misconfigured', message);
      }
      this.#backends.set(name, backend);
    }
  }

  get names(): readonly string[] {
    return [...this.#backends.keys()];
  }

  /**
   * Reads a secret; tries again where that may help and there is time.
   *
   * @throws SecretError
   */
  async read(
    name: string,
    secret: { readonly path?: string | undefined; readonly version?: string | undefined },
  ): Promise<SecretDocument> {
    const backend = this.#backends.get(name);
    if (backend === undefined) {
      const message = `there is no secret backend of this name; configure secrets.${name}, or name one of: ${this.names.join(', ')}`;
      throw new SecretError('misconfigured', message);
    }
    const { path, version } = secret;
    const { timeoutMs, clock, random, wait = pause } = this.#terms;
    const signal = AbortSignal.timeout(timeoutMs);
    const endsAt = clock.monotonic() + timeoutMs;
    const attempt = async (): Promise<SecretDocument> => {
      try {
        return await backend.read({ path, version, signal });
      } catch (error) {
        throw toSecretError(error, name);
      }
    };
    const reading = withRetries(attempt, {
      remaining: () => endsAt - clock.monotonic(),
      wait: (ms) => wait(ms, signal),
      random,
    });
    return within(reading, signal, this.#overdue(name));
  }

  /**
   * Reads a secret of a backend that never waits; undefined for any other.
   *
   * @throws SecretError
   */
  readNow(
    name: string,
    { path, version }: Pick<SecretRead, 'path' | 'version'>,
  ): SecretDocument | undefined {
    try {
      return this.#backends.get(name)?.readNow?.({ path, version });
    } catch (error) {
      throw toSecretError(error, name);
    }
  }

  /** Lets one do what is due; what is wrong with its login, if anything is. */
  async sweep(name: string): Promise<SecretError | undefined> {
    const backend = this.#backends.get(name);
    if (backend?.sweep === undefined) return undefined;
    const signal = AbortSignal.timeout(this.#terms.timeoutMs);
    try {
      await within(backend.sweep(signal), signal, this.#overdue(name));
      return undefined;
    } catch (error) {
      return toSecretError(error, name);
    }
  }

  /** Ends logins, as far as that can be done in time. */
  async close(): Promise<void> {
    const signal = AbortSignal.timeout(this.#terms.timeoutMs);
    const closing = [...this.#backends.values()].map(async (backend) => {
      if (backend.close !== undefined) await within(backend.close(signal), signal, '');
    });
    await Promise.allSettled(closing);
  }

  #overdue(name: string): string {
    return `${name} did not answer within ${formatDuration(this.#terms.timeoutMs)} (secrets.timeout); check that it runs and can be reached`;
  }
}

function pause(ms: number, signal: AbortSignal): Promise<unknown> {
  return sleep(ms, undefined, { signal });
}
