import { SecretRef, type LoadedConfig } from '@safeai/config';
import type { ExactValue } from '@safeai/core';
import type { Secrets } from '@safeai/secrets';

/** The values of `detection.exact` that are in use. */
export function configuredExact(
  { config }: Pick<LoadedConfig, 'config'>,
  secrets: Pick<Secrets, 'inUse'>,
): ExactValue[] {
  return config.detection.exact.flatMap(({ name, value }) => {
    const known = value instanceof SecretRef ? secrets.inUse(value)?.reveal() : value;
    return known === undefined ? [] : [{ name, value: known }];
  });
}
