import type { SafeAIConfig } from '@safeai/config';
import type { StateOptions } from '../configuration/load-configuration.ts';
import { shellWord } from './shell-word.ts';

/** Most keys that are counted. */
export const COUNTED_KEYS = 1000;

/** When an API key ends: in milliseconds since the epoch or as ISO 8601, null for not at all. */
export interface KeyEnd {
  readonly expiresAt: number | string | null;
  readonly revokedAt: number | string | null;
}

/** How many keys serve. @param now milliseconds since the epoch */
export function liveKeys(keys: readonly KeyEnd[], now: number): number {
  return keys.filter(
    ({ expiresAt, revokedAt }) =>
      revokedAt === null && (expiresAt === null || now < new Date(expiresAt).getTime()),
  ).length;
}

/**
 * What callers can prove themselves with, in words; undefined where there is nothing.
 *
 * @param keys how many serve; undefined where that could not be read
 */
export function credentialsText({ auth }: SafeAIConfig, keys?: number): string | undefined {
  const { oidc, trustedProxies } = auth;
  const kinds = [
    ...(keys === undefined || keys === 0 ? [] : [countOf(keys, 'API key')]),
    ...(oidc === undefined ? [] : [`tokens of ${oidc.issuer}`]),
    ...(trustedProxies.length === 0
      ? []
      : [`the user header of ${countOf(trustedProxies.length, 'trusted proxy address')}`]),
  ];
  return kinds.length === 0 ? undefined : kinds.join(', ');
}

/** The command that makes a first key for the same installation. */
export function keyCommand({ config, env, stateDir }: StateOptions): string {
  const given = Object.entries({ '--config': config, '--env': env, '--state-dir': stateDir });
  const flags = given.flatMap(([flag, value]) =>
    value === undefined ? [] : [flag, shellWord(value)],
  );
  return ['safeai keys create --tenant default --role agent', ...flags].join(' ');
}

function countOf(count: number, what: string): string {
  const many = what.endsWith('s') ? `${what}es` : `${what}s`;
  const number = count >= COUNTED_KEYS ? `${String(COUNTED_KEYS)} or more` : String(count);
  return `${number} ${count === 1 ? what : many}`;
}
