import { ConfigError, errorOfDetails, type LoadedConfig } from '@safeai/config';
import { SafeAIError } from '@safeai/core';

/**
 * What is wrong with a setting, with its place in the configuration. What has a place already, and what is no error of
 * ours, stays as it is.
 *
 * @param path of the setting, such as `alerts.channels[0]`
 */
export function located(error: unknown, loaded: LoadedConfig, path: string): unknown {
  if (!SafeAIError.isInstance(error) || error instanceof ConfigError) return error;
  return errorOfDetails([{ message: error.message, path, ...loaded.locate(path) }]);
}
