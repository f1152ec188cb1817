import { parseArgs } from 'node:util';
import { isProfile, PROFILES, type Profile } from '@safeai/adapters-coding-agents';
import type { StateOptions } from '../configuration/load-configuration.ts';
import { UsageError } from '../errors/usage-error.ts';

/** Options of `safeai hook`. */
export interface HookOptions extends StateOptions {
  readonly profile: Profile;
  readonly agent?: string;
  readonly tenant?: string;
  /** Longest time for an answer, in milliseconds. */
  readonly timeoutMs: number;
}

/** Seconds. The shortest that a host waits for its hooks, unless its settings say otherwise, is 30. */
const DEFAULT_TIMEOUT = 8;
const LONGEST_TIMEOUT = 300;

/**
 * Reads the words after `safeai hook`. Not with the grammar of the other commands: loading that takes longer than an
 * answer may.
 *
 * @throws UsageError
 */
export function hookOptions(words: readonly string[]): HookOptions {
  const { config, env, agent, tenant, ...values } = parsed(words);
  const profile = values.profile ?? '';
  if (!isProfile(profile)) {
    throw new UsageError(`--profile must be one of ${PROFILES.join(', ')}`);
  }
  const seconds = Number(values.timeout ?? DEFAULT_TIMEOUT);
  if (!(seconds > 0 && seconds <= LONGEST_TIMEOUT)) {
    throw new UsageError(`--timeout must be a number of seconds up to ${LONGEST_TIMEOUT}`);
  }
  for (const [name, value] of Object.entries({ agent, tenant })) {
    if (value === '') throw new UsageError(`--${name} must not be empty`);
  }
  return {
    profile,
    timeoutMs: seconds * 1000,
    ...(agent === undefined ? {} : { agent }),
    ...(tenant === undefined ? {} : { tenant }),
    ...(config === undefined ? {} : { config }),
    ...(env === undefined ? {} : { env }),
    ...(values['state-dir'] === undefined ? {} : { stateDir: values['state-dir'] }),
  };
}

function parsed(words: readonly string[]) {
  try {
    const text = { type: 'string' } as const;
    const { values } = parseArgs({
      args: [...words],
      options: {
        ...{ profile: text, agent: text, tenant: text, timeout: text },
        ...{ config: { type: 'string', short: 'c' }, env: text, 'state-dir': text },
      },
    });
    return values;
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : 'unknown option');
  }
}
