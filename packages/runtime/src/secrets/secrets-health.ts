import type { SecretsStatus } from '@safeai/secrets';
import type { PartHealth } from '../runtime.ts';

/** Most names in a reason. */
const MAX_NAMED = 3;

/** How secrets are: `warning` where last values are used on, `failing` where there is none to use. */
export function secretsHealth({ backends, secrets }: SecretsStatus): PartHealth {
  const lost = secrets.filter(({ state }) => state === 'lost');
  if (lost.length > 0) {
    return {
      state: 'failing',
      reason: `no value: ${named(lost.map(({ reference }) => reference))}`,
    };
  }
  const stale = backends.filter(({ state }) => state === 'stale' || state === 'failed');
  if (stale.length === 0) return { state: 'ok', reason: null };
  const reasons = stale.map(({ backend, reason }) => `${backend} (${reason ?? 'failed'})`);
  return { state: 'warning', reason: `last values are used on: ${named(reasons)}` };
}

function named(names: readonly string[]): string {
  const more = names.length - MAX_NAMED;
  return [...names.slice(0, MAX_NAMED), ...(more > 0 ? [`${String(more)} more`] : [])].join(', ');
}
