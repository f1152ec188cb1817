import { readFileSync } from 'node:fs';
import type { SafeAIConfig, SecretValue } from '@safeai/config';
import { SafeAIError, compileGlob, type Glob } from '@safeai/core';
import { BaseAddress } from './base-address.ts';
import { providerAt, type Provider } from './provider.ts';
import { isCredential } from './request-headers.ts';

/** The name of the upstream that `proxy.target`, or the flag, names. */
export const DEFAULT_UPSTREAM = 'default';

/** An upstream as the configuration has it. */
export interface UpstreamSettings {
  readonly name: string;
  /** As it is written. */
  readonly target: string;
  readonly address: BaseAddress;
  readonly provider: Provider | undefined;
  readonly auth: 'config' | 'caller';
  readonly key: SecretValue | undefined;
  /** Absent: any model. */
  readonly models: readonly Glob[] | undefined;
  readonly order: number;
  readonly weight: number;
  readonly headers: Readonly<Record<string, SecretValue>>;
  readonly firstByteMs: number;
  /** PEM. */
  readonly ca: string | undefined;
}

type ProxySettings = SafeAIConfig['proxy'];
type Named = ProxySettings['upstreams'][number];

/**
 * The upstreams of a configuration, `proxy.target` first.
 *
 * @param target what the flag names in place of `proxy.target`. The key of the file is for the file's target: it does
 *   not go to another host
 * @throws SafeAIError `invalid_config` for a `ca_file` that cannot be read
 */
export function upstreamSettings(proxy: ProxySettings, target?: string): UpstreamSettings[] {
  const named = proxy.upstreams.map((upstream) => settingsOf(upstream, proxy));
  const only = target ?? proxy.target;
  if (only === undefined) return named;
  const { provider, auth, apiKey, caFile, ...rest } = proxy;
  const own = proxy.target !== undefined && sameOrigin(only, proxy.target);
  const mine = {
    ...(provider === undefined ? {} : { provider }),
    ...(auth === undefined ? {} : { auth }),
    ...(apiKey === undefined || (target !== undefined && !own) ? {} : { apiKey }),
    ...(caFile === undefined ? {} : { caFile }),
  };
  const first = { ...mine, name: DEFAULT_UPSTREAM, target: only, order: 0, weight: 1, headers: {} };
  return [settingsOf(first, rest), ...named];
}

function settingsOf(
  upstream: Named,
  { timeoutSeconds }: Pick<ProxySettings, 'timeoutSeconds'>,
): UpstreamSettings {
  const { name, target, apiKey, models, order, weight, headers, caFile } = upstream;
  const address = new BaseAddress(target);
  // A key in a header of its own is a configured one too: the caller's does not go beside it.
  const keyed = apiKey !== undefined || Object.keys(headers).some(isCredential);
  const auth = Object.keys(headers).some(isCredential) ? 'config' : upstream.auth;
  return {
    name,
    target,
    address,
    provider: upstream.provider ?? providerAt(address),
    auth: auth ?? (keyed ? 'config' : 'caller'),
    key: apiKey,
    models: models?.map((model) => compileGlob(model)),
    order,
    weight,
    headers,
    firstByteMs: (upstream.timeoutSeconds ?? timeoutSeconds) * 1000,
    ca: caFile === undefined ? undefined : authorities(name, caFile),
  };
}

function sameOrigin(one: string, other: string): boolean {
  return new URL(one).origin === new URL(other).origin;
}

function authorities(name: string, path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (cause) {
    throw new SafeAIError('invalid_config', `ca_file of the upstream "${name}" cannot be read.`, {
      cause,
    });
  }
}
