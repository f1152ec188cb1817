import type { LoadedConfig } from '@safeai/config';
import { AwsBackend, EnvBackend, VaultBackend, type SecretBackend } from '@safeai/secrets';
import { located } from '../located.ts';

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
    try {
      backends.push(new VaultBackend(vault, { environment }));
    } catch (error) {
      throw located(error, loaded, 'secrets.vault.address');
    }
  }
  if (aws !== undefined) backends.push(new AwsBackend(aws));
  return [...backends, ...more];
}
