import {
  errorOfDetails,
  parseDuration,
  SecretRef,
  type LoadedConfig,
  type SecretValue,
} from '@safeai/config';
import { Secret, type Clock, type ExactValue } from '@safeai/core';
import {
  SecretError,
  Secrets,
  type SecretAlarm,
  type SecretBackend,
  type SecretRotation,
  type SecretsStatus,
} from '@safeai/secrets';
import type { PartHealth } from '../runtime.ts';
import { backendsOf } from './backends-of.ts';
import { configuredExact } from './configured-exact.ts';
import { GuardedValues } from './guarded-values.ts';
import { secretsHealth } from './secrets-health.ts';

/** What the secrets of a configuration are read with. */
export interface ConfiguredSecretsParts {
  readonly clock: Clock;
  /** Backends beside those of the configuration. */
  readonly backends?: readonly SecretBackend[] | undefined;
}

/** Who hears of secrets. None of them may throw but `guard`. */
export interface SecretListeners {
  /** Takes all values that must not leave. What it throws keeps a new value from being used. */
  readonly guard: (values: readonly ExactValue[]) => void;
  readonly rotated: (rotation: SecretRotation) => void;
  readonly alarm: (alarm: SecretAlarm) => void;
}

/** The secrets of another configuration, read and ready to take the place of those in force. */
export interface NextSecrets {
  /** The configuration, whose secrets can be had. */
  readonly loaded: LoadedConfig;
  /** What is not to leave under it. */
  readonly exact: () => readonly ExactValue[];
  /** Takes the place of what was in force. */
  commit(): void;
  /** They are not used after all. */
  discard(): Promise<void>;
}

const NOBODY: SecretListeners = {
  guard: () => undefined,
  rotated: () => undefined,
  alarm: () => undefined,
};

/** The secrets of a configuration that can be replaced. */
export class ConfiguredSecrets {
  readonly #parts: ConfiguredSecretsParts;
  readonly #guarded: GuardedValues;
  #listeners = NOBODY;
  #loaded: LoadedConfig;
  #secrets: Secrets;
  /** Of another configuration that is being read. */
  #next: Secrets | undefined;

  /** Reads nothing yet. @throws ConfigError */
  constructor(loaded: LoadedConfig, parts: ConfiguredSecretsParts) {
    this.#parts = parts;
    this.#loaded = loaded;
    this.#guarded = new GuardedValues(() => parts.clock.monotonic());
    this.#secrets = this.#made(loaded);
  }

  /**
   * Reads all secrets of a configuration.
   *
   * @throws ConfigError `invalid_config` with each one that cannot be had, and its place
   */
  static async open(
    loaded: LoadedConfig,
    parts: ConfiguredSecretsParts,
  ): Promise<ConfiguredSecrets> {
    const configured = new ConfiguredSecrets(loaded, parts);
    try {
      await load(configured.#secrets, loaded.secretPlaces);
    } catch (error) {
      await configured.close();
      throw error;
    }
    return configured;
  }

  /** From now on these are told. */
  listen(listeners: SecretListeners): void {
    this.#listeners = listeners;
  }

  get defaultBackend(): string {
    return this.#loaded.config.secrets.backend;
  }

  /** The configuration in force, with every reference resolved to the value that is then in use. */
  get resolved(): LoadedConfig {
    return this.#resolved(this.#loaded, () => this.#secrets);
  }

  of(value: SecretValue): string | undefined {
    return value instanceof SecretRef ? this.#secrets.current(value)?.reveal() : value;
  }

  async refused(value: SecretValue, used: string): Promise<boolean> {
    if (!(value instanceof SecretRef)) return false;
    const former = new Secret(used);
    this.#secrets.invalidate(value, former);
    try {
      return !(await this.#secrets.resolve(value)).equals(former);
    } catch {
      // Its own alarm says why.
      return false;
    }
  }

  /** @throws SecretError (as a rejection) */
  resolve(reference: SecretRef): Promise<Secret> {
    return this.#secrets.resolve(reference);
  }

  status(): SecretsStatus {
    return this.#secrets.status();
  }

  check(): Promise<SecretsStatus> {
    return this.#secrets.check();
  }

  /** Reads all of them, whether they can be had or not; says how they stand. */
  readAll(): Promise<SecretsStatus> {
    this.#secrets.expect(this.#loaded.secretPlaces.map(({ reference }) => reference));
    return this.#secrets.check();
  }

  health(): PartHealth {
    return secretsHealth(this.status());
  }

  /** Reads what is due. Never rejects. */
  sweep(): Promise<void> {
    return this.#secrets.sweep();
  }

  /** All values that must not leave. */
  exact(): readonly ExactValue[] {
    return this.#guarded.all(this.#configured());
  }

  /**
   * Reads the secrets of another configuration, all of them again. Nothing of what is in force changes; a value that
   * cannot be read again is used on where it still may be.
   *
   * @throws ConfigError `invalid_config` with each one that cannot be had, and its place
   */
  async prepare(loaded: LoadedConfig): Promise<NextSecrets> {
    const former = this.#secrets;
    if (isReadAlike(this.#loaded, loaded)) {
      for (const { reference } of loaded.secretPlaces) former.invalidate(reference);
      // Those in force stay, whatever becomes of the new configuration.
      await load(former, loaded.secretPlaces, false);
      return this.#ready(loaded, former, () => Promise.resolve());
    }
    const next = this.#made(loaded);
    this.#next = next;
    const discard = async (): Promise<void> => {
      this.#next = undefined;
      await next.close();
    };
    try {
      await load(next, loaded.secretPlaces);
    } catch (error) {
      await discard();
      throw error;
    }
    return this.#ready(loaded, next, discard);
  }

  /** Ends logins. Idempotent. */
  async close(): Promise<void> {
    await Promise.all([this.#secrets.close(), this.#next?.close()]);
  }

  #ready(loaded: LoadedConfig, secrets: Secrets, discard: () => Promise<void>): NextSecrets {
    const resolved = this.#resolved(loaded, () => secrets);
    return {
      loaded: resolved,
      exact: () => this.#guarded.all(configuredExact(loaded, secrets)),
      commit: () => {
        const former = this.#secrets;
        this.#loaded = loaded;
        this.#secrets = secrets;
        this.#next = undefined;
        secrets.expect(loaded.secretPlaces.map(({ reference }) => reference));
        if (former !== secrets) void former.close();
        // What is not in use any more still must not leave.
        this.#tellQuietly(() => {
          this.#guard();
        });
      },
      discard,
    };
  }

  #resolved(loaded: LoadedConfig, secrets: () => Secrets): LoadedConfig {
    return { ...loaded, secretOf: (reference) => secrets().current(reference)?.reveal() };
  }

  #made(loaded: LoadedConfig): Secrets {
    const { cacheTtl, maxStale, timeout, backend } = loaded.config.secrets;
    const secrets: Secrets = new Secrets({
      backends: backendsOf(loaded, this.#parts.backends),
      defaultBackend: backend,
      ttlMs: parseDuration(cacheTtl),
      maxStaleMs: parseDuration(maxStale),
      timeoutMs: parseDuration(timeout),
      clock: this.#parts.clock,
      onValues: () => {
        this.#guard();
      },
      onRotated: (rotation) => {
        // Values of the configuration's own names have changed places.
        this.#tellQuietly(() => {
          this.#guard();
        });
        if (secrets === this.#secrets) this.#listeners.rotated(rotation);
      },
      onAlarm: (alarm) => {
        if (secrets === this.#secrets) this.#listeners.alarm(alarm);
      },
    });
    return secrets;
  }

  /** @throws what refuses the values */
  #guard(): void {
    const values = [this.#secrets, this.#next].flatMap((secrets) => secrets?.exactValues() ?? []);
    this.#guarded.take(values);
    const configured = this.#configured();
    try {
      this.#listeners.guard(this.#guarded.all(configured));
    } catch {
      // Too many that begin alike, perhaps: what is in use comes first.
      this.#listeners.guard(this.#guarded.inUse(configured));
    }
  }

  #configured(): readonly ExactValue[] {
    return configuredExact(this.#loaded, this.#secrets);
  }

  #tellQuietly(tell: () => void): void {
    try {
      tell();
    } catch {
      // It was guarded before it was used.
    }
  }
}

/** @throws ConfigError `invalid_config` with each one that cannot be had, and its place */
async function load(
  secrets: Secrets,
  places: LoadedConfig['secretPlaces'],
  isForgetting = true,
): Promise<void> {
  try {
    await secrets.load(places, isForgetting);
  } catch (error) {
    if (!(error instanceof SecretError) || error.details.length === 0) throw error;
    throw errorOfDetails(error.details);
  }
}

/** Whether both configurations read from the same backends, and keep values as long. */
function isReadAlike(one: LoadedConfig, other: LoadedConfig): boolean {
  return (
    one.environment() === other.environment() &&
    JSON.stringify(one.config.secrets) === JSON.stringify(other.config.secrets)
  );
}
