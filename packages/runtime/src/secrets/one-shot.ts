import type { LoadedConfig } from '@safeai/config';
import { systemClock } from '@safeai/core';
import type { SecretBackend, SecretsStatus } from '@safeai/secrets';
import { ConfiguredSecrets } from './configured-secrets.ts';

/** What secrets are read with, where no SafeAI runs. */
export interface ReadSecretsOptions {
  /** Backends beside those of the configuration. */
  readonly backends?: readonly SecretBackend[] | undefined;
}

/**
 * The configuration with its keys (`keys`) as they are now, for work on an installation that does not run.
 *
 * @throws ConfigError `invalid_config` with each one that cannot be had, and its place
 */
export async function withKeysRead(
  loaded: LoadedConfig,
  { backends }: ReadSecretsOptions = {},
): Promise<LoadedConfig> {
  const ofKeys = loaded.secretPlaces.filter(({ place }) => place.path.startsWith('keys.'));
  if (ofKeys.length === 0) return loaded;
  const needed = { ...loaded, secretPlaces: ofKeys };
  const secrets = await ConfiguredSecrets.open(needed, { clock: systemClock, backends });
  try {
    const { secretOf } = secrets.resolved;
    const values = new Map(
      ofKeys.map(({ reference }) => [reference.toString(), secretOf(reference)]),
    );
    return { ...loaded, secretOf: (reference) => values.get(reference.toString()) };
  } finally {
    await secrets.close();
  }
}

/** How the secrets of a configuration stand: reads all of them, whatever comes. @throws ConfigError */
export async function checkSecrets(
  loaded: LoadedConfig,
  { backends }: ReadSecretsOptions = {},
): Promise<SecretsStatus> {
  const secrets = new ConfiguredSecrets(loaded, { clock: systemClock, backends });
  try {
    return await secrets.readAll();
  } finally {
    await secrets.close();
  }
}
