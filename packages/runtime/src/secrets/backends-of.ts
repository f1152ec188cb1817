import { ConfigError, type LoadedConfig } from '@safeai/config';
import {
  AwsBackend,
  EnvBackend,
  SecretError,
  VaultBackend,
  type SecretBackend,
} from '@safeai/secrets';

/**
 * The backends that a configuration names; environment variables can always be read.
 *
 * @param more those of the program that embeds SafeAI
 * @throws ConfigError `invalid_config` for an address of Vault that is none
 */
export function backendsOf(
  loaded: LoadedConfig,
  more: readonly SecretBackend[] = [],
): readonly SecretBackend[] {
  const { envMap, vault, aws } = loaded.config.secrets;
  const environment = loaded.environment();
  const backends: SecretBackend[] = [new EnvBackend({ map: envMap, environment })];
  if (vault !== undefined) {
    const made = located(
      loaded,
      'secrets.vault.address',
      () => new VaultBackend(vault, { environment }),
    );
    backends.push(made);
  }
  if (aws !== undefined) backends.push(new AwsBackend(aws));
  return [...backends, ...more];
}

function located<T>(loaded: LoadedConfig, path: string, make: () => T): T {
  try {
    return make();
  } catch (error) {
    if (!(error instanceof SecretError)) throw error;
    const place = loaded.locate(path);
    const where = place === undefined ? '' : `${place.file}:${place.line}:${place.column}: `;
    throw new ConfigError(`${where}${path}: ${error.message}`, [
      { message: error.message, path, ...place },
    ]);
  }
}
